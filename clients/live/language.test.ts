// The language of the page, and whether each text of the document has its Chinese one.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { chinese } from "./chinese.ts";
import { wordsFor } from "./language.ts";

it.each([
  [null, ["zh-TW", "en"], "zh-CN"],
  [null, ["de-DE", "en-GB", "zh"], "en"],
  [null, [], "en"],
  ["zh-CN", ["en"], "zh-CN"],
  ["fr", ["zh-CN"], "zh-CN"],
] satisfies [string | null, string[], string][])("chosen %s and asked for %s it is %s", (chosen, asked, language) =>
  expect(wordsFor(chosen, asked).language).toBe(language),
);

it("every text of the document has a Chinese one, and none is left over", () => {
  const page = readFileSync(new URL("./index.html", import.meta.url), "utf8");
  const said = [...page.matchAll(/ data-(?:say|label|hint)="([^"]*)"/g)].map(([, key]) => key);
  expect(said.toSorted()).toEqual(Object.keys(chinese.page).toSorted());
});
