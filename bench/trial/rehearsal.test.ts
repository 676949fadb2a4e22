// A rehearsal of each transport, with real sockets.

import { afterAll, expect, onTestFinished, test } from "vitest";
import { patienceFor } from "../../clients/subscriber.ts";
import { hostClock } from "../machine/clock.ts";
import { transports } from "../transports.ts";
import { startPublisher } from "./publisher.ts";
import { openRehearsal, rehearse, rehearsedMessages } from "./rehearsal.ts";
import { ownSubject } from "./subject.ts";

const clients = {
  subject: ownSubject,
  subscribers: 3,
  connection: "keep-alive",
  headers: "minimal",
  patience: patienceFor(30_000, 0),
} as const;

const publisher = await startPublisher(hostClock);
afterAll(() => publisher.stop());

test.each(Object.keys(transports))(
  "%s: every subscriber gets every message, and is gone before the server is",
  async (transport) => {
    const server = { subject: ownSubject, transport, options: { host: "127.0.0.1" } };
    const { url, close } = await openRehearsal(server, publisher);
    onTestFinished(close);
    expect(await rehearse({ ...clients, transport, url })).toBe(3 * rehearsedMessages);
  },
);

test("where nobody can join, nobody waits", async () => {
  const { url, close } = await openRehearsal({ subject: ownSubject, transport: "websocket", options: {} }, publisher);
  await close();
  expect(await rehearse({ ...clients, transport: "websocket", url })).toBe(0);
});
