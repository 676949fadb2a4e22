// Real trials: what a protocol fixes is the same in each of them, to the byte, wherever the window's ends fall.

import { expect, it } from "vitest";
import { fetchHeaderBytes } from "../../clients/browser-headers.ts";
import { notPinned } from "../machine/pinning.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut } from "../plan/plan.ts";
import type { TrialRecord } from "../record/trial.ts";
import { ownSubject } from "./subject.ts";
import { runTrial } from "./trial.ts";

/** So few messages that each seq, and each cursor, has one digit. */
const times = ["--warmup", "100", "--measure", "1200", "--rate", "5"];
const bodyBytes = 256;

const trials = async (transports: string): Promise<readonly TrialRecord[]> => {
  const common = ["--scenarios", "broadcast", "--trials", "1", "--subscribers", "20", "--body", String(bodyBytes)];
  const options = parseBenchOptions([...common, ...times, "--transports", transports]);
  const planned = options === "help" ? [] : layOut(options).steps.flat();
  const setup = { subject: ownSubject, link: "loopback", clientProcesses: 1, port: 0, step: 0 } as const;
  const waits = { ready: async () => {}, besideRehearsal: async () => {} };
  const ways = { alone: true, acceptBusy: false, codeCache: null, pinning: notPinned, begun: null, ...waits };
  const startedAt = "2026-01-02T03:04:05.000Z";
  return await Promise.all(
    planned.map(async (trial) => {
      expect(trial.schedule.length).toBeLessThan(10);
      const signal = new AbortController().signal;
      return (await runTrial(trial, { ...setup, ...ways, startedAt, signal })).record;
    }),
  );
};

const envelope = '{"seq":7,"body":""}'.length;
const requestBytes = "GET /long-polling?since=7 HTTP/1.1\r\nHost: 127.0.0.1:12345\r\nConnection: keep-alive\r\n\r\n"
  .length;

it("the bytes of a message on a WebSocket, and of a long poll, are the same in every trial", async () => {
  const [webSocket, longPolling] = (await trials("websocket,long-polling")).toSorted((x, y) =>
    x.transport < y.transport ? 1 : -1,
  );
  const { bytes: framed, reasons } = webSocket ?? expect.fail("no trial");
  if (framed === null) return expect.fail(JSON.stringify(reasons));
  expect(framed.deliveries).toBeGreaterThan(0);
  expect(framed.kinds.down).toEqual({
    body: bodyBytes * framed.deliveries,
    envelope: envelope * framed.deliveries,
    framing: 4 * framed.deliveries,
    httpHeaders: 0,
    handshake: 0,
    keepAlive: 0,
  });
  expect(framed.perDelivery).toEqual({ up: 0, down: bodyBytes + envelope + 4 });
  const { bytes: polled, requests } = longPolling ?? expect.fail("no trial");
  if (polled === null || requests === null) return expect.fail(JSON.stringify(longPolling?.reasons));
  expect(requests.headBytes.request).toBe(requestBytes);
  expect(polled.up).toBe(requestBytes * requests.total);
  expect(requests.browserHeaderBytes).toBe(fetchHeaderBytes("http://127.0.0.1:12345"));
  // An answer of k messages is an array, with k + 1 bytes around them.
  const answers = polled.deliveries / (requests.messagesPerResponse ?? 0);
  expect(polled.kinds.down.envelope).toBeCloseTo((envelope + 1) * polled.deliveries + answers, 6);
  expect(polled.down).toBeCloseTo(
    (bodyBytes + envelope + 1) * polled.deliveries + answers * (1 + (requests.headBytes.fullAnswer ?? 0)),
    6,
  );
});
