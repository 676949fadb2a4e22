// Whole trials, over real processes and sockets, of a transport that errs. No error of its may pass for a delivery.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { notPinned } from "../machine/pinning.ts";
import { runTrial } from "./trial.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-benchmark-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of this tree whose WebSocket client hands on the messages that `err` makes of each one. */
const treeWhose = (name: string, err: string): string => {
  const own = new URL("../..", import.meta.url).href;
  const tree = join(folder, name);
  for (const room of ["bench", "servers"]) mkdirSync(join(tree, room), { recursive: true });
  for (const file of ["log", "server"]) {
    writeFileSync(join(tree, "servers", `${file}.ts`), `export * from "${own}servers/${file}.ts";\n`);
  }
  writeFileSync(
    join(tree, "bench", "transports.ts"),
    `import { transports as own } from "${own}bench/transports.ts";
const err = ${err};
const client = async () => {
  const { subscribe } = await own.websocket.client();
  return {
    subscribe: (url, deliver, options) =>
      subscribe(url, (message) => { for (const each of err(message)) deliver(each); }, options),
  };
};
export const transports = { websocket: { ...own.websocket, client } };
`,
  );
  return pathToFileURL(`${tree}/`).href;
};

const subscribers = 2;
const messages = 20;

const ledgerOf = async (name: string, err: string) => {
  const { record } = await runTrial(
    {
      transport: "websocket",
      scenario: "broadcast",
      repetition: 0,
      conditions: {
        subscribers,
        ratePerSec: 100,
        schedule: "periodic",
        bodyBytes: 64,
        oneWayMs: 0,
        pollEveryMs: null,
        holdMs: null,
        connection: null,
        clientProcesses: null,
        headers: "minimal",
      },
      warmupMs: 0,
      measureMs: 250,
      schedule: Float64Array.from({ length: messages }, (_, i) => i * 10),
      seed: 1,
    },
    {
      subject: { root: treeWhose(name, err) },
      link: "loopback",
      clientProcesses: 1,
      port: 0,
      signal: new AbortController().signal,
      startedAt: "2026-01-02T03:04:05.000Z",
      step: 0,
      codeCache: null,
      pinning: notPinned,
      alone: true,
      acceptBusy: false,
      begun: null,
      besideRehearsal: async () => {},
      ready: () => Promise.resolve(),
    },
  );
  return { status: record.status, deliveries: record.deliveries };
};

it("finds no fault in a tree whose client hands on what came", async () => {
  const { status, deliveries } = await ledgerOf("faithful", "(m) => [m]");
  expect(deliveries).toMatchObject({ received: 40, lost: 0, duplicated: 0, foreign: 0, altered: 0 });
  expect(status).not.toBe("failed");
});

/** The messages that a client makes of each one, by seq. */
const faults = `(m) => {
  const of = {
    2: [{ ...m, seq: 0 }],
    3: [m, m],
    4: [{ ...m, seq: ${messages + 1} }],
    6: [{ ...m, seq: 2 ** 32 + 6 }],
    8: [m, { ...m, seq: 9 }],
    10: [{ ...m, body: m.body.slice(0, -1) }],
    20: [m, { ...m, seq: ${messages + 1} }],
  };
  return of[m.seq] ?? [m];
}`;

it("tells each kind of fault: a stray seq, a body repeated under a new one, a cut body, a message twice", async () => {
  const { status, deliveries } = await ledgerOf("faulty", faults);
  expect(deliveries).toEqual({
    expected: 40,
    received: 34, // without 2, 4 and 6
    lost: 6,
    duplicated: 4, // 3, and 9 once more
    outOfOrder: 0,
    foreign: 8, // in the place of 2, 4 and 6, and after 20
    altered: 4, // 8's body as 9's, and 10
    subscribersAffected: 2,
  });
  expect(status).toBe("failed");
});
