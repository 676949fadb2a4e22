// An order of service that changes from visit to visit, so that nobody always waits for all the others. Every transport with
// a fan-out serves in it. Does not know what is served.

/** The golden section: starts of successive visits spread evenly, however many there are. */
const stepShare = 0.618_033_988_749_894_8;

/** Goes through a set from another place on each time. */
export class Rotation {
  #start = 0;

  /** Calls `visit` once for each item that is there at the start; it may delete any of them. */
  visit<T>(items: ReadonlySet<T>, visit: (item: T) => void): void {
    const all = [...items];
    this.#start = (this.#start + stepShare) % 1;
    const first = Math.floor(this.#start * all.length);
    for (const item of all.slice(first)) visit(item);
    for (const item of all.slice(0, first)) visit(item);
  }
}
