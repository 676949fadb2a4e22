// The lists that handshake headers hold: tokens, and extensions with their parameters (RFC 6455 sections 9.1 and 11.3.2).
// It knows the grammar, and no extension.

export interface Extension {
  readonly name: string;
  /** In the order given; null for a parameter without a value. A name may stand here twice. */
  readonly parameters: readonly (readonly [name: string, value: string | null])[];
}

/** RFC 9110 section 5.6.2. */
const tokenPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110 section 5.6.4, as far as a value that is a token needs it. */
const quotedPattern = /^"((?:[^"\\]|\\.)*)"$/;

export const isToken = (text: string): boolean => tokenPattern.test(text);

/** The members of a comma-separated list, without those left empty (RFC 9110 section 5.6.1). */
export const listMembers = (header: string): readonly string[] =>
  header === "" ? [] : cut(header, ",").filter((member) => member !== "");

/** The extensions of a Sec-WebSocket-Extensions header, or null where it is malformed. */
export const parseExtensions = (header: string): readonly Extension[] | null => {
  const extensions: Extension[] = [];
  for (const member of listMembers(header)) {
    const [name = "", ...rest] = cut(member, ";");
    const parameters = rest.map(parseParameter);
    if (!isToken(name) || !parameters.every((parameter) => parameter !== null)) return null;
    extensions.push({ name, parameters });
  }
  return extensions;
};

export const formatExtension = ({ name, parameters }: Extension): string =>
  [name, ...parameters.map(([key, value]) => (value === null ? key : `${key}=${value}`))].join("; ");

const parseParameter = (text: string): readonly [string, string | null] | null => {
  const equals = text.indexOf("=");
  if (equals < 0) return isToken(text) ? [text, null] : null;
  const name = text.slice(0, equals).trim();
  const raw = text.slice(equals + 1).trim();
  // A quoted value has to be a token once it is unquoted.
  const value = quotedPattern.exec(raw)?.[1]?.replace(/\\(.)/g, "$1") ?? raw;
  return isToken(name) && isToken(value) ? [name, value] : null;
};

/** Cuts at a separator that does not stand inside quotes. */
const cut = (text: string, separator: string): readonly string[] => {
  if (!text.includes(separator)) return [text.trim()];
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
};
