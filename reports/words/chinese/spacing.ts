// Chinese text with a space between Han and Latin letters or digits, wherever the two meet: a template's values may be either.

const meeting = /(?<=\p{Script=Han})(?=[A-Za-z0-9<−+±~])|(?<=[A-Za-z0-9%×])(?=\p{Script=Han})/gu;

/** Full-width punctuation has its space in itself. */
const doubled = /(?<=[，。；：、（）]) | (?=[，。；：、（）])/gu;

export const spaced = (text: string): string => text.replace(meeting, " ").replace(doubled, "");

/** A template of Chinese. */
export const zh = (strings: TemplateStringsArray, ...values: readonly string[]): string =>
  spaced(strings.reduce((text, part, i) => `${text}${values[i - 1] ?? ""}${part}`));
