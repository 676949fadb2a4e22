// An instant by which something is to happen. It is set and lifted with every request and hardly ever reached, so its timer is
// not: a timer that fires before the deadline is set anew for what is left. Knows nothing of what is awaited.

export class Deadline {
  readonly #reached: () => void;
  /** On the clock of performance.now(); Infinity where nothing is awaited. */
  #dueAt = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  constructor(reached: () => void) {
    this.#reached = reached;
  }

  set(ms: number): void {
    this.#dueAt = performance.now() + ms;
    if (this.#dueAt < this.#firesAt) this.#arm(ms);
  }

  extend(ms: number): void {
    this.#dueAt += ms;
  }

  lift(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  /** Lifts it, and leaves no timer behind. */
  close(): void {
    this.lift();
    clearTimeout(this.#timer);
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer);
    this.#firesAt = performance.now() + ms;
    this.#timer = setTimeout(() => {
      this.#firesAt = Number.POSITIVE_INFINITY;
      // After a stall of this process, what is awaited may have arrived long since: it is read first.
      if (performance.now() < this.#dueAt) this.#armForTheRest();
      else setImmediate(() => this.#decide());
    }, ms);
  }

  #armForTheRest(): void {
    if (this.#dueAt < this.#firesAt) this.#arm(this.#dueAt - performance.now());
  }

  #decide(): void {
    if (performance.now() < this.#dueAt) {
      this.#armForTheRest();
    } else {
      this.lift();
      this.#reached();
    }
  }
}
