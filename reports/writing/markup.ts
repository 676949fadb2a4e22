// HTML that cannot be injected into: whatever is put into a template is text and gets escaped, unless it is Markup.
// Knows nothing of what the page says.

import { gzipSync } from "node:zlib";

/** Guards that its text came from a template of ours; a look-alike object out of a run's data is not an instance. */
export class Markup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

export const escapeText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

const render = (value: unknown): string => {
  if (value instanceof Markup) return value.toString();
  if (Array.isArray(value)) return value.map(render).join("");
  return value === null || value === undefined || value === false ? "" : escapeText(String(value));
};

/** A template whose values are escaped; null and false leave nothing, a list is joined. Attribute values need quotes. */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): Markup =>
  new Markup(strings.reduce((text, part, i) => text + render(values[i - 1]) + part));

/** Data for a <script type="application/json">: still the same JSON, but no "<" to end the element with. */
export const embedJson = (value: unknown): Markup =>
  new Markup(
    JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029"),
  );

/** Text that is ours, to stand in a <script> or <style> unescaped; refused where it would end its element. */
export const embedSource = (source: string): Markup => {
  if (/<\/(script|style)|<!--/i.test(source))
    throw new Error("an asset of the page contains the end of its own element");
  return new Markup(source);
};

/** As JSON, compressed, in base64: letters, digits, "+", "/" and "=", so that nothing in it can end its element. */
export const packJson = (value: unknown): Markup =>
  embedSource(gzipSync(JSON.stringify(value), { level: 9 }).toString("base64"));
