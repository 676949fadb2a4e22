import { expect, test } from "vitest";
import { createMeetings } from "./meeting.ts";

test("all wait until the last has come or gone, and whoever goes counts once", async () => {
  const [first, second, third] = createMeetings(3);
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
