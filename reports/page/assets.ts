// Reads what a page carries inside: its style, the charting library and its own scripts. Knows nothing of runs.
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
  const names = ["page", "decision", "figures", "charts", "sections", "choosing", "tools", ...more];
  const styles = await Promise.all(names.map((name) => read(own(`./style/${name}.css`))));
  return styles.join("\n");
};

const ownScript = (name: string): URL => own(`./browser/${name}.js`);

/**
 * A page with still charts carries its style, the choices of colours and language, the tools at its tables, and scripts of its own by
 * their names in browser/.
 */
export const readStillAssets = async (style: string, ...scripts: readonly string[]): Promise<Assets> => ({
  style: await readStyle("still", style),
  first: [await linkSource([ownScript("theme")])],
  scripts: [await linkSource(["language", "tables", "share", ...scripts].map(ownScript))],
});

/** The packages that the page's own scripts find in the library's global. */
const globals = { vega: "vega", "vega-util": "vega" };

export const readAssets = async (): Promise<Assets> => {
  const [style, theme, reading, charting, charts] = await Promise.all([
    readStyle(),
    linkSource([ownScript("theme")]),
    // One script, since a browser may lay the page out between two, which takes longer than they run. The switch of languages may
    // replace what the others work on; while the packed scripts are unpacked, the others run.
    linkSource([
      ...["language", "unpack"].map(ownScript),
      own("../choosing/choosing.js"),
      ...["tables", "share", "navigation"].map(ownScript),
    ]),
    readLibrary("vega", "vega.min.js"),
    linkSource([ownScript("page")], globals),
  ]);
  return { style, first: [theme], scripts: [reading], packed: [charting, charts] };
};
