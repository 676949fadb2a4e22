// The live page and the reports are one product: a colour that both name has the same value in both. Neither may import the
// other's style, so each keeps its own.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** Each `--name: #colour`, and each `--name: light-dark(#colour, #colour)`; the first that names it, so not those for print. */
const paletteOf = (css: string): ReadonlyMap<string, string> =>
  new Map(
    [...css.matchAll(/(--[a-z-]+): (#[0-9a-f]{6}|light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\));/g)]
      .map(([, name = "", colour = ""]) => [name, colour] as const)
      .toReversed(),
  );

it("has the reports' colours, light and dark", () => {
  const [live, reports] = [paletteOf(read("style.css")), paletteOf(read("../../reports/page/style/page.css"))];
  const shared = [...reports].filter(([name]) => live.has(name));
  expect(shared.filter(([, colour]) => colour.startsWith("light-dark")).length).toBeGreaterThan(8);
  for (const [name, colour] of shared) expect([name, live.get(name)]).toEqual([name, colour]);
});

it("has the reports' colours of the transports", () => {
  const live = paletteOf(read("style.css"));
  const looks = read("../../reports/legend/transports.ts").matchAll(
    /"?([a-z-]+)"?: \{ colour: "(#[0-9a-f]{6})", dash/g,
  );
  const named = [...looks].map(([, name, colour]) => [`--${name}`, colour] as const);
  expect(named).toHaveLength(4);
  for (const [name, colour] of named) expect([name, live.get(name)]).toEqual([name, colour]);
});
