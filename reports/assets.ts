// Reads what the page carries inside: its style, the charting libraries and its own script. Knows nothing of runs.
import { readFile } from "node:fs/promises";
import type { Assets } from "./page.ts";

/** A file of an installed package, beside its entry point: the browser builds are not among the packages' exports. */
const besides = (entry: string, file: string): URL => new URL(file, import.meta.resolve(entry));

const read = async (url: URL): Promise<string> => {
  const text = await readFile(url, "utf8");
  // A source map is a file beside the library; the page would ask for it where there is none.
  return text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
};

export const readAssets = async (): Promise<Assets> => {
  const [style, ...scripts] = await Promise.all([
    read(new URL("./style.css", import.meta.url)),
    read(besides("vega", "vega.min.js")),
    read(besides("vega-embed", "vega-embed.min.js")),
    read(new URL("./browser/page.js", import.meta.url)),
  ]);
  return { style, scripts };
};
