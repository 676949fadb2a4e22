// How far above their points names have to stand where points lie so close that one name would be printed over another.
// Pure; knows no charts.

/** In px of the plot, to the right and up. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a name takes of the plot, about. */
const [nameWidth, nameHeight] = [130, 15];

/** In px, in the places' order: a line for each other point that lies just below. */
export const nameRaises = (places: readonly Place[]): readonly number[] =>
  places.map((own, i) => {
    const below = places.filter(({ x, y }, j) => {
      const rise = own.y - y;
      return Math.abs(own.x - x) < nameWidth && rise < nameHeight && (rise > 0 || (rise === 0 && j < i));
    });
    return below.length * nameHeight;
  });

/** Where a value stands on a log axis of that length, counted from the least of all values. */
export const logPlaces = (values: readonly number[], length: number): readonly number[] => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (least === most ? 0 : (length * Math.log(value / least)) / Math.log(most / least)));
};
