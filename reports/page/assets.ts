// Reads what the page carries inside: its style, the charting libraries and its own script. Knows nothing of runs.
import { readFile } from "node:fs/promises";
import { linkSource } from "./linked-source.ts";
import type { Assets } from "./page.ts";

/** A file of an installed package, beside its entry point: the browser builds are not among the packages' exports. */
const besides = (entry: string, file: string): URL => new URL(file, import.meta.resolve(entry));

const read = async (url: URL): Promise<string> => {
  const text = await readFile(url, "utf8");
  // A source map is a file beside the library; the page would ask for it where there is none.
  return text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
};

const own = (path: string): URL => new URL(path, import.meta.url);

export const readAssets = async (): Promise<Assets> => {
  const [styles, scripts] = await Promise.all([
    Promise.all(
      [
        "./style/page.css",
        "./style/figures.css",
        "./style/charts.css",
        "./style/sections.css",
        "./style/choosing.css",
      ].map((path) => read(own(path))),
    ),
    Promise.all([
      ...[besides("vega", "vega.min.js"), besides("vega-embed", "vega-embed.min.js")].map(read),
      ...[own("./browser/language.js"), own("./browser/page.js"), own("../choosing/choosing.js")].map(linkSource),
    ]),
  ]);
  return { style: styles.join("\n"), scripts };
};
