import { expect, it } from "vitest";
import { createBarrier } from "./barrier.ts";

it("lets all wait until the last has arrived or left, and counts whoever leaves once", async () => {
  const [first, second, third] = createBarrier(3);
  if (first === undefined || second === undefined || third === undefined) return expect.fail();
  const told: string[] = [];
  const waiting = [first.wait().then(() => told.push("first")), third.wait().then(() => told.push("third"))];
  first.leave();
  first.leave();
  await Promise.resolve();
  expect(told).toEqual([]);
  second.leave();
  await Promise.all(waiting);
  expect(told).toEqual(["first", "third"]);
});
