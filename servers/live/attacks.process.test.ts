// The live server under attack, over real sockets: what is refused without end, kept without end, or comes through a proxy. The
// attacker's connections are cut and few more let in; others, at other addresses, are served.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeFrame, opcode } from "../protocol/websocket/frame.ts";
import { defaultLiveOptions, type LiveOptions, type LiveServer, startLiveServer } from "./live-server.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (options: Partial<LiveOptions> = {}): Promise<LiveServer> => {
  const complain = (text: string): void => expect.fail(text);
  const server = await startLiveServer({ ...defaultLiveOptions, port: 0, ratePerSec: 0, ...options }, complain);
  cleanups.push(() => server.close());
  return server;
};

interface Dialled {
  readonly socket: Socket;
  readonly heard: () => string;
  readonly closed: Promise<void>;
}

const dial = async ({ url }: LiveServer, localAddress: string): Promise<Dialled> => {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), localAddress });
  cleanups.push(() => socket.destroy());
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await Promise.race([once(socket, "connect"), closed]);
  return { socket, heard: () => text, closed };
};

/** The status of each answer in the text. */
const statuses = (text: string): readonly string[] =>
  (text.match(/HTTP\/1\.1 \d+/g) ?? []).map((line) => line.slice(9));

/** The answer to one request on a connection of its own; empty where there is none. */
const ask = async (server: LiveServer, from: string, request: string): Promise<string> => {
  const { socket, heard, closed } = await dial(server, from);
  socket.write(request);
  await closed;
  return heard();
};

const request = (line: string, ...headers: readonly string[]): string =>
  [
    `${line} HTTP/1.1`,
    ...(headers.some((text) => /^Host:/.test(text)) ? [] : ["Host: localhost"]),
    ...headers,
    "",
    "",
  ].join("\r\n");
const upgrade = (path: string, ...headers: readonly string[]): string =>
  request(
    `GET ${path}`,
    ...["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"],
    ...["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", ...headers],
  );
const clock = request("GET /clock", "Connection: close");

const serves = async (server: LiveServer, from: string): Promise<void> =>
  expect(statuses(await ask(server, from, clock))).toEqual(["200"]);

/** Whether eight connections of the address are let in, and a ninth is not. */
const isOnProbation = async (server: LiveServer, from: string): Promise<boolean> => {
  const all = await Promise.all(Array.from({ length: 9 }, () => dial(server, from)));
  const asked = request("GET /healthz");
  for (const { socket } of all) socket.write(asked);
  await Promise.all(
    all.map(({ closed, heard }) => Promise.race([closed, vi.waitFor(() => expect(heard()).toContain("200"))])),
  );
  for (const { socket } of all) socket.destroy();
  return all.some(({ heard }) => heard() === "");
};

describe("refusals without end", () => {
  let server: LiveServer;
  let newcomers = 0;
  const newcomer = (): string => `127.0.1.${++newcomers}`;
  beforeAll(async () => {
    server = await start({ maxPerSec: 1_000, maxBurst: 500, maxHeaderBytes: 1024 });
  });

  it.each([
    { what: "strangers", code: "403", text: request("GET /clock", "Host: evil.example") },
    { what: "addresses without anything", code: "404", text: request("GET /nowhere") },
    { what: "wrong methods", code: "405", text: request("DELETE /publisher") },
    { what: "cursors that are none", code: "400", text: request("GET /short-polling?since=x") },
    {
      what: "bodies that are no JSON",
      code: "415",
      text: `${request("POST /messages", "Content-Type: text/plain", "Content-Length: 2")}{}`,
    },
    { what: "visitors that are unknown", code: "401", text: request("GET /chat/short-polling?visitor=x") },
    { what: "histories that are gone", code: "410", text: request("GET /short-polling?since=7") },
  ])(
    "to $what ($code) get the connection cut after some hundred, and the address on probation",
    async ({ code, text }) => {
      const from = newcomer();
      const { socket, heard, closed } = await dial(server, from);
      let due = 16;
      socket.on("data", () => {
        if (statuses(heard()).length < due) return;
        due += 16;
        socket.write(text.repeat(16));
      });
      socket.write(text.repeat(16));
      await closed;
      const answers = statuses(heard());
      expect(answers.length).toBeGreaterThanOrEqual(200);
      expect(new Set(answers)).toEqual(new Set([code]));
      expect(await isOnProbation(server, from)).toBe(true);
      await serves(server, "127.0.0.2");
    },
  );

  it.each([
    { what: "what is no HTTP", code: "400", text: "\x16\x03\x01\r\n\r\n" },
    { what: "requests without a Host", code: "400", text: "GET /clock HTTP/1.1\r\n\r\n" },
    { what: "paths that cannot be decoded", code: "400", text: request("GET /%zz") },
    { what: "long heads", code: "431", text: request("GET /", `X: ${"x".repeat(2000)}`) },
    {
      what: "long bodies",
      code: "413",
      text: request("POST /messages", "Content-Type: application/json", "Content-Length: 9999999"),
    },
    { what: "upgrades of strangers", code: "403", text: upgrade("/websocket", "Origin: http://evil.example") },
    { what: "upgrades at other paths", code: "404", text: upgrade("/nowhere") },
    { what: "upgrades of unknown visitors", code: "401", text: upgrade("/chat/websocket?visitor=x") },
    { what: "upgrades without a key", code: "400", text: upgrade("/websocket").replace(/Sec-WebSocket-Key.*\r\n/, "") },
  ])("to $what ($code), each on a connection of its own, end in probation too", async ({ code, text }) => {
    const from = newcomer();
    const answers: string[] = [];
    while (answers.length < 1000 && !answers.includes("")) {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => ask(server, from, text)))));
    }
    const answered = answers.filter((answer) => answer !== "");
    expect(answered.length).toBeGreaterThanOrEqual(200);
    expect(new Set(answered.flatMap(statuses))).toEqual(new Set([code]));
    expect(await isOnProbation(server, from)).toBe(true);
    await serves(server, "127.0.0.2");
  });

  it("to a page elsewhere get its connections cut, and the visitor's stay as many", async () => {
    const text = request("GET /clock", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors");
    for (const connection of [1, 2]) {
      const { socket, heard, closed } = await dial(server, "127.0.3.1");
      let due = 16;
      socket.on("data", () => {
        if (statuses(heard()).length < due) return;
        due += 16;
        socket.write(text.repeat(16));
      });
      socket.write(text.repeat(16));
      await closed;
      expect(new Set(statuses(heard())), `connection ${connection}`).toEqual(new Set(connection === 1 ? ["403"] : []));
    }
    expect(await isOnProbation(server, "127.0.3.1")).toBe(false);
  });
});

it.each([
  ["with a Host", request("GET /clock")],
  ["without one", "GET /clock HTTP/1.1\r\n\r\n"],
  ["that expect to go on", request("GET /clock", "Expect: 100-continue")],
  ["that expect more", request("GET /clock", "Expect: the-unexpected")],
])("64 KiB of requests in one piece, %s, get no answers but the first few, and others are served", async (_, text) => {
  const server = await start();
  const { socket, heard, closed } = await dial(server, "127.0.0.1");
  socket.write(text.repeat(Math.floor(65_536 / text.length)));
  await closed;
  expect(statuses(heard()).length).toBeLessThan(35);
  expect(await isOnProbation(server, "127.0.0.1")).toBe(true);
  await serves(server, "127.0.0.2");
});

describe("what is kept for one address", () => {
  const mask = Buffer.alloc(4);
  const payload = Buffer.alloc(10_000, "x");
  const ping = { rest: encodeFrame(opcode.ping, Buffer.from("there?"), { mask }), answer: "\x8a\x06there?" };

  it.each([
    { what: "in fragments", begun: encodeFrame(opcode.text, payload, { mask, fin: false }), ...ping },
    { what: "compressed", begun: encodeFrame(opcode.binary, payload, { mask, fin: false, rsv1: true }), ...ping },
    {
      what: "within a frame",
      begun: encodeFrame(opcode.binary, payload, { mask }).subarray(0, -1),
      rest: Buffer.from("x"),
      // Compressed, as agreed.
      answer: "\r\n\r\n\xc2",
    },
  ])(
    "of messages that do not end, $what, is bounded over its connections, and given back",
    async ({ begun, rest, answer }) => {
      // 16 KiB for one address.
      const server = await start({ maxBufferedBytes: 1024, deflate: true });
      const enter = async (from: string): Promise<Dialled> => {
        const dialled = await dial(server, from);
        dialled.socket.write(upgrade("/echo", "Sec-WebSocket-Extensions: permessage-deflate"));
        await vi.waitFor(() => expect(dialled.heard()).toContain("\r\n\r\n"));
        dialled.socket.write(begun);
        return dialled;
      };
      const goesOn = async ({ socket, heard, closed }: Dialled): Promise<boolean> => {
        socket.write(rest);
        const answered = vi.waitFor(() => expect(heard()).toContain(answer), { timeout: 10_000 });
        return Promise.race([closed.then(() => false), answered.then(() => true)]);
      };
      const first = await enter("127.0.0.1");
      const second = await enter("127.0.0.1");
      // Which of them is read first is the system's choice.
      const left = await Promise.race([first, second].map(({ closed }, i) => closed.then(() => [second, first][i])));
      const gone = left === first ? second : first;
      expect(gone.heard()).toContain(
        "\x03\xf5too many bytes of messages that do not end, or of answers that are not read",
      );
      expect(await goesOn(await enter("127.0.0.2"))).toBe(true);
      left?.socket.destroy();
      await vi.waitFor(async () => {
        const third = await enter("127.0.0.1");
        expect(await goesOn(third).finally(() => third.socket.destroy())).toBe(true);
      });
    },
  );

  it("of bodies that do not end is bounded as well, and given back", async () => {
    const server = await start({ maxBufferedBytes: 1024 });
    const post = (length: string): string => request("POST /messages", "Content-Type: application/json", length);
    for (const length of ["Content-Length: 10000", "Transfer-Encoding: chunked"]) {
      const first = await dial(server, "127.0.0.1");
      first.socket.write(post("Content-Length: 10000"));
      await vi.waitFor(async () => {
        const second = await dial(server, "127.0.0.1");
        second.socket.write(post(length));
        await vi.waitFor(() => expect(second.heard()).toMatch(/^HTTP\/1.1 429 [\s\S]*or bodies not sent/));
      });
      await serves(server, "127.0.0.2");
      first.socket.destroy();
      await vi.waitFor(() => serves(server, "127.0.0.1"));
    }
  });

  it("of answers up a WebSocket that are not read is bounded as well", async () => {
    const server = await start({ maxBufferedBytes: 64 * 1024 });
    const message = encodeFrame(opcode.binary, Buffer.alloc(1024 * 1024), { mask });
    const deaf = await Promise.all(Array.from({ length: 8 }, () => dial(server, "127.0.0.1")));
    let closed = 0;
    for (const { socket, closed: end } of deaf) {
      end.then(() => closed++);
      socket.write(upgrade("/echo"));
      socket.pause();
      for (let i = 0; i < 12; i++) socket.write(message);
    }
    // Those that are cut off find out as they write.
    await vi.waitFor(
      () => {
        for (const { socket } of deaf) if (socket.writable) socket.write(ping.rest);
        expect(closed).toBeGreaterThan(0);
      },
      { timeout: 20_000 },
    );
    await serves(server, "127.0.0.2");
  });
});

describe("behind a proxy", () => {
  const asking = (client: string, line = "GET /short-polling"): string =>
    request(line, `X-Forwarded-For: 1.1.1.1, ${client}`, "Connection: close");
  const statusOf = async (server: LiveServer, from: string, text: string): Promise<string | undefined> =>
    statuses(await ask(server, from, text))[0];

  it("whose word is believed, each client has limits of its own: of requests, upgrades, messages, joins and connections", async () => {
    const server = await start({
      proxies: ["127.0.0.0/30"],
      maxPerSec: 0.001,
      maxBurst: 3,
      maxConnectionsPerAddress: 2,
    });
    for (const client of ["10.0.0.1", "10.0.0.2"]) {
      const answers: (string | undefined)[] = [];
      for (let i = 0; i < 4; i++) answers.push(await statusOf(server, "127.0.0.1", asking(client)));
      expect(answers, client).toEqual(["204", "204", "204", "429"]);
    }
    // By another proxy of the same network, and as an upgrade.
    const other = upgrade("/websocket", "X-Forwarded-For: 10.0.0.1");
    expect(await statusOf(server, "127.0.0.2", other)).toBe("429");
    // One that is no trusted proxy names whom it likes.
    for (const status of ["204", "204", "204", "429"]) {
      expect(await statusOf(server, "127.0.0.5", asking(`10.0.1.${Math.random()}`))).toBe(status);
    }
    const socketOf = async (client: string): Promise<Dialled> => {
      const dialled = await dial(server, "127.0.0.1");
      dialled.socket.write(upgrade("/websocket", `X-Forwarded-For: ${client}`));
      await vi.waitFor(() => expect(dialled.heard()).toContain("\r\n\r\n"));
      return dialled;
    };
    const [loud, calm] = [await socketOf("10.0.0.3"), await socketOf("10.0.0.4")];
    const ping = encodeFrame(opcode.ping, Buffer.from("there?"), { mask: Buffer.alloc(4) });
    loud.socket.write(Buffer.concat(Array.from({ length: 4 }, () => ping)));
    await loud.closed;
    expect(loud.heard()).toContain("\x03\xf5too many messages; try again later");
    calm.socket.write(ping);
    await vi.waitFor(() => expect(calm.heard()).toContain("\x8a\x06there?"));
    // The proxy itself has more than two connections; a client has two requests under way.
    await socketOf("10.0.0.4");
    const third = await socketOf("10.0.0.4");
    expect(third.heard()).toMatch(/^HTTP\/1.1 429 [\s\S]*too many requests are under way/);
    expect((await socketOf("10.0.0.5")).heard()).toMatch(/^HTTP\/1.1 101 /);
  });

  it("a client on probation gets short refusals, and the proxy's connection stays", async () => {
    const server = await start({ proxies: ["127.0.0.1"] });
    const { socket, heard } = await dial(server, "127.0.0.1");
    const bad = request("GET /nowhere", "X-Forwarded-For: 10.0.0.1");
    const good = request("GET /short-polling", "X-Forwarded-For: 10.0.0.2");
    const short = /HTTP\/1.1 429 Too Many Requests\r\nRetry-After: 10\r\nContent-Length: 0\r\n/;
    let due = 8;
    socket.on("data", () => {
      if (short.test(heard()) || statuses(heard()).length < due) return;
      due += 8;
      socket.write(bad.repeat(8));
    });
    socket.write(bad.repeat(8));
    await vi.waitFor(() => expect(heard()).toMatch(short), { timeout: 10_000 });
    socket.write(good);
    await vi.waitFor(() => expect(statuses(heard()).at(-1)).toBe("204"));
    expect(statuses(heard()).filter((status) => status === "404").length).toBeGreaterThanOrEqual(200);
  });
});
