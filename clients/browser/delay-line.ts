// A way with a delay added: what enters comes out that much later, in the order in which it entered, even where the delay
// changes meanwhile. With no delay and nothing on the way, it passes at once without a timer. Knows no transport.

interface Held {
  readonly dueAt: number;
  readonly act: () => void;
}

/** Timers keep whole ms, and may fire this much early. */
const timerResolutionMs = 1;

export class DelayLine {
  readonly #delayMs: () => number;
  #held: Held[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `delayMs` is asked for each act that enters. */
  constructor(delayMs: () => number) {
    this.#delayMs = delayMs;
  }

  pass(act: () => void): void {
    const delayMs = this.#delayMs();
    const last = this.#held.at(-1);
    if (last === undefined && delayMs <= 0) {
      act();
      return;
    }
    const dueAt = performance.now() + delayMs;
    this.#held.push({ dueAt: last === undefined ? dueAt : Math.max(dueAt, last.dueAt), act });
    this.#arm();
  }

  /** Acts that are on the way never come out. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held = [];
  }

  #arm(): void {
    const first = this.#held[0];
    if (first === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#release(), Math.max(0, first.dueAt - performance.now()));
  }

  #release(): void {
    this.#timer = undefined;
    const now = performance.now() + timerResolutionMs;
    for (let first = this.#held[0]; first !== undefined && first.dueAt <= now; first = this.#held[0]) {
      this.#held.shift();
      first.act();
    }
    this.#arm();
  }
}
