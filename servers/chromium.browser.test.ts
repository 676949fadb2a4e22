// The servers that push, against a real browser: WebSocket with compression and without, and server-sent events.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchChromium } from "../reports/fixtures/chromium.ts";
import { echoAt } from "./echo.ts";
import { MessageLog } from "./log.ts";
import { defaultServerOptions, type PushServer, startPushServer } from "./server.ts";
import { serverSentEvents } from "./server-sent-events.ts";
import { webSocket } from "./websocket.ts";
import { webSocketDeflate } from "./websocket-deflate.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

/** Code for the page: opens a socket whose messages go into `messages`, runs `body`, and gives its promise. */
const inPage = (url: string, body: string): string => `new Promise((resolve, reject) => {
  const socket = new WebSocket(${JSON.stringify(url)});
  socket.binaryType = "arraybuffer";
  const messages = [];
  socket.onerror = () => reject(new Error("the connection failed"));
  ${body}
})`;

describe.skipIf(executable === null)(`in Chromium${reason}`, () => {
  let browser: Browser;
  let page: Page;
  let server: PushServer | null = null;

  beforeAll(async () => {
    if (executable === null) return;
    browser = await launchChromium(executable);
    page = await browser.newPage();
  });
  afterAll(() => browser?.close());
  afterEach(() => server?.close());

  const start = async (deflate: boolean): Promise<{ log: MessageLog; url: string }> => {
    const log = new MessageLog();
    const options = { ...defaultServerOptions, maxMessageBytes: 2 * 1024 * 1024 };
    server = await startPushServer(log, options, [webSocket, webSocketDeflate, echoAt(deflate ? {} : null)]);
    return { log, url: server.url.replace("http", "ws") };
  };

  it.each([
    ["without compression", false],
    ["with compression", true],
  ])(
    "echoes texts and bytes of every length class %s, then closes with the code that the page gave",
    async (_, deflate) => {
      const { url } = await start(deflate);
      const lengths = [0, 1, 125, 126, 65_535, 65_536, 1_048_576];
      const result = await page.evaluate(
        inPage(
          `${url}/echo`,
          `const sent = ${JSON.stringify(lengths)}.flatMap((length) => ["ü".repeat(length / 2) + "x".repeat(length % 2), new Uint8Array(length).fill(7)]);
        socket.onopen = () => { for (const message of sent) socket.send(message); };
        socket.onmessage = ({ data }) => {
          const expected = sent[messages.length];
          messages.push(typeof data === "string" ? data === expected : data.byteLength === expected.length && new Uint8Array(data).every((byte) => byte === 7));
          if (messages.length === sent.length) socket.close(4000, "that is all");
        };
        socket.onclose = ({ code, reason, wasClean }) => resolve({ messages, code, reason, wasClean, extensions: socket.extensions });`,
        ),
      );
      expect(result).toEqual({
        messages: lengths.flatMap(() => [true, true]),
        code: 4000,
        reason: "",
        wasClean: true,
        extensions: deflate ? expect.stringContaining("permessage-deflate") : "",
      });
    },
  );

  it.each(["/websocket", "/websocket-deflate"])(
    "gets what the log holds and what comes, in order, and the goodbye, at %s",
    async (path) => {
      const { log, url } = await start(false);
      const append = (body: string): void => log.append({ seq: log.lastSeq + 1, body });
      for (const body of ["", "line\nbreak", "世界 🌍", "x".repeat(65_536)]) append(body);
      const heard = page.evaluate(
        inPage(
          `${url}${path}?since=1`,
          `socket.onmessage = ({ data }) => {
          const { seq, body } = JSON.parse(data);
          messages.push([seq, body.length]);
          if (seq === 4) document.title = "caught up";
        };
        socket.onclose = ({ code, reason }) => resolve({ messages, code, reason });`,
        ),
      );
      await page.waitForFunction(`document.title === "caught up"`);
      append("live");
      await nextTurn();
      await server?.close();
      server = null;
      expect(await heard).toEqual({
        messages: [
          [2, 10],
          [3, 5],
          [4, 65_536],
          [5, 4],
        ],
        code: 1001,
        reason: "server stops",
      });
    },
  );

  it("is an EventSource that gets all once over a restart, and is told when its place in the log is gone", async () => {
    const log = new MessageLog();
    const append = (...bodies: readonly string[]): void => {
      for (const body of bodies) log.append({ seq: log.lastSeq + 1, body });
    };
    const serve = async (port: number, from: MessageLog): Promise<string> => {
      const options = { ...defaultServerOptions, port, commentEveryMs: 20 };
      server = await startPushServer(from, options, [serverSentEvents]);
      return server.url;
    };
    const heard = (seqs: number): Promise<unknown> => page.waitForFunction(`seen.length === ${seqs}`);
    append("", "line\nbreak", "世界 🌍", "x".repeat(65_536));
    const url = await serve(0, log);
    // Any answer will do for a page of the server's origin.
    await page.goto(`${url}/nowhere`);
    await page.evaluate(`
      seen = [];
      source = new EventSource("/server-sent-events?since=1");
      source.onmessage = ({ data, lastEventId }) => seen.push([lastEventId, JSON.parse(data).body]);
    `);
    await heard(3);
    append("live");
    await heard(4);
    await server?.close();
    append("while away");
    await serve(Number(new URL(url).port), log);
    await heard(5);
    append("again");
    await heard(6);
    expect(await page.evaluate("seen")).toEqual([
      ["2", "line\nbreak"],
      ["3", "世界 🌍"],
      ["4", "x".repeat(65_536)],
      ["5", "live"],
      ["6", "while away"],
      ["7", "again"],
    ]);
    await server?.close();
    await serve(Number(new URL(url).port), new MessageLog());
    await page.waitForFunction("source.readyState === EventSource.CLOSED");
  });
});
