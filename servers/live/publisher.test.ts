// Visitors' requests to the publisher, without sockets. The clock stands still between them.

import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { MessageLog } from "../log.ts";
import { defaultServerOptions } from "../server.ts";
import { gapMs, publisherOf } from "./publisher.ts";

const rig = () => {
  const clock = { now: 1000 };
  const log = new MessageLog({ atEndOfTurn: () => {} });
  const app = Fastify();
  const endpoint = publisherOf(
    { ratePerSec: 0, bodyBytes: 1 },
    () => clock.now,
    () => 0.5,
    ({ socket: { remoteAddress = "" } }) => remoteAddress,
  )(log, defaultServerOptions);
  endpoint.mount?.(app);
  const post = (url: string, payload: object, remoteAddress = "10.0.0.1") =>
    app.inject({ method: "POST", url, payload, remoteAddress });
  /** As an open page does once a second. */
  const ask = async (): Promise<unknown> => (await app.inject({ method: "GET", url: "/publisher" })).json();
  /** Asks for a message so many times. Returns how many are published. */
  const publish = async (address: string, times: number): Promise<number> => {
    const before = log.lastSeq;
    for (let i = 0; i < times; i++) await post("/messages", {}, address);
    return log.lastSeq - before;
  };
  return { clock, log, ask, post, publish, close: endpoint.close };
};

describe("messages one by one", () => {
  it("are a hundred of one address at once, then fifty a second, and twice that of all", async () => {
    const { clock, post, publish } = rig();
    expect(await publish("10.0.0.1", 101)).toBe(100);
    expect(await post("/messages", {})).toMatchObject({
      statusCode: 429,
      headers: { "retry-after": "1" },
      body: '{"error":"too many messages; try again in 1 s"}',
    });
    expect(await publish("::ffff:10.0.0.2", 101)).toBe(100);
    expect(await publish("10.0.0.3", 1)).toBe(0);
    clock.now += 20;
    expect([await publish("10.0.0.1", 2), await publish("10.0.0.2", 1), await publish("10.0.0.3", 1)]).toEqual([
      1, 1, 0,
    ]);
  });

  it("count only where they are some", async () => {
    const { post, publish } = rig();
    for (let i = 0; i < 9; i++) expect((await post("/messages", { bodyBytes: 65_537 })).statusCode).toBe(400);
    expect(await publish("10.0.0.1", 101)).toBe(100);
  });
});

describe("the pace", () => {
  it("varies by half of the mean either way, and is the rate on average", () => {
    expect([0, 0.5, 1].map((share) => gapMs(50, share))).toEqual([10, 20, 30]);
    expect(gapMs(0.1, 0.5)).toBe(10_000);
  });

  it("has its next message a gap after the last one, whatever is set meanwhile", async () => {
    const { clock, log, post, close } = rig();
    await post("/publisher", { ratePerSec: 0.1 });
    clock.now += 19;
    await post("/publisher", { ratePerSec: 50 });
    expect(log.lastSeq).toBe(1);
    clock.now += 1;
    await post("/publisher", { ratePerSec: 50 });
    expect(log.lastSeq).toBe(2);
    await close();
  });

  it("goes on where a visitor comes after all had left, and stays stopped for whoever is there", async () => {
    const { clock, log, ask, post, close } = rig();
    await ask();
    clock.now += 60_000;
    expect(await ask()).toMatchObject({ ratePerSec: 0 });
    await post("/publisher", { ratePerSec: 50, bodyBytes: 9 });
    await post("/publisher", { ratePerSec: 0 });
    const before = log.lastSeq;
    clock.now += 10_000;
    expect(await ask()).toEqual({ ratePerSec: 0, bodyBytes: 9 });
    clock.now += 10_001;
    expect(await ask()).toEqual({ ratePerSec: 50, bodyBytes: 9 });
    expect(log.lastSeq).toBe(before + 1);
    await close();
  });

  it("is set going by nobody once the server stops, however late a request's body comes", async () => {
    const { clock, log, post, close } = rig();
    await post("/publisher", { ratePerSec: 50 });
    expect(log.lastSeq).toBe(1);
    await close();
    clock.now += 1000;
    expect((await post("/publisher", { ratePerSec: 50 })).statusCode).toBe(200);
    expect(log.lastSeq).toBe(1);
  });
});
