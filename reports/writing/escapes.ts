// A run's texts made harmless for what is not HTML: a terminal, Markdown, XML, a build's annotations. Knows nothing of runs.

import { escapeText } from "./markup.ts";

/** Controls could move the cursor or colour the screen; directional marks could turn a line round. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** Keeps a text in one line. */
export const plainText = (text: string): string => text.replace(controls, " ").toWellFormed();

/** A build server reads what a step prints: "::" at a line's start and "##[" anywhere are commands to it. */
export const terminalText = (text: string): string => plainText(text).replaceAll("::", ": :").replaceAll("##[", "# #[");

/**
 * Text that stays text inside Markdown: no markup, no table cell broken, no line begun, nobody called, nothing linked. A
 * backslash would keep "#" from a heading, but not from a link to an issue; a zero-width space keeps it from both.
 */
export const escapeMarkdown = (text: string): string =>
  plainText(text)
    .replace(/[\\`*_{}[\]|~!]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[@#]/g, "$&\u200b")
    .replaceAll("://", "&#58;//")
    .replace(/www\./gi, "www&#46;");

/** For content and quoted attributes of XML 1.0, which has no place for most controls and for two more characters. */
export const xmlText = (text: string): string => escapeText(plainText(text).replace(/[\ufffe\uffff]/g, " "));

/** For the text of a GitHub workflow command, behind its second "::". */
export const annotationText = (text: string): string => plainText(text).replaceAll("%", "%25");

/** For a property of a workflow command, in which a comma begins the next one. */
export const annotationProperty = (text: string): string =>
  annotationText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
