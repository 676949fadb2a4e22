// The subscribers of a page in a real browser: against the real servers, and against answers that no server gives on demand.

import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import type { Browser, Page, Route, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findChromium, launchChromium } from "../../reports/fixtures/chromium.ts";
import { assetAt, assetsOf } from "../../servers/live/assets.ts";
import { createChat } from "../../servers/live/chat/chat.ts";
import { clockOf, hostClock } from "../../servers/live/clock.ts";
import { MessageLog } from "../../servers/log.ts";
import { longPolling } from "../../servers/long-polling.ts";
import { encodeMessage } from "../../servers/protocol/message.ts";
import { type CreateEndpoint, defaultServerOptions, type PushServer, startPushServer } from "../../servers/server.ts";
import { serverSentEvents } from "../../servers/server-sent-events.ts";
import { shortPolling } from "../../servers/short-polling.ts";
import { webSocket } from "../../servers/websocket.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

const assets = assetsOf(new URL("../../", import.meta.url));
const fixturePath = "/clients/browser/page.fixture.ts";
/** Paths that the live server does not serve. */
const fixture: CreateEndpoint = () => ({
  path: fixturePath,
  mount: (app) => {
    const source = readFileSync(new URL("page.fixture.ts", import.meta.url), "utf8");
    app.get(fixturePath, (_, reply) => reply.type("text/javascript").send(stripTypeScriptTypes(source)));
  },
  close: () => {},
});
const transports = ["short-polling", "long-polling", "server-sent-events", "websocket"] as const;
const everywhere = <T>(value: T): Record<string, T> => Object.fromEntries(transports.map((name) => [name, value]));
const until = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });

const at = (path: string) => ({ pathname }: URL): boolean => pathname === path; // biome-ignore format: one line
const messageOf = (seq: number, body = `body ${seq}`): string => encodeMessage({ seq, body });

it("have a fixture that visitors are not served", () => {
  expect(assetAt(fixturePath)).toBeNull();
});

describe.skipIf(executable === null)(`subscribers in Chromium${reason}`, { timeout: 60_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    if (executable !== null) browser = await launchChromium(executable);
  }, 60_000);
  afterAll(() => browser?.close());

  const start = async (log: MessageLog, port = 0): Promise<PushServer> => {
    const pushed = [shortPolling, longPolling, serverSentEvents, webSocket];
    const endpoints = [...pushed, assets, fixture, clockOf("one", hostClock)];
    const server = await startPushServer(log, { ...defaultServerOptions, port }, endpoints);
    onTestFinished(() => server.close());
    return server;
  };

  /** An empty page of the server's origin. Where it is `frozen`, its time stands still until it is told to run. */
  const open = async (url: string, frozen = false): Promise<Page> => {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.on("pageerror", (error) => expect.unreachable(String(error.stack)));
    if (frozen) await page.clock.install();
    await page.goto(`${url}/clock`);
    if (frozen) await page.clock.pauseAt(Date.now() + 60_000);
    return page;
  };

  const record = (page: Page, transport: string, options: string): Promise<void> =>
    page.evaluate(`import("${fixturePath}").then(({ record }) => {
      (globalThis.recordings ??= {})["${transport}"] = record("${transport}", ${options});
    })`);

  /** The value of `expression` for every recording, which it names `r`. */
  const read = (page: Page, expression: string): Promise<Record<string, unknown>> =>
    page.evaluate(`Object.fromEntries(Object.entries(recordings).map(([name, r]) => [name, ${expression}]))`);

  const readOne = (page: Page, expression: string): Promise<unknown> =>
    page.evaluate(`((r) => ${expression})(Object.values(recordings)[0])`);

  it("get every message once and in order, through a restart, a lost history and bodies of all kinds", async () => {
    const log = new MessageLog({ maxMessages: 8 });
    const append = (body: string): void => log.append({ seq: log.lastSeq + 1, body });
    const bodies = ["", "line\nbreak\r\n\rand\u2028more", "世界 🌍", "x".repeat(65_536)];
    for (const body of ["before", ...bodies]) append(body);
    const first = await start(log);
    const port = Number(new URL(first.url).port);
    const page = await open(first.url);
    const pending = new Set<unknown>();
    page.on("request", (request) => pending.add(request));
    page.on("requestfinished", (request) => pending.delete(request));
    page.on("requestfailed", (request) => pending.delete(request));
    page.on("websocket", (socket) => {
      pending.add(socket);
      socket.on("close", () => pending.delete(socket));
    });
    for (const name of transports) await record(page, name, "{ since: 1 }");

    await until(() => read(page, "r.bodies.slice(0, 4)")).toEqual(everywhere(bodies.map((body, i) => [i + 2, body])));
    append("live");
    await until(() => read(page, "r.bodies[4]?.[1]")).toEqual(everywhere("live"));

    await first.close();
    // A WebSocket may have tried again by now.
    await until(() => read(page, "/lost|stops|not open/.test(r.states.at(-1))")).toEqual(everywhere(true));
    append("while it was down");
    const second = await start(log, port);
    await until(() => read(page, "r.bodies[5]?.[1]")).toEqual(everywhere("while it was down"));

    await second.close();
    await until(() => read(page, "/lost|stops|not open/.test(r.states.at(-1))")).toEqual(everywhere(true));
    for (let seq = 8; seq <= 20; seq++) append(`message ${seq}`);
    await start(log, port);
    const kept = [2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17, 18, 19, 20];
    await until(() => read(page, "r.bodies.map(([seq]) => seq)")).toEqual(everywhere(kept));
    expect(await read(page, "[r.gone, r.repeated, r.notes, r.subscription.cursor]")).toEqual(
      everywhere([[13], [], [], 20]),
    );

    await read(page, "(r.subscription.close(), r.subscription.close())");
    expect(await read(page, "r.states.indexOf('closed') === r.states.length - 1")).toEqual(everywhere(true));
    await until(async () => pending.size).toBe(0);
    append("nobody's");
    expect(await read(page, "r.bodies.length")).toEqual(everywhere(kept.length));
    expect(pending.size).toBe(0);
  });

  it("measures the host's clock within its bound", async () => {
    const { url } = await start(new MessageLog());
    const page = await open(url);
    const measured: { offsetMs: number; boundMs: number } = await page.evaluate(`
      import("/clients/browser/clock.ts").then(({ measureOffset }) => measureOffset(
        async () => (await (await fetch("/clock", { cache: "no-store" })).json()).now, () => performance.now(), 10))`);
    const before = hostClock();
    const pageNow: number = await page.evaluate("performance.now()");
    const after = hostClock();
    // A page's clock is told in steps of 0.1 ms.
    const slackMs = measured.boundMs + 0.2;
    expect(measured.boundMs).toBeGreaterThan(0);
    expect(measured.offsetMs).toBeGreaterThan(before - pageNow - slackMs);
    expect(measured.offsetMs).toBeLessThan(after - pageNow + slackMs);
  });

  it("short polling keeps its timetable, follows the interval, and makes up for nothing after a sleep", async () => {
    const { url } = await start(new MessageLog());
    const page = await open(url, true);
    let polls = 0;
    await page.route(at("/short-polling"), async (route) => {
      await route.fulfill({ status: 204 });
      polls++;
    });
    const pausing = (interval: string) => until(() => readOne(page, "r.states.slice(-2)")).toEqual(["open: polling", `pausing: next poll in ${interval}`]); // biome-ignore format: one line
    await record(page, "short-polling", "{ pollEveryMs: 1000 }");
    await until(() => readOne(page, "r.states.at(-1)")).toBe("pausing: next poll in 1 s");
    await page.clock.runFor(999);
    expect(polls).toBe(1);
    await page.clock.runFor(1);
    await pausing("1 s");
    expect(polls).toBe(2);
    // A tab that slept for 60.4 s polls once, and then when it would have polled anyway.
    await page.clock.fastForward(60_400);
    await pausing("0.6 s");
    expect(polls).toBe(3);
    // The page notices another interval within half a second, during which a poll may still be due.
    await readOne(page, "(r.pollEveryMs = 100_000)");
    await page.clock.runFor(600);
    await until(() => readOne(page, "r.states.at(-1)")).toMatch(/^pausing/);
    const before = polls;
    await page.clock.runFor(30_000);
    expect(polls).toBe(before);
    await readOne(page, "(r.pollEveryMs = 1000)");
    await page.clock.runFor(500);
    await until(async () => polls).toBe(before + 1);
    await readOne(page, "r.subscription.close()");
    await page.clock.runFor(60_000);
    expect(polls).toBe(before + 1);
  });

  it("long polling backs off, as long as it is asked to, and gives up what hangs", async () => {
    const { url } = await start(new MessageLog());
    const page = await open(url, true);
    const requests: string[] = [];
    const answers: ((route: Route) => Promise<void>)[] = [
      (route) => route.abort("connectionrefused"),
      (route) => route.fulfill({ status: 429, headers: { "Retry-After": "3" } }),
      (route) => route.fulfill({ status: 200, body: "<html>" }),
      async () => {},
      (route) => route.fulfill({ status: 200, body: `[${messageOf(5)},${messageOf(5)},${messageOf(8)}]` }),
      (route) => route.abort("connectionreset"),
    ];
    await page.route(at("/long-polling"), (route) => {
      requests.push(new URL(route.request().url()).search);
      return answers[requests.length - 1]?.(route);
    });
    const state = (last: string) => until(() => readOne(page, "r.states.at(-1)")).toBe(last);
    await record(page, "long-polling", '{ since: 4, holdMs: () => 5000, query: { page: "a b" } }');
    await state("pausing: lost the connection: next attempt in 0.3 s");
    await page.clock.runFor(250);
    await state("pausing: the server answered 429: next attempt in 3.5 s");
    await page.clock.runFor(3500);
    await state("pausing: the server's answer cannot be read: next attempt in 1 s");
    await page.clock.runFor(1000);
    await state("connecting");
    await page.clock.runFor(300);
    await state("holding");
    await page.clock.runFor(19_700);
    await state("pausing: no answer within 20 s: next attempt in 2 s");
    await page.clock.runFor(2000);
    // The back-off began anew with the answer that came in between.
    await state("pausing: lost the connection: next attempt in 0.3 s");
    expect(requests).toEqual([...Array(5).fill("?since=4&page=a+b"), "?since=8&page=a+b"]);
    expect(
      await readOne(page, "[r.bodies.map(([seq]) => seq), r.repeated, r.states.slice(-3, -1), r.failures]"),
    ).toEqual([
      [5, 8],
      [5],
      ["open: messages 6 to 7 never came", "holding"],
      ["null unopened", "429 unopened", "200 unopened", "null unopened", "null open"],
    ]);
    await readOne(page, "r.subscription.close()");
    await page.clock.runFor(60_000);
    expect(requests.length).toBe(6);
  });

  it("server-sent events ask why they were refused, give up what does not open, and back off on their own", async () => {
    const { url } = await start(new MessageLog());
    const page = await open(url, true);
    const requests: string[] = [];
    const gone = { status: 410, body: JSON.stringify({ oldestSeq: 31 }) };
    const busy = { status: 429, headers: { "Retry-After": "2" } };
    const stream = (...seqs: number[]) => ({
      status: 200,
      contentType: "text/event-stream",
      body: `retry: 10\n\n${seqs.map((seq) => `id: ${seq}\ndata: ${messageOf(seq)}\n\n`).join("")}`,
    });
    const answers = [busy, busy, gone, gone, stream(31), stream(31, 32)];
    await page.route(at("/server-sent-events"), async (route) => {
      const answer = answers[requests.length];
      requests.push(new URL(route.request().url()).search);
      if (answer !== undefined) await route.fulfill(answer);
    });
    await record(page, "server-sent-events", "{ since: 4 }");
    await until(() => readOne(page, "r.states.at(-1)")).toBe("pausing: the server answered 429: next attempt in 2.3 s");
    await page.clock.runFor(2250);
    const lost = "pausing: lost the connection: next attempt in 0.3 s";
    await until(() => readOne(page, "r.states.slice(2)")).toEqual(["connecting", "open", lost]);
    await page.clock.runFor(249);
    expect(requests.length).toBe(5);
    await page.clock.runFor(1);
    await until(() => readOne(page, "r.states.slice(5)")).toEqual(["connecting", "open", lost]);
    expect(await readOne(page, "[r.bodies.map(([seq]) => seq), r.gone, r.repeated, r.failures]")).toEqual([
      [31, 32],
      [31],
      [31],
      ["429 unopened", "null open", "null open"],
    ]);
    expect(requests).toEqual([...Array(4).fill("?since=4"), "?since=30", "?since=31"]);
    await page.clock.runFor(250);
    await until(async () => requests.length).toBe(7);
    await page.clock.runFor(14_999);
    expect(await readOne(page, "r.states.at(-1)")).toBe("connecting");
    await page.clock.runFor(1);
    await until(() => readOne(page, "r.states.at(-1)")).toBe("pausing: no answer within 15 s: next attempt in 0.5 s");
    await page.clock.runFor(500);
    await until(async () => requests.length).toBe(8);
    await readOne(page, "r.subscription.close()");
    await page.clock.runFor(60_000);
    expect(requests.length).toBe(8);
  });

  it("WebSocket gives up what does not open, tells refusals, and has one socket at a time", async () => {
    const { url } = await start(new MessageLog());
    const page = await open(url, true);
    const sockets: WebSocketRoute[] = [];
    const heard: unknown[] = [];
    const scripts: ((socket: WebSocketRoute) => unknown)[] = [
      (socket) => {
        socket.send('{"error":"too long"}');
        socket.send("<html>");
        socket.close({ code: 1013, reason: "too slow" });
      },
      () => new Promise(() => {}),
      (socket) => socket.close({ code: 4410, reason: "history starts at seq 31" }),
      (socket) => {
        socket.onMessage((text) => heard.push(text));
        socket.send(messageOf(31));
      },
      (socket) => socket.send(messageOf(32)),
    ];
    await page.routeWebSocket(at("/websocket"), (socket) => {
      sockets.push(socket);
      return scripts[sockets.length - 1]?.(socket) as Promise<void>;
    });
    const state = (last: string) => until(() => readOne(page, "r.states.at(-1)")).toBe(last);
    await record(page, "websocket", "{ since: 4 }");
    await state("pausing: the server asks for patience: next attempt in 5.3 s");
    expect(await readOne(page, "r.notes")).toEqual(["too long", "the server sent what is no message"]);
    await page.clock.runFor(5250);
    await until(async () => sockets.length).toBe(2);
    expect(await readOne(page, "r.subscription.send('too early')")).toBe(false);
    await page.clock.runFor(4000);
    await state("pausing: the WebSocket did not open: next attempt in 0.5 s");
    await page.clock.runFor(500);
    await until(() => readOne(page, "r.bodies.length")).toBe(1);
    expect(await readOne(page, "[r.gone, r.subscription.send('hello')]")).toEqual([[31], true]);
    await until(async () => heard).toEqual(["hello"]);
    expect(sockets.map((socket) => new URL(socket.url()).search)).toEqual([...Array(3).fill("?since=4"), "?since=30"]);

    // With an added delay the next socket, and what comes down it, each take that much longer.
    await readOne(page, "(r.delayMs = 1000)");
    await sockets[3]?.close({ code: 1001, reason: "server stops" });
    await until(async () => { await page.clock.runFor(200); return readOne(page, "r.states.at(-1)"); }).toBe("pausing: the server stops: next attempt in 0.3 s"); // biome-ignore format: one line
    await page.clock.runFor(250);
    await state("connecting");
    await page.clock.runFor(990);
    expect(sockets.length).toBe(4);
    await page.clock.runFor(10);
    await until(async () => sockets.length).toBe(5);
    expect(await readOne(page, "[r.states.at(-1), r.bodies.length]")).toEqual(["connecting", 1]);
    await until(async () => { await page.clock.runFor(500); return readOne(page, "r.bodies.length"); }).toBe(2); // biome-ignore format: one line
    await readOne(page, "r.subscription.close()");
    await page.clock.runFor(60_000);
    expect(sockets.length).toBe(5);
    expect(await readOne(page, "r.failures")).toEqual(["null open", "null unopened", "null open"]);
  });

  it("keeps the order on a way whose delay changes, and needs no timer without one", async () => {
    const { url } = await start(new MessageLog());
    const page = await open(url, true);
    await page.evaluate(`import("/clients/browser/delay-line.ts").then(({ DelayLine }) => {
      globalThis.out = [];
      globalThis.delay = (ms, name) => { delayMs = ms; line.pass(() => out.push(name)); return out; };
      let delayMs = 0;
      const line = new DelayLine(() => delayMs);
    })`);
    expect(await page.evaluate('delay(0, "at once")')).toEqual(["at once"]);
    await page.evaluate('delay(1000, "late"), delay(0, "after it"), delay(1500, "last")');
    await page.clock.runFor(990);
    expect(await page.evaluate("out")).toEqual(["at once"]);
    await page.clock.runFor(10);
    expect(await page.evaluate("out")).toEqual(["at once", "late", "after it"]);
    await page.clock.runFor(500);
    expect(await page.evaluate('delay(0, "at once again")')).toEqual(["at once", "late", "after it", "last", "at once again"]); // biome-ignore format: one line
  });

  const recordChat = (page: Page, transport: string, options = "{}"): Promise<void> =>
    page.evaluate(`import("${fixturePath}").then(({ recordChat }) => {
      (globalThis.recordings ??= {})["${transport}"] = recordChat("over ${transport}", "${transport}", ${options});
    })`);

  const startChat = async (log: MessageLog, port = 0, epoch = "one"): Promise<PushServer> => {
    const chat = createChat({ log, epoch, now: hostClock });
    const endpoints = [...chat, assets, fixture, clockOf("one", hostClock)];
    const server = await startPushServer(new MessageLog(), { ...defaultServerOptions, port }, endpoints);
    onTestFinished(() => server.close());
    return server;
  };

  /** Leaves out visitors that join and leave. */
  const said = `r.entries.map((entry) => entry.replace(/^\\d+ /, "")).filter((entry) => entry.startsWith("said"))`;

  it("visitors hear each other over every transport, are told refusals, and join again after a restart", async () => {
    const log = new MessageLog();
    const first = await startChat(log);
    const page = await open(first.url);
    for (const [i, name] of transports.entries()) {
      await recordChat(page, name);
      await until(() => page.evaluate(`recordings["${name}"].entries.length`)).toBe(i + 1);
    }
    for (const name of transports) {
      expect(await page.evaluate(`recordings["${name}"].chat.say("hello")`)).toBe(true);
      await until(() => read(page, "r.chat.cursor")).toEqual(everywhere(log.lastSeq));
    }
    const heard = transports.map((name) => `said over ${name} hello ${name}`);
    await until(() => read(page, said)).toEqual(everywhere(heard));

    await read(page, 'r.chat.say("x".repeat(2001))');
    await until(() => read(page, "/2000 characters/.test(r.notes[0])")).toEqual(everywhere(true));

    await first.close();
    await until(() =>
      read(page, "r.states.some((state) => /: (lost|the server stops|the WebSocket)/.test(state))"),
    ).toEqual(everywhere(true));
    const { port } = new URL(first.url);
    const second = await startChat(log, Number(port));
    await until(() => read(page, "r.ids.length")).toEqual(everywhere(2));
    await until(() => read(page, "r.chat.cursor")).toEqual(everywhere(log.lastSeq));
    await page.evaluate(`recordings["long-polling"].chat.change("websocket")`);
    expect(await page.evaluate(`recordings["short-polling"].chat.say("back")`)).toBe(true);
    await until(() => read(page, "r.chat.cursor")).toEqual(everywhere(log.lastSeq));
    expect(await read(page, "r.entries.map((entry) => Number.parseInt(entry))")).toEqual(
      everywhere(Array.from({ length: log.lastSeq }, (_, i) => i + 1)),
    );
    expect(
      await read(
        page,
        "[new Set(r.entries.filter((entry) => / joined /.test(entry)).map((entry) => entry.replace(/^\\d+/, ''))).size, r.vias.join()]",
      ),
    ).toEqual({
      "short-polling": [4, "short-polling,short-polling"],
      "long-polling": [4, "long-polling,long-polling,websocket"],
      "server-sent-events": [4, "server-sent-events,server-sent-events"],
      websocket: [4, "websocket,websocket"],
    });

    // The other log's entries come from its start, however far this log had come.
    await second.close();
    const other = new MessageLog();
    await startChat(other, Number(port), "two");
    await until(() => read(page, "[r.ids.length, r.notes.at(-1)]")).toEqual(everywhere([3, "gone before null"]));
    await until(() => read(page, "r.chat.cursor")).toEqual(everywhere(4));

    // One visitor leaves; then the page of the others goes.
    await page.evaluate(`(recordings.websocket.chat.leave(), recordings.websocket.chat.leave())`);
    expect(
      await page.evaluate(
        `[recordings.websocket.states.at(-1), recordings.websocket.states.filter((state) => state === "closed").length]`,
      ),
    ).toEqual(["closed", 1]);
    await page.goto("about:blank");
    await until(async () => other.lastSeq).toBe(8);
  });

  it("goes over to long polling where WebSocket is blocked, and back, with each entry once", async () => {
    const log = new MessageLog();
    const { url } = await startChat(log);
    const page = await open(url, true);
    let way: "blocked" | Promise<void> = "blocked";
    let [sockets, deaf] = [0, false];
    await page.routeWebSocket(at("/chat/websocket"), async (socket) => {
      sockets++;
      if (way === "blocked") return socket.close();
      await way;
      const server = socket.connectToServer();
      socket.onMessage((frame) => (deaf ? socket.close({ code: 1001 }) : server.send(frame)));
    });
    const say = (text: string): Promise<unknown> => readOne(page, `r.chat.say("${text}")`);
    const running = <T>(ms: number, get: () => Promise<T>) => until(async () => { await page.clock.runFor(ms); return get(); }); // biome-ignore format: one line
    await recordChat(page, "websocket");
    await running(10, () => readOne(page, "r.vias")).toEqual(["websocket", "long-polling: WebSocket is blocked here"]);
    expect(sockets).toBe(2);
    expect(await say("over a request")).toBe(true);
    await running(10, () => readOne(page, "r.chat.cursor")).toBe(log.lastSeq);

    await page.clock.runFor(14_000);
    expect(sockets).toBe(2);
    await running(1000, async () => sockets).toBe(3);
    // The next try comes after twice the time.
    await page.clock.runFor(28_000);
    expect(sockets).toBe(3);
    const { promise, resolve } = Promise.withResolvers<void>();
    way = promise;
    await running(1000, async () => sockets).toBe(4);
    // It is said while the WebSocket opens, and comes over both ways.
    expect(await say("over both")).toBe(true);
    await running(10, () => readOne(page, "r.chat.cursor")).toBe(log.lastSeq);
    resolve();
    await running(10, () => readOne(page, "r.vias.at(-1)")).toBe("websocket: WebSocket works again");
    expect(await say("over a frame")).toBe(true);
    await running(10, () => readOne(page, "r.entries")).toEqual([
      "1 joined over websocket",
      "2 said over websocket over a request long-polling",
      "3 said over websocket over both long-polling",
      "4 said over websocket over a frame websocket",
    ]);

    // Neither a frame that the connection's end overtakes, nor a request whose answer is lost, is known to be heard.
    deaf = true;
    expect(await say("to the deaf")).toBe(false);
    await page.route(at("/chat/messages"), (route) => route.abort("connectionreset"));
    expect(await say("to nobody")).toBe(false);
    expect(await readOne(page, "r.notes")).toEqual([
      "the connection was lost: it may not have been heard",
      "lost the connection: it may not have been sent",
    ]);
  });
});
