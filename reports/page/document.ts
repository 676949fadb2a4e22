// The shell of every page: its head, a content policy that names each source inside by its hash, packed data and scripts.
// Knows nothing of what a page shows.
import { createHash } from "node:crypto";
import { embedSource, html, type Markup } from "../writing/markup.ts";

/** Sources that stand inside the page, as read from disk. */
export interface Assets {
  readonly style: string;
  /** They run in this order: libraries first, the page's own scripts last. */
  readonly scripts: readonly string[];
}

interface Document {
  readonly language: string;
  readonly title: string;
  /** The name by which a writer knows a page that it may replace. */
  readonly generator?: string;
  readonly assets: Assets;
  readonly body: Markup;
  /** Packed JSON by the id of its element, for scripts to read. */
  readonly data?: Readonly<Record<string, Markup>>;
}

const hash = (source: string): string => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;

/** Nothing is fetched, nothing but these very sources runs, and no expression is evaluated as code. */
const policy = ({ style, scripts }: Assets): string =>
  [
    "default-src 'none'",
    ...(scripts.length > 0 ? [`script-src ${scripts.map(hash).join(" ")}`] : []),
    `style-src ${hash(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

export const renderDocument = ({ language, title, generator, assets, body, data = {} }: Document): string => {
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
${generator !== undefined && html`<meta name="generator" content="${generator}">\n`}<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${embedSource(assets.style)}</style>
</head>
<body>
${body}
${Object.entries(data).map(([id, packed]) => html`<script type="application/gzip" id="${id}">${packed}</script>\n`)}${assets.scripts.map((script) => html`<script>${embedSource(script)}</script>\n`)}</body>
</html>
`;
  return page.toString();
};
