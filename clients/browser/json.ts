// JSON of a server, read without trust in its shape. Knows no message.

/** The fields of an object; null for any other value. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null ? { ...value } : null;

/** The fields of the JSON object in a text; empty where the text is something else. */
export const parseFields = (json: string): Readonly<Record<string, unknown>> => {
  try {
    return fieldsOf(JSON.parse(json)) ?? {};
  } catch {
    return {};
  }
};
