// Reads what a page carries inside: its style, the charting libraries and its own scripts. Knows nothing of runs.
import { readFile } from "node:fs/promises";
import type { Assets } from "./document.ts";
import { linkSource } from "./linked-source.ts";

const read = async (url: URL): Promise<string> => {
  const text = await readFile(url, "utf8");
  // A source map is a file beside the library; the page would ask for it where there is none.
  return text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
};

const own = (path: string): URL => new URL(path, import.meta.url);

/** The file lies beside the package's entry point: browser builds are not among the packages' exports. */
const readLibrary = (entry: string, file: string): Promise<string> => read(new URL(file, import.meta.resolve(entry)));

/** The style that all pages share, and behind it a page's own, such as "compare". */
export const readStyle = async (...more: readonly string[]): Promise<string> => {
  const names = ["page", "figures", "charts", "sections", "choosing", ...more];
  const styles = await Promise.all(names.map((name) => read(own(`./style/${name}.css`))));
  return styles.join("\n");
};

export const readAssets = async (): Promise<Assets> => {
  const [style, ...scripts] = await Promise.all([
    readStyle(),
    readLibrary("vega", "vega.min.js"),
    readLibrary("vega-embed", "vega-embed.min.js"),
    linkSource(own("./browser/language.js")),
    linkSource(own("./browser/page.js")),
    linkSource(own("../choosing/choosing.js")),
  ]);
  return { style, scripts };
};
