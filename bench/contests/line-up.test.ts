import { expect, it } from "vitest";
import { type Closable, lineUp } from "./line-up.ts";
import type { Contestant } from "./pair.ts";

/** A line-up in which the path `refused` cannot enter and `stuck` does not close. `told` has all that happened, in order. */
const arena = ({ refused = "", stuck = "" }) => {
  const told: string[] = [];
  const enter = async (name: string, path: string): Promise<Contestant & Closable> => {
    if (path === refused) throw new Error(`${name} cannot enter`);
    told.push(`${name} enters`);
    return {
      name,
      burst: async () => ({ work: 1, costMs: 1 }),
      close: async () => {
        if (path === stuck) throw new Error(`${name} does not close`);
        told.push(`${name} closes`);
      },
    };
  };
  const farSide = {
    stop: async () => {
      told.push("far side ends");
    },
  };
  const lined = lineUp(farSide, ["base", "a"], [["ours", "b"], ["theirs", "c"]], enter); // biome-ignore format: one line
  return { told, lined };
};

const entries = ["base enters", "base, again enters", "ours enters"];

it("lines up the baseline, its twin and the others, and closes them before the far side", async () => {
  const { told, lined } = arena({});
  const { baseline, twin, contestants, close } = await lined;
  expect([baseline, twin, ...contestants].map(({ name }) => name)).toEqual(["base", "base, again", "ours", "theirs"]);
  await close();
  const closings = ["base closes", "base, again closes", "ours closes", "theirs closes", "far side ends"];
  expect(told).toEqual([...entries, "theirs enters", ...closings]);
});

it("closes whoever entered, and the far side, where one cannot enter", async () => {
  const { told, lined } = arena({ refused: "c" });
  await expect(lined).rejects.toThrow("theirs cannot enter");
  expect(told).toEqual([...entries, "base closes", "base, again closes", "ours closes", "far side ends"]);
});

it("closes the others, and the far side, where one does not close", async () => {
  const { told, lined } = arena({ stuck: "b" });
  const { close } = await lined;
  await expect(close()).rejects.toThrow("ours does not close");
  expect(told.slice(4)).toEqual(["base closes", "base, again closes", "theirs closes", "far side ends"]);
});

it("names the one that could not enter, also where another does not close", async () => {
  const { told, lined } = arena({ refused: "c", stuck: "b" });
  await expect(lined).rejects.toThrow("theirs cannot enter");
  expect(told.slice(3)).toEqual(["base closes", "base, again closes", "far side ends"]);
});
