// A hint for a name that does not exist: the one that was probably meant. Pure.

/** At most two letters away, fewer for a short name; else one that begins alike; undefined where none does. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const ranked = names.map((candidate) => ({ candidate, far: distance(name, candidate) }));
  const closest = ranked.toSorted((x, y) => x.far - y.far)[0];
  if (closest !== undefined && closest.far <= (name.length < 5 ? 1 : 2)) return closest.candidate;
  return names.find((candidate) => name.length > 4 && candidate.startsWith(name.slice(0, 5)));
};

/** Letters to insert, leave out or change: Levenshtein's distance, a row of its table at a time. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
