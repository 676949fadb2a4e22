// Where those who work side by side wait for each other. Knows not what they do.

export interface Meeting {
  /** Resolves once all have come or gone. */
  wait(): Promise<void>;
  /** Nobody waits any longer for who has gone. */
  leave(): void;
}

/** One for each of so many, who all wait for each other once. */
export const createMeetings = (number: number): readonly Meeting[] => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let missing = number;
  return Array.from({ length: number }, () => {
    let here = false;
    const arrive = (): void => {
      if (here) return;
      here = true;
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
