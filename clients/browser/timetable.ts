// When the next poll is due. Tells no time.

/** The first instant not before `now` on the timetable dueAt + every, dueAt + 2 × every, …: what was missed is not made up for. */
export const nextOnTimetable = (dueAt: number, every: number, now: number): number =>
  dueAt + every * Math.max(1, Math.ceil((now - dueAt) / every));
