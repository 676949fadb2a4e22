// The shell of every page: its head, a content policy that names each source inside by its hash, packed data and scripts.
// Knows nothing of what a page shows.
import { createHash } from "node:crypto";
import { embedSource, html, type Markup, packJson } from "../writing/markup.ts";

/** Sources that stand inside the page, as read from disk. */
export interface Assets {
  readonly style: string;
  /** They run before the page is shown. */
  readonly first?: readonly string[];
  /** They run in this order. */
  readonly scripts: readonly string[];
  /** They stand packed, being large, and run in this order once browser/unpack.js, which is among the scripts, has unpacked them. */
  readonly packed?: readonly string[];
}

interface Document {
  readonly language: string;
  readonly title: string;
  /** For whoever lists the page or links to it: a sentence or two. */
  readonly description?: string;
  /** The name by which a writer knows a page that it may replace. */
  readonly generator?: string;
  readonly assets: Assets;
  readonly body: Markup;
  /** Packed JSON by the id of its element, for scripts to read. */
  readonly data?: Readonly<Record<string, Markup>>;
}

const hash = (source: string): string => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;

/** Nothing is fetched, nothing but these very sources runs, and no expression is evaluated as code. */
const policy = ({ style, first = [], scripts, packed = [] }: Assets): string => {
  const all = [...first, ...scripts, ...packed];
  return [
    "default-src 'none'",
    ...(all.length > 0 ? [`script-src ${all.map(hash).join(" ")}`] : []),
    `style-src ${hash(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
};

/** A picture is left out: previews take none that stands inside its page, and nothing here draws one without a browser. */
const renderDescription = (
  title: string,
  description: string,
): Markup => html`<meta name="description" content="${description}">
<meta property="og:type" content="article">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
`;

export const renderDocument = ({
  language,
  title,
  description,
  generator,
  assets,
  body,
  data = {},
}: Document): string => {
  const all = assets.packed === undefined ? data : { ...data, scripts: packJson(assets.packed) };
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
${generator !== undefined && html`<meta name="generator" content="${generator}">\n`}<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${description !== undefined && renderDescription(title, description)}<style>${embedSource(assets.style)}</style>
${(assets.first ?? []).map((script) => html`<script>${embedSource(script)}</script>\n`)}</head>
<body>
${body}
${Object.entries(all).map(([id, packed]) => html`<script type="application/gzip" id="${id}">${packed}</script>\n`)}${assets.scripts.map((script) => html`<script>${embedSource(script)}</script>\n`)}</body>
</html>
`;
  return page.toString();
};
