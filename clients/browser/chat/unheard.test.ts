// Sayings that are taken for heard, and those that are taken for lost.

import { expect, it } from "vitest";
import { Unheard } from "./unheard.ts";

/** Says each text, calls `done`, and gives up the rest. Returns which were heard. */
const fates = async (texts: readonly string[], done: (unheard: Unheard) => void): Promise<readonly boolean[]> => {
  const unheard = new Unheard();
  const said = texts.map((text) => unheard.add(`ref of ${text}`, text));
  done(unheard);
  unheard.giveUp();
  return Promise.all(said);
};

it.each([
  ["that comes back", (unheard) => unheard.hear("b"), [false, true, false]],
  ["that comes back twice", (unheard) => [unheard.hear("a"), unheard.hear("a")], [true, false, false]],
  ["that is refused by its ref", (unheard) => [unheard.refuse("ref of a"), unheard.hear("a")], [false, false, false]],
  ["that is refused", (unheard) => [unheard.refuse(null), unheard.hear("a"), unheard.hear("c")], [true, false, false]],
] satisfies [string, (unheard: Unheard) => unknown, boolean[]][])("knows what was said %s", async (_, done, heard) => {
  expect(await fates(["a", "b", "c"], done)).toEqual(heard);
});

it("knows what comes back cleaned", async () => {
  expect(await fates(["\ud800", "\u202ea\rb\n"], (unheard) => unheard.hear("ab\n"))).toEqual([false, true]);
  expect(await fates(["\ud800", "b"], (unheard) => unheard.hear("\ufffd"))).toEqual([true, false]);
});

it("gives up the last first, and what is heard or refused once only", async () => {
  const unheard = new Unheard();
  unheard.hear("of another page");
  unheard.refuse(null);
  unheard.refuse("of another page");
  const order: string[] = [];
  const said = ["a", "b"].map((text) => unheard.add(text, text).then(() => order.push(text)));
  expect([unheard.giveUp(), unheard.giveUp()]).toEqual([true, false]);
  await Promise.all(said);
  expect(order).toEqual(["b", "a"]);
});
