// What a server says beside messages, read from its answers and close reasons; and waits in words. Knows no transport.

/** Where the log starts, from the JSON of a 410 or the reason of a 4410; null where it is not said. */
export const oldestSeqIn = (text: string): number | null => {
  const digits = /"oldestSeq"\s*:\s*(\d+)/.exec(text)?.[1] ?? /seq (\d+)$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
};

/** A field of a JSON object; null where it is no text, or the text no such object. */
const textIn = (json: string, name: string): string | null => {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null) return null;
    const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    return typeof found === "string" ? found : null;
  } catch {
    return null;
  }
};

/** The line of `{"error": "…"}`; null where the text is something else. */
export const errorIn = (text: string): string | null => textIn(text, "error");

/** Which of what was sent a refusal is of: `{"error": "…", "ref": "…"}`; null where it does not say. */
export const refIn = (text: string): string | null => textIn(text, "ref");

/** Retry-After in seconds (RFC 9110 section 10.2.3) as ms; 0 where there is none, or where it is a date: a page's clock may be wrong. */
export const retryAfterMs = (header: string | null): number =>
  header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : 0;

/** `0.3 s`, `12 s`. */
export const seconds = (ms: number): string =>
  ms < 9_950 ? `${Number((ms / 1000).toFixed(1))} s` : `${Math.round(ms / 1000)} s`;
