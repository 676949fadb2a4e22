// English: how sentences, lists and names are put together, and the words that every part of a page shares.
// Runs in Node and in the browser.
import { count, duration, thin } from "../../writing/numbers.ts";

const said = (parts: readonly string[]): readonly string[] => parts.filter((part) => part !== "");

export const englishBasics = {
  /** The lang attribute of the html element. */
  language: "en",
  /** A run's own names of transports and scenarios are English. */
  transport: (_name: string, label: string): string => label,
  scenario: (name: string): string => name,
  why: (_scenario: string, why: string): string => why,
  /** "a, b and c". */
  join: (parts: readonly string[]): string =>
    parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`,
  /** Between two sentences. */
  gap: " ",
  /** `sentences`, `clauses` and `parts` leave out empty texts. */
  sentences: (parts: readonly string[]): string => said(parts).join(" "),
  clauses: (parts: readonly string[]): string => said(parts).join("; "),
  parts: (parts: readonly string[]): string => said(parts).join(", "),
  /** Joins clauses that make up one thought: "a, b, and c". */
  conjoin: (parts: readonly string[]): string =>
    parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`,
  stop: (text: string): string => `${text}.`,
  headed: (head: string, text: string): string => `${head}: ${text}`,
  bracketed: (text: string): string => ` (${text})`,
  /** A label inside a sentence: "Long polling" loses its capital, "WebSocket" keeps it. */
  inSentence: (label: string): string =>
    /^[A-Z][a-z]+(?![A-Za-z])/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label,
  capitalise: (text: string): string => text.charAt(0).toUpperCase() + text.slice(1),
  /** Both ends come with their units. */
  range: (least: string, most: string): string => `${least} to ${most}`,
  /** "10 messages/s"; "one message every 45 s" for a rate below one a second. */
  rate: (perSec: number): string =>
    perSec > 0 && perSec < 1
      ? `one message every ${duration(1000 / perSec)}`
      : `${Number(perSec.toPrecision(3))}${thin}${perSec === 1 ? "message" : "messages"}/s`,
  subscribers: (number: number): string => `${count(number)} ${number === 1 ? "subscriber" : "subscribers"}`,
  trials: (number: number): string => `${count(number)} ${number === 1 ? "trial" : "trials"}`,
  cores: (number: number): string => `${count(number)} ${number === 1 ? "core" : "cores"}`,
  every: (time: string): string => `every ${time}`,
  hold: (time: string): string => `hold ${time}`,
};
