// The live page and the reports are one product: a colour that both name has the same value in both. Neither may import the
// other's style, so each keeps its own.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** Each `--name: #colour` of the light page, and of the dark one, which follows it; colours for print are left out. */
const paletteOf = (css: string): Readonly<Record<"light" | "dark", Readonly<Record<string, string>>>> => {
  const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
  const colours = (rules: string) =>
    Object.fromEntries(
      [...rules.matchAll(/(--[a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", colour = ""]) => [name, colour]),
    );
  return { light: colours(light), dark: colours(dark.split("@media")[0] ?? "") };
};

it("has the reports' colours, light and dark", () => {
  const [live, reports] = [paletteOf(read("style.css")), paletteOf(read("../../reports/page/style/page.css"))];
  expect(Object.keys(reports.dark).length).toBeGreaterThan(5);
  expect(live).toMatchObject(reports);
});

it("has the reports' colours of the transports", () => {
  const { light } = paletteOf(read("style.css"));
  const looks = read("../../reports/legend/transports.ts").matchAll(
    /"?([a-z-]+)"?: \{ colour: "(#[0-9a-f]{6})", dash/g,
  );
  const named = [...looks].map(([, name, colour]) => [`--${name}`, colour] as const);
  expect(named).toHaveLength(4);
  expect(light).toMatchObject(Object.fromEntries(named));
});
