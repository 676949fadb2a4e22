// A barrier: parties that work side by side wait there for each other, once. Knows nothing of their work.

interface Party {
  /** Resolves once every party has arrived or left. */
  wait(): Promise<void>;
  /** The others wait for this party no longer. */
  leave(): void;
}

/** One party for each of those who meet at the barrier. */
export const createBarrier = (parties: number): readonly Party[] => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let missing = parties;
  return Array.from({ length: parties }, () => {
    let arrived = false;
    const arrive = (): void => {
      if (arrived) return;
      arrived = true;
      if (--missing === 0) resolve();
    };
    return {
      wait: () => {
        arrive();
        return promise;
      },
      leave: arrive,
    };
  });
};
