// When the next poll is due, for the load clients and for pages. Tells no time.

/** The first instant not before `now` on the timetable dueAt + every, dueAt + 2 × every, …: missed instants are skipped. */
export const nextOnTimetable = (dueAt: number, every: number, now: number): number =>
  dueAt + every * Math.max(1, Math.ceil((now - dueAt) / every));
