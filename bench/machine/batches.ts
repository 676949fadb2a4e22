// Many connections, opened a hundred at a time: all at once would overflow the queue of the server that accepts them.

const atOnce = 100;

/** Opens `count` of them, each told its index; resolves to all, in order. */
export const openInBatches = async <T>(count: number, open: (index: number) => Promise<T>): Promise<readonly T[]> => {
  const opened: T[] = [];
  while (opened.length < count) {
    const batch = Array.from({ length: Math.min(atOnce, count - opened.length) }, (_, i) => open(opened.length + i));
    opened.push(...(await Promise.all(batch)));
  }
  return opened;
};
