// Puts a space between Han characters and Latin letters or digits wherever the two meet in a Chinese text. The values of a
// template may begin and end with either.

const meeting = /(?<=\p{Script=Han})(?=[A-Za-z0-9<−+±~])|(?<=[A-Za-z0-9%×])(?=\p{Script=Han})/gu;

/** Full-width punctuation brings its own space. */
const doubled = /(?<=[，。；：、（）]) | (?=[，。；：、（）])/gu;

export const spaced = (text: string): string => text.replace(meeting, " ").replace(doubled, "");

/** A template of Chinese text, spaced. */
export const zh = (strings: TemplateStringsArray, ...values: readonly string[]): string =>
  spaced(strings.reduce((text, part, i) => `${text}${values[i - 1] ?? ""}${part}`));
