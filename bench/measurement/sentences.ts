// Sentences for a trial's reasons and warnings. Pure.

/** The sentences whose condition holds. */
export const sentences = (...all: readonly (string | false)[]): readonly string[] =>
  all.filter((sentence) => sentence !== false);

export const wholePercent = (share: number): string => `${Math.round(share * 100)} %`;
