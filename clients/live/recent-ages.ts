// The ages of the last minute's messages, oldest first, for a strip and its median. Tells no time.

export const windowMs = 60_000;

export interface AgeAt {
  /** ms on the page's monotonic clock. */
  readonly at: number;
  readonly ageMs: number;
}

/** Bounded by the window alone: 50 messages a second make 3000. */
export class RecentAges {
  #ages: AgeAt[] = [];
  #start = 0;

  /** `at` never steps back. */
  add(age: AgeAt): void {
    this.#ages.push(age);
    this.#forget(age.at);
  }

  /** The ages within the window before `now`. */
  until(now: number): readonly AgeAt[] {
    this.#forget(now);
    return this.#ages.slice(this.#start);
  }

  #forget(now: number): void {
    for (
      let age = this.#ages[this.#start];
      age !== undefined && age.at < now - windowMs;
      age = this.#ages[this.#start]
    ) {
      this.#start++;
    }
    if (this.#start < 256) return;
    this.#ages = this.#ages.slice(this.#start);
    this.#start = 0;
  }
}
