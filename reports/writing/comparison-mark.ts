// How a list of runs knows the page of a comparison: the file beside HEAD's own page, and the two runs that it names at its
// beginning. Knows nothing of what a comparison finds.

export const comparisonPage = "compare.html";

/** The generator that the page names. */
export const comparisonMark = (base: string, head: string): string =>
  `push-transport-benchmark comparison of ${base} with ${head}`;
