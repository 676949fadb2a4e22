import { expect, it } from "vitest";
import { Deadline } from "./deadline.ts";
import { patienceFor } from "./patience.ts";

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

it("is reached once, and not before", async () => {
  const setAt = performance.now();
  let times = 0;
  const reachedAt = await new Promise<number>((resolve) => {
    const deadline = new Deadline(() => {
      times++;
      resolve(performance.now());
    });
    deadline.set(20);
    deadline.extend(10);
  });
  expect(reachedAt - setAt).toBeGreaterThanOrEqual(30);
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(times).toBe(1);
});

it("is brought forward by a shorter one, and forgotten where it is lifted or closed", async () => {
  const reached: string[] = [];
  const deadlines = ["shorter", "lifted", "closed"].map((name) => {
    const deadline = new Deadline(() => reached.push(name));
    deadline.set(3_600_000);
    deadline.set(10);
    return deadline;
  });
  deadlines[1]?.lift();
  deadlines[2]?.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(reached).toEqual(["shorter"]);
  for (const deadline of deadlines) deadline.close();
});

it("has one timer, however often it is set, and none once it is closed", () => {
  const before = timers();
  const deadline = new Deadline(() => expect.unreachable());
  for (let i = 0; i < 1000; i++) {
    deadline.set(60_000);
    deadline.lift();
  }
  expect(timers()).toBe(before + 1);
  deadline.close();
  expect(timers()).toBe(before);
  deadline.set(60_000);
  expect(timers()).toBe(before + 1);
  deadline.close();
});

it("is not reached by a stall of this process where what is awaited has arrived meanwhile", async () => {
  let reached = false;
  const deadline = new Deadline(() => {
    reached = true;
  });
  deadline.set(10);
  // An answer that is read in the turn after the timers of the stalled one.
  setImmediate(() => {
    setImmediate(() => deadline.lift());
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40);
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(reached).toBe(false);
});

it("a hold lengthens the wait for an answer alone, and a link's delay each wait by a round trip", () => {
  expect(patienceFor(86_400_000, 10_000)).toEqual({
    dialMs: 30_000,
    answerMs: 30_000,
    holdMs: 86_400_000,
    lingerMs: 22_000,
  });
});
