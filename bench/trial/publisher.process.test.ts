import { describe, expect, it } from "vitest";
import { MessageLog } from "../../servers/log.ts";
import { decodeMessage, isStamped } from "../../servers/protocol/message.ts";
import { hostClock } from "../machine/clock.ts";
import { bodies } from "../plan/bodies.ts";
import { seededRandom } from "../statistics/random.ts";
import { startPublisher } from "./publisher.ts";

describe("bodies", () => {
  it("have exactly the size asked for, repeat for a seed, and differ from one to the next", () => {
    const bodyOf = bodies(256, seededRandom(1));
    expect([1, 2, 500, 5000].map((i) => Buffer.byteLength(bodyOf(i)))).toEqual([256, 256, 256, 256]);
    expect(bodyOf(1)).not.toBe(bodyOf(2));
    expect(bodies(256, seededRandom(1))(1)).toBe(bodyOf(1));
    expect(JSON.stringify(bodyOf(1)).length).toBe(258);
  });
});

/** CPU of this process so far. */
const usedMs = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

describe("a publisher", () => {
  it("appends every message at or after its instant, stamped, and calls the marks in their place, plan after plan", async () => {
    const publisher = await startPublisher(hostClock);
    for (const bodyBytes of [3, 5]) {
      // As the log of an older revision, whose clients take no message without stamps.
      const log = new MessageLog({ stamps: true });
      const start = hostClock() + 20;
      const instants = Float64Array.of(start, start + 5, start + 5, start + 20);
      const marks: number[] = [];
      const mark = (at: number) => ({ at, run: (cpuMs: number) => marks.push(log.lastSeq, cpuMs) });
      const plan = { instants, bodyBytes, seed: 1 };
      const { intendedAt, sentAt, cpuMs } = await publisher.publish(log, plan, [mark(start + 2), mark(start + 30)]);
      expect(intendedAt).toEqual(instants);
      // The pacing thread reads its own CPU a little before the process's is read, so that neighbours may change places.
      expect([...cpuMs].every((ms) => ms > 0 && ms <= usedMs())).toBe(true);
      for (const [i, at] of sentAt.entries()) expect(at).toBeGreaterThanOrEqual(instants[i] ?? Number.NaN);
      expect([marks[0], marks[2]]).toEqual([1, 4]);
      expect(marks[3]).toBeGreaterThanOrEqual(marks[1] ?? Number.NaN);
      const history = log.since(0);
      if (history.gone) return expect.fail();
      const messages = history.entries.map(({ json }) => decodeMessage(json.toString())).filter(isStamped);
      expect(messages.map(({ seq, intendedAt, sentAt }) => [seq, intendedAt, sentAt])).toEqual(
        [...instants].map((at, i) => [i + 1, at, sentAt[i]]),
      );
      expect(messages.every(({ body }) => body.length === bodyBytes)).toBe(true);
    }
    await publisher.stop();
  });

  it("stamps when its thread woke, which a busy event loop does not hold up as it does the message", async () => {
    const publisher = await startPublisher(hostClock);
    const due = hostClock() + 20;
    const done = publisher.publish(new MessageLog(), { instants: Float64Array.of(due), bodyBytes: 1, seed: 1 }, []);
    const busyUntil = due + 800;
    while (hostClock() < busyUntil);
    const { wokeAt, sentAt } = await done;
    await publisher.stop();
    expect(wokeAt[0]).toBeGreaterThanOrEqual(due);
    expect(wokeAt[0]).toBeLessThan(busyUntil);
    expect(sentAt[0]).toBeGreaterThanOrEqual(busyUntil);
  });

  it("can be stopped before its time", async () => {
    const log = new MessageLog();
    const publisher = await startPublisher(hostClock);
    const plan = { instants: Float64Array.of(hostClock() + 3_600_000), bodyBytes: 1, seed: 1 };
    const rejected = expect(publisher.publish(log, plan, [])).rejects.toThrow("ended before its time");
    await publisher.stop();
    await rejected;
    expect(log.lastSeq).toBe(0);
  });
});
