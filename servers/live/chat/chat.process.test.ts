// The chat over real sockets, behind the same guard as in the live server.

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket as WebSocketOfWs } from "ws";
import { MessageLog } from "../../log.ts";
import { decodeMessage, decodeMessages, type Message } from "../../protocol/message.ts";
import { defaultServerOptions, type PushServer, startPushServer } from "../../server.ts";
import { createCallers } from "../guard/callers.ts";
import { createFlood } from "../guard/flood.ts";
import { guardOf } from "../guard/guard.ts";
import { Neighbours } from "../guard/neighbours.ts";
import { createProbation } from "../guard/probation.ts";
import { defaultLiveOptions, startLiveServer } from "../live-server.ts";
import { createChat } from "./chat.ts";
import type { ChatEntry, Via } from "./entry.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Site {
  readonly server: { readonly url: string };
}

interface Rig extends Site {
  readonly server: PushServer;
  readonly clock: { now: number };
  /** Visitors that have been away for too long leave. */
  sweep(): void;
}

const at = 1_700_000_000_000;

const start = async (): Promise<Rig> => {
  const clock = { now: 0 };
  let tokens = 0;
  let sweep = (): void => {};
  const bounds = { maxBodyBytes: 1024, requestMs: 10_000, maxConnectionsPerAddress: 99, maxKeptBytesPerAddress: 1e6 };
  const guard = { host: "127.0.0.1", origins: [], stalledMs: 90_000, ...bounds };
  const chat = createChat({
    log: new MessageLog(),
    epoch: "this",
    now: () => clock.now,
    date: () => at,
    newToken: () => `token-${++tokens}`,
    every: (_, f) => {
      sweep = f;
      return () => {};
    },
  });
  const flood = createFlood({ perSec: 1e6, burst: 1e6, maxKeys: 10 }, () => clock.now);
  const fail = (error: Error): void => expect.fail(error.message);
  const options = { ...defaultServerOptions, holdMs: 60_000 };
  const server = await startPushServer(new MessageLog(), options, [
    guardOf(
      guard,
      flood,
      { callers: createCallers([]), neighbours: new Neighbours(), probation: createProbation(() => clock.now) },
      fail,
    ),
    ...chat,
  ]);
  cleanups.push(() => server.close());
  return { server, clock, sweep: () => sweep() };
};

interface Asked {
  readonly token?: string;
  readonly type?: string;
}

const ask = async (
  { server }: Site,
  method: string,
  target: string,
  body?: unknown,
  { token, type = "application/json" }: Asked = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly json: unknown }> => {
  const headers = new Headers();
  if (body !== undefined) headers.set("Content-Type", type);
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(`${server.url}${target}`, { method, headers, body: text ?? null });
  const answered = await answer.text();
  return { status: answer.status, headers: answer.headers, json: answered === "" ? null : JSON.parse(answered) };
};

/** Returns the visitor's token: the nth visitor's is token-n. */
const join = async (rig: Site, name: string): Promise<string> => {
  const { status, json } = await ask(rig, "POST", "/chat/visitors", { name });
  expect(status).toBe(201);
  return String(Object.entries(json ?? {}).find(([key]) => key === "token")?.[1]);
};

const say = (rig: Site, token: string, text: string) => ask(rig, "POST", "/chat/messages", { text }, { token });

const dial = async ({ server }: Site, token: string): Promise<{ socket: WebSocketOfWs; frames: string[] }> => {
  const socket = new WebSocketOfWs(`${server.url.replace("http", "ws")}/chat/websocket?since=0&visitor=${token}`);
  cleanups.push(() => socket.terminate());
  const frames: string[] = [];
  socket.on("message", (data) => frames.push(data.toString()));
  await once(socket, "open");
  return { socket, frames };
};

const closeOf = async (socket: WebSocketOfWs): Promise<string> => {
  const [code, reason] = await once(socket, "close");
  return `${code} ${reason}`;
};

/** Resolves to all entries heard so far; a poller polls once more before. */
type Heard = () => Promise<readonly ChatEntry[]>;

const entriesIn = (messages: readonly Message[]): readonly ChatEntry[] => messages.map(({ body }) => JSON.parse(body));

const pollingAt =
  (via: Via) =>
  async ({ server }: Site, token: string): Promise<Heard> => {
    const messages: Message[] = [];
    return async () => {
      const since = messages.at(-1)?.seq ?? 0;
      const answer = await fetch(`${server.url}/chat/${via}?since=${since}&visitor=${token}`);
      if (answer.status !== 204) messages.push(...decodeMessages(await answer.text()));
      return entriesIn(messages);
    };
  };

const streamed = async ({ server }: Site, token: string): Promise<Heard> => {
  const stopped = new AbortController();
  cleanups.push(() => stopped.abort());
  const url = `${server.url}/chat/server-sent-events?since=0&visitor=${token}`;
  const { body } = await fetch(url, { signal: stopped.signal });
  let text = "";
  const read = async (): Promise<void> => {
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) text += part;
  };
  read().catch(() => {});
  return async () => entriesIn([...text.matchAll(/^data: (.*)\n\n/gm)].map(([, data = ""]) => decodeMessage(data)));
};

const framed = async (rig: Rig, token: string): Promise<Heard> => {
  const { frames } = await dial(rig, token);
  return async () => entriesIn(frames.map(decodeMessage));
};

const listenings: readonly (readonly [Via, (rig: Rig, token: string) => Promise<Heard>])[] = [
  ["short-polling", pollingAt("short-polling")],
  ["long-polling", pollingAt("long-polling")],
  ["server-sent-events", streamed],
  ["websocket", framed],
];

/** The usual texts with which an attacker gets markup, scripts or queries into a page. */
const payloads: readonly string[] = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "javascript:alert(1)",
  "\"'`;--></textarea><b>x</b>",
  "&lt;i&gt; &#x3c;u&#x3e;",
  "{{7*7}} #{7*7} <%= 7*7 %>",
  '{"error":"x"}',
  "data: x\n\nid: 9\ndata: y",
  "' OR 1=1; DROP TABLE visitors",
  "a\n</title>\ud83d\ude00",
];

describe("chat", () => {
  it("tells everyone on every transport, what came before them included", async () => {
    const rig = await start();
    const expected: ChatEntry[] = [];
    const tokens: string[] = [];
    for (const [via] of listenings) {
      tokens.push(await join(rig, `on ${via}`));
      expected.push({ kind: "joined", id: String(tokens.length), name: `on ${via}`, at });
    }
    const heard = await Promise.all(listenings.map(([, listen], i) => listen(rig, tokens[i] ?? "")));
    await Promise.all(heard.map((hear) => hear()));
    for (const [i, [via]] of listenings.entries()) {
      expect((await say(rig, tokens[i] ?? "", `by ${via}`)).json).toEqual({ seq: expected.length + 1 });
      expected.push({ kind: "said", id: String(i + 1), name: `on ${via}`, text: `by ${via}`, via, at });
    }
    for (const hear of heard) await vi.waitFor(async () => expect(await hear()).toEqual(expected));
  });

  it("tells what was said in a frame, unchanged whatever it looks like", async () => {
    const rig = await start();
    const token = await join(rig, "<b>Ada</b>");
    const { socket, frames } = await dial(rig, token);
    for (const text of payloads.slice(0, 6)) socket.send(JSON.stringify({ text }));
    await vi.waitFor(() => expect(frames.length).toBe(7));
    for (const text of payloads.slice(6)) {
      rig.clock.now += 10_000;
      expect((await say(rig, token, text)).status).toBe(201);
    }
    await vi.waitFor(() => expect(frames.length).toBe(1 + payloads.length));
    const [joined, ...said] = entriesIn(frames.map(decodeMessage));
    expect([joined?.name, ...said.map(({ text }) => text)]).toEqual(["<b>Ada</b>", ...payloads]);
    const answer = await fetch(`${rig.server.url}/chat/short-polling?visitor=${token}`);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
  });

  it("is left by DELETE: what is open ends, and the token is worth nothing", async () => {
    const rig = await start();
    const [ada, bob] = [await join(rig, "Ada"), await join(rig, "Bob")];
    const { socket } = await dial(rig, ada);
    const hear = await framed(rig, bob);
    const closed = closeOf(socket);
    expect((await ask(rig, "DELETE", "/chat/visitors", undefined, { token: ada })).status).toBe(204);
    expect(await closed).toBe("1006 ");
    await vi.waitFor(async () => expect((await hear()).at(-1)).toEqual({ kind: "left", id: "1", name: "Ada", at }));
    expect((await ask(rig, "DELETE", "/chat/visitors", undefined, { token: ada })).status).toBe(401);
  });

  it("is left by silence alone: sockets, streams and held requests keep their visitors", async () => {
    const rig = await start();
    const tokens: string[] = [];
    for (const name of ["Ada", "Bob", "Cem", "Dee"]) tokens.push(await join(rig, name));
    const [ada = "", bob = "", cem = "", dee = ""] = tokens;
    const { socket } = await dial(rig, ada);
    const hear = await streamed(rig, bob);
    const held = fetch(`${rig.server.url}/chat/long-polling?since=4&visitor=${cem}`);
    await vi.waitFor(() => expect(rig.server.traffic().requests.total).toBe(1));
    expect((await ask(rig, "GET", `/chat/short-polling?since=4&visitor=${dee}`)).status).toBe(204);
    rig.clock.now += 100_000;
    rig.sweep();
    await vi.waitFor(async () => expect((await hear()).length).toBe(5));
    expect(decodeMessages(await (await held).text()).map(({ body }) => JSON.parse(body))).toEqual([
      { kind: "left", id: "4", name: "Dee", at },
    ]);
    socket.close();
    await vi.waitFor(async () => {
      rig.clock.now += 20_000;
      rig.sweep();
      expect((await hear()).slice(5).map(({ kind, name }) => `${kind} ${name}`)).toEqual(
        expect.arrayContaining(["left Ada", "left Cem"]),
      );
    });
    expect((await say(rig, bob, "still here")).json).toEqual({ seq: 8 });
  });
});

describe("refusals", () => {
  it.each([
    [401, "a message of nobody", "POST", "/chat/messages", { text: "x" }, {}],
    [401, "a foreign token", "POST", "/chat/messages", { text: "x" }, { token: "token-9" }],
    [401, "a foreign token that leaves", "DELETE", "/chat/visitors", undefined, { token: "token-9" }],
    [401, "a foreign token that polls", "GET", "/chat/short-polling?since=0&visitor=token-9", undefined, {}],
    [401, "nobody who polls", "GET", "/chat/long-polling?since=0", undefined, {}],
    [401, "nobody who streams", "GET", "/chat/server-sent-events?visitor=", undefined, {}],
    [400, "a cursor that is none", "GET", "/chat/short-polling?since=x&visitor=token-1", undefined, {}],
    [400, "a body that is no JSON", "POST", "/chat/messages", '{"text": ', { token: "token-1" }],
    [400, "a message without a text", "POST", "/chat/messages", {}, { token: "token-1" }],
    [400, "a message without a body", "POST", "/chat/messages", undefined, { token: "token-1" }],
    [400, "a text too long", "POST", "/chat/messages", { text: "x".repeat(2001) }, { token: "token-1" }],
    [413, "a body too large", "POST", "/chat/messages", { text: "x".repeat(40_000) }, { token: "token-1" }],
    [415, "a body of text", "POST", "/chat/messages", "text", { token: "token-1", type: "text/plain" }],
    [400, "a name too long", "POST", "/chat/visitors", { name: "x".repeat(41) }, {}],
    [400, "a name that is no text", "POST", "/chat/visitors", { name: 7 }, {}],
    [405, "another method", "PUT", "/chat/visitors", {}, {}],
  ] as const)("are %i in one line of JSON, over %s", async (status, _, method, target, body, asked) => {
    const rig = await start();
    await join(rig, "Ada");
    const answer = await ask(rig, method, target, body, asked);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
    expect(answer.headers.get("WWW-Authenticate")).toBe(status === 401 ? "Bearer" : null);
    expect((await say(rig, "token-1", "still served")).json).toEqual({ seq: 2 });
  });

  it("are 401 of an upgrade too", async () => {
    const { server } = await start();
    const socket = new WebSocketOfWs(`${server.url.replace("http", "ws")}/chat/websocket?visitor=token-9`);
    const [, answer] = await once(
      socket.on("error", () => {}),
      "unexpected-response",
    );
    cleanups.push(() => socket.terminate());
    expect([answer.statusCode, answer.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
  });

  it("of frames go to their sender alone", async () => {
    const rig = await start();
    const [ada, bob] = [await dial(rig, await join(rig, "Ada")), await dial(rig, await join(rig, "Bob"))];
    const sent = ["", "{", "[]", '{"text":7}', JSON.stringify({ text: "x".repeat(2001) }), '{"text":"fine"}'];
    for (const frame of sent) ada.socket.send(frame);
    await vi.waitFor(() => expect([ada.frames.length, bob.frames.length]).toEqual([8, 3]));
    const missing = '{"error":"send {\\"text\\": \\"…\\"}"}';
    expect(ada.frames.filter((frame) => frame.includes("error"))).toEqual([
      ...Array.from({ length: 4 }, () => missing),
      '{"error":"a text has at most 2000 characters"}',
    ]);
  });

  it.each([
    ["a", { ref: "a" }],
    ['\u0000"\ud800', { ref: '\u0000"\ud800' }],
    ["x".repeat(64), { ref: "x".repeat(64) }],
    ["x".repeat(65), {}],
    [7, {}],
  ])("of frames name what they are about by the sender's own %j, as it came", async (ref, told) => {
    const rig = await start();
    const { socket, frames } = await dial(rig, await join(rig, "Ada"));
    socket.send(JSON.stringify({ text: "fine", ref }));
    socket.send(JSON.stringify({ text: "", ref }));
    const error = "there is nothing to read in the text";
    await vi.waitFor(() => expect(frames.map((frame) => JSON.parse(frame))).toContainEqual({ error, ...told }));
    await vi.waitFor(() => expect(frames.length).toBe(3));
    expect(frames.filter((frame) => frame.includes('"seq":2')).join()).not.toContain("ref");
  });

  it("are 410 and 4410 of another log, whose name is told on joining", async () => {
    const rig = await start();
    const { json } = await ask(rig, "POST", "/chat/visitors", { name: "Ada" });
    expect(json).toMatchObject({ epoch: "this" });
    for (const transport of ["short-polling", "long-polling", "server-sent-events"]) {
      const target = `/chat/${transport}?since=0&visitor=token-1&epoch=`;
      expect(await ask(rig, "GET", `${target}other`), transport).toMatchObject({ status: 410, json: { oldestSeq: 1 } });
    }
    expect((await ask(rig, "GET", "/chat/short-polling?since=0&visitor=token-1&epoch=this")).status).toBe(200);
    const url = `${rig.server.url.replace("http", "ws")}/chat/websocket?since=0&visitor=token-1&epoch=other`;
    expect(await closeOf(new WebSocketOfWs(url))).toBe("4410 history starts at seq 1");
  });

  it.each([
    [
      "over a binary frame",
      (socket: WebSocketOfWs) => socket.send(Buffer.of(1)),
      "1003 the chat takes text messages only",
    ],
    ["over a frame too large", (socket: WebSocketOfWs) => socket.send("x".repeat(40_000)), "1009 message too big"],
    [
      "over a flood that does not heed them",
      (socket: WebSocketOfWs) => {
        for (let i = 0; i < 200; i++) socket.send('{"text":"x"}');
      },
      "1008 too many refused messages",
    ],
    [
      "over a flood of pings",
      (socket: WebSocketOfWs) => {
        for (let i = 0; i < 200; i++) socket.ping();
      },
      "1008 too many pings",
    ],
    [
      "over a flood of pongs",
      (socket: WebSocketOfWs) => {
        for (let i = 0; i < 200; i++) socket.pong();
      },
      "1008 too many pongs",
    ],
  ])("end the connection, and no other, %s", async (_, send, close) => {
    const rig = await start();
    const [ada, bob] = [await dial(rig, await join(rig, "Ada")), await dial(rig, await join(rig, "Bob"))];
    const closed = closeOf(ada.socket);
    send(ada.socket);
    expect(await closed).toBe(close);
    bob.socket.send('{"text":"still here"}');
    await vi.waitFor(() => expect(bob.frames.at(-1)).toContain("still here"));
  });

  it("of a twenty-first visitor of one address come as 429", async () => {
    const rig = await start();
    for (let i = 0; i < 20; i++) await join(rig, "");
    const refused = await ask(rig, "POST", "/chat/visitors");
    const error = "too many visitors from this address; try again in 2 s";
    expect([refused.status, refused.headers.get("Retry-After"), refused.json]).toEqual([429, "2", { error }]);
  });

  it("of an eleventh message come by frame or as 429, until a second has passed", async () => {
    const rig = await start();
    const token = await join(rig, "Ada");
    const { socket, frames } = await dial(rig, token);
    for (let i = 0; i < 11; i++) socket.send(`{"text":"${i}"}`);
    const error = "at most 10 messages in ten seconds: wait a moment";
    await vi.waitFor(() => expect(frames.length).toBe(12));
    expect(frames).toContain(JSON.stringify({ error }));
    const refused = await say(rig, token, "again");
    expect([refused.status, refused.headers.get("Retry-After"), refused.json]).toEqual([429, "1", { error }]);
    rig.clock.now += 1000;
    expect((await say(rig, token, "again")).json).toEqual({ seq: 12 });
  });
});

it("goes on after a restart of the live server: the history is there, and whoever was there joins again", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "push-transport-chat-"));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const options = { ...defaultLiveOptions, port: 0, ratePerSec: 0, logFile: path.join(folder, "log.jsonl") };
  const startLive = () => startLiveServer(options, (complaint) => expect.fail(complaint));
  const first = await startLive();
  const before = await join({ server: first }, "Ada");
  await say({ server: first }, before, "before");
  await first.close();
  const second = await startLive();
  cleanups.push(() => second.close());
  expect((await say({ server: second }, before, "lost")).status).toBe(401);
  const hear = await pollingAt("short-polling")({ server: second }, await join({ server: second }, "Ada"));
  expect((await hear()).map(({ kind, id, name, text }) => [kind, id, name, text])).toEqual([
    ["joined", "1", "Ada", undefined],
    ["said", "1", "Ada", "before"],
    ["left", "1", "Ada", undefined],
    ["joined", "4", "Ada", undefined],
  ]);
});

it("tells a visitor who it is, and what it may do", async () => {
  const rig = await start();
  expect(await ask(rig, "POST", "/chat/visitors")).toMatchObject({
    status: 201,
    json: {
      id: "1",
      token: "token-1",
      name: "Visitor 1",
      limits: { textCharacters: 2000, messagesPerTenSeconds: 10 },
    },
  });
});
