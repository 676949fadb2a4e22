// A page with nothing but the panel "Which transport should I use?", under the report's own policy. For tests.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Run } from "../bench/record.ts";
import { choosingInputs } from "./choosing.ts";
import { linkSource } from "./linked-source.ts";
import { embedSource, html } from "./markup.ts";
import { renderChoosing } from "./page-choosing.ts";
import { plainTransports } from "./transport-views.ts";
import { english } from "./words/english.ts";

const hash = (source: string): string => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;

export const choosingPage = async (run: Run): Promise<string> => {
  const files = ["page", "figures", "choosing"].map((name) => new URL(`./style/${name}.css`, import.meta.url));
  const style = (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
  const script = await linkSource(new URL("./browser/choosing.js", import.meta.url));
  const views = plainTransports(run);
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><title>Choosing</title><style>${embedSource(style)}</style></head>
<body><div class="sheet"><main>${renderChoosing(choosingInputs(run, views), views, english)}</main></div>
<script>${embedSource(script)}</script></body></html>
`.toString();
};
