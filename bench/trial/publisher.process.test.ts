import { describe, expect, it } from "vitest";
import { MessageLog } from "../../servers/log.ts";
import { decodeMessage, isStamped } from "../../servers/protocol/message.ts";
import { hostClock, until } from "../machine/clock.ts";
import { bodies } from "../plan/bodies.ts";
import { seededRandom } from "../statistics/random.ts";
import { publish } from "./publisher.ts";

describe("bodies", () => {
  it("have exactly the size asked for, repeat for a seed, and differ from one to the next", () => {
    const bodyOf = bodies(256, seededRandom(1));
    expect([1, 2, 500, 5000].map((i) => Buffer.byteLength(bodyOf(i)))).toEqual([256, 256, 256, 256]);
    expect(bodyOf(1)).not.toBe(bodyOf(2));
    expect(bodies(256, seededRandom(1))(1)).toBe(bodyOf(1));
    expect(JSON.stringify(bodyOf(1)).length).toBe(258);
  });
});

describe("publish", () => {
  it("appends every message at or after its instant, and calls the marks in their place", async () => {
    // As the log of an older revision, whose clients take no message without stamps.
    const log = new MessageLog({ stamps: true });
    const start = hostClock() + 100;
    const instants = Float64Array.of(start, start + 5, start + 5, start + 20);
    const marks: number[] = [];
    const mark = (at: number) => ({ at, run: (cpuMs: number) => marks.push(log.lastSeq, cpuMs) });
    const publisher = publish(log, { instants, bodyBytes: 3, seed: 1 }, [mark(start + 2), mark(start + 30)], hostClock);
    const { intendedAt, sentAt } = await publisher.done;
    await publisher.stop();
    expect(intendedAt).toEqual(instants);
    for (const [i, at] of sentAt.entries()) expect(at).toBeGreaterThanOrEqual(instants[i] ?? Number.NaN);
    expect([marks[0], marks[2]]).toEqual([1, 4]);
    expect(marks[3]).toBeGreaterThanOrEqual(marks[1] ?? Number.NaN);
    const history = log.since(0);
    if (history.gone) return expect.fail();
    const messages = history.entries.map(({ json }) => decodeMessage(json.toString())).filter(isStamped);
    expect(messages.map(({ seq, intendedAt, sentAt }) => [seq, intendedAt, sentAt])).toEqual(
      [...instants].map((at, i) => [i + 1, at, sentAt[i]]),
    );
    expect(messages.every(({ body }) => body.length === 3)).toBe(true);
  });

  it("stamps when its thread woke, which a busy event loop does not hold up as it does the message", async () => {
    const due = hostClock() + 150;
    const plan = { instants: Float64Array.of(due), bodyBytes: 1, seed: 1 };
    const publisher = publish(new MessageLog(), plan, [], hostClock);
    // The thread's module is loaded with help of this event loop.
    await until(due - 20);
    const busyUntil = due + 800;
    while (hostClock() < busyUntil);
    const { wokeAt, sentAt } = await publisher.done;
    await publisher.stop();
    expect(wokeAt[0]).toBeGreaterThanOrEqual(due);
    expect(wokeAt[0]).toBeLessThan(busyUntil);
    expect(sentAt[0]).toBeGreaterThanOrEqual(busyUntil);
  });

  it("can be stopped before its time", async () => {
    const log = new MessageLog();
    const publisher = publish(
      log,
      { instants: Float64Array.of(hostClock() + 3_600_000), bodyBytes: 1, seed: 1 },
      [],
      hostClock,
    );
    await publisher.stop();
    expect(log.lastSeq).toBe(0);
  });
});
