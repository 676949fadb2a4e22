// An order of service that changes from visit to visit, so that nobody always waits for all the others. Does not know what
// is served.

/** The golden section: starts of successive visits spread evenly, however many there are. */
const stepShare = 0.618_033_988_749_894_8;

/** A set that each visit goes through from another place on; adding and deleting take constant time. */
export class Rotation<T> {
  readonly #items: T[] = [];
  readonly #places = new Map<T, number>();
  #start = 0;

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    if (this.#places.has(item)) return;
    this.#places.set(item, this.#items.length);
    this.#items.push(item);
  }

  delete(item: T): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    this.#places.delete(item);
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#items[place] = last;
    this.#places.set(last, place);
  }

  /** Calls `visit` once for each item that is there at the start; it may delete any of them. */
  visit(visit: (item: T) => void): void {
    const items = [...this.#items];
    this.#start = (this.#start + stepShare) % 1;
    const first = Math.floor(this.#start * items.length);
    for (const item of items.slice(first)) visit(item);
    for (const item of items.slice(0, first)) visit(item);
  }
}
