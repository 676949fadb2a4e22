// Reads a server's words beside messages, in its answers and close reasons, and writes waits in words. Knows no transport.

import { parseFields } from "./json.ts";

/** The seq at which the log starts, from the JSON of a 410 or the reason of a 4410; null where it is not said. */
export const oldestSeqIn = (text: string): number | null => {
  const digits = /"oldestSeq"\s*:\s*(\d+)/.exec(text)?.[1] ?? /seq (\d+)$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
};

/** A field of a JSON object; null where it is no text, or where there is no such object. */
const textField = (json: string, name: string): string | null => {
  const value = parseFields(json)[name];
  return typeof value === "string" ? value : null;
};

/** The line of `{"error": "…"}`; null where the text is something else. */
export const errorIn = (text: string): string | null => textField(text, "error");

/** The ref of the text that was refused: `{"error": "…", "ref": "…"}`; null where the refusal names none. */
export const refIn = (text: string): string | null => textField(text, "ref");

/** Retry-After in seconds (RFC 9110 section 10.2.3) as ms; 0 where there is none. A date is ignored: a page's clock may be wrong. */
export const retryAfterMs = (header: string | null): number =>
  header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : 0;

/** `0.3 s`, `12 s`. */
export const seconds = (ms: number): string =>
  ms < 9_950 ? `${Number((ms / 1000).toFixed(1))} s` : `${Math.round(ms / 1000)} s`;
