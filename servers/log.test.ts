// The log by itself: the messages that it keeps, and whom it tells of them, when. The test says when a turn of the loop ends.

import { describe, expect, it } from "vitest";
import { type LogOptions, MessageLog } from "./log.ts";

const logOf = (messages: number, options: Partial<LogOptions> = {}): MessageLog => {
  const log = new MessageLog({ atEndOfTurn: (f) => f(), ...options });
  for (let seq = 1; seq <= messages; seq++) log.append({ seq, body: `${seq}` });
  return log;
};

const seqsSince = (log: MessageLog, seq: number | null): readonly number[] | "gone" => {
  const history = log.since(seq);
  return history.gone ? "gone" : history.entries.map((entry) => entry.seq);
};

describe("MessageLog", () => {
  it.each([
    { messages: 0, since: null, expected: [] },
    { messages: 0, since: 0, expected: [] },
    { messages: 3, since: null, expected: [1, 2, 3] },
    { messages: 3, since: 0, expected: [1, 2, 3] },
    { messages: 3, since: 2, expected: [3] },
    { messages: 3, since: 3, expected: [] },
    { messages: 3, since: 4, expected: "gone" },
    { messages: 0, since: 1, expected: "gone" },
    { messages: 9, since: null, expected: [6, 7, 8, 9] },
    { messages: 9, since: 5, expected: [6, 7, 8, 9] },
    { messages: 9, since: 4, expected: "gone" },
    { messages: 9, since: 0, expected: "gone" },
  ])("with $messages messages, keeping 4, knows after $since: $expected", ({ messages, since, expected }) => {
    expect(seqsSince(logOf(messages, { maxMessages: 4 }), since)).toEqual(expected);
  });

  it("tells where the history starts", () => {
    expect(logOf(9, { maxMessages: 4 }).since(2)).toEqual({ gone: true, oldestSeq: 6 });
  });

  it("takes a log up again after its last seq", () => {
    const log = new MessageLog({ lastSeq: 7 });
    expect([log.oldestSeq, log.lastSeq, seqsSince(log, 7), seqsSince(log, 6), seqsSince(log, 8)]).toEqual([
      8,
      7,
      [],
      "gone",
      "gone",
    ]);
    log.append({ seq: 8, body: "" });
    expect([seqsSince(log, 7), seqsSince(log, null), seqsSince(log, 0)]).toEqual([[8], [8], "gone"]);
  });

  it("drops the oldest beyond its bytes, but never the newest", () => {
    const bytes = Buffer.byteLength('{"seq":1,"body":"1"}');
    const log = logOf(5, { maxBytes: 2 * bytes + 1 });
    expect([log.oldestSeq, log.lastSeq]).toEqual([4, 5]);
    const tiny = logOf(5, { maxBytes: 1 });
    expect(seqsSince(tiny, 4)).toEqual([5]);
  });

  it("serialises a message once: every reader gets the same bytes", () => {
    const log = logOf(1);
    const [first, second] = [log.since(0), log.since(null)];
    if (first.gone || second.gone) expect.fail();
    expect(first.entries[0]?.json).toBe(second.entries[0]?.json);
    expect(first.entries[0]?.json.toString()).toBe('{"seq":1,"body":"1"}');
  });

  it("writes stamps only where it is asked to, whatever its messages carry", () => {
    const written = (stamps: boolean): string | undefined => {
      const log = new MessageLog({ stamps });
      log.append({ seq: 1, intendedAt: 1.5, sentAt: 1.75, body: "1" });
      const history = log.since(0);
      return history.gone ? expect.fail() : history.entries[0]?.json.toString();
    };
    expect(written(false)).toBe('{"seq":1,"body":"1"}');
    expect(written(true)).toBe('{"seq":1,"intendedAt":1.5,"sentAt":1.75,"body":"1"}');
  });

  it("holds no more memory than a message's bytes", () => {
    const history = logOf(3).since(null);
    if (history.gone) expect.fail();
    expect(history.entries.map(({ json }) => json.buffer.byteLength - json.length)).toEqual([0, 0, 0]);
  });

  it("hands each entry to its keeper before anybody can read or hear of it, and is without what cannot be kept", () => {
    const log = logOf(0);
    const append = (seq: number): void => log.append({ seq, body: "" });
    const told: unknown[] = [];
    log.subscribe((news) => told.push(`announced ${news.length}`));
    log.keep(({ seq }) => told.push(`kept ${seq} after ${log.lastSeq}: ${seqsSince(log, 0)}`));
    append(1);
    append(2);
    log.keep(() => {
      throw new Error("the disk is full");
    });
    expect(() => append(3)).toThrow("the disk is full");
    log.keep(null);
    append(3);
    expect(told).toEqual(["kept 1 after 0: ", "announced 1", "kept 2 after 1: 1", "announced 1", "announced 1"]);
    expect(seqsSince(log, 0)).toEqual([1, 2, 3]);
  });

  it("takes only the next seq", () => {
    expect(() => logOf(2).append({ seq: 4, body: "" })).toThrow(new RangeError("seq 4 cannot follow 2"));
  });

  it("announces all messages of a turn at once, to who is subscribed then", () => {
    const due: (() => void)[] = [];
    const log = logOf(0, { atEndOfTurn: (f) => due.push(f) });
    const heard: (readonly number[])[] = [];
    const stop = log.subscribe((news) => heard.push(news.map(({ seq }) => seq)));
    const append = (seq: number): void => log.append({ seq, body: "" });
    append(1);
    append(2);
    expect([heard, due.length]).toEqual([[], 1]);
    due.pop()?.();
    append(3);
    due.pop()?.();
    stop();
    append(4);
    due.pop()?.();
    expect(heard).toEqual([[1, 2], [3]]);
  });
});
