import { connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MessageLog } from "../servers/log.ts";
import { startServer as startLongPolling } from "../servers/long-polling.ts";
import { defaultServerOptions, type PushServer, publishedAnswerHeaders, type StartServer } from "../servers/server.ts";
import { startServer as startShortPolling } from "../servers/short-polling.ts";
import type { Header } from "./browser-headers.ts";
import { subscribe as subscribeLongPolling } from "./long-polling.ts";
import { pollRequest } from "./poll-request.ts";
import { publishedHeaders } from "./published-headers.ts";
import { subscribe as subscribeShortPolling } from "./short-polling.ts";
import { noTraffic, type SubscribeOptions, type Subscription, type Traffic } from "./subscriber.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (startServer: StartServer, log: MessageLog, holdMs: number): Promise<PushServer> => {
  const server = await startServer(log, { ...defaultServerOptions, holdMs, pollHeaders: publishedAnswerHeaders });
  cleanups.push(() => server.close());
  return server;
};

const options = (traffic: Traffic, connection: SubscribeOptions["connection"]): SubscribeOptions => ({
  since: 0,
  pollEveryMs: 60_000,
  firstPollMs: 60_000,
  connection,
  headers: "published",
  traffic,
});

const stay = (subscription: Subscription): void => {
  cleanups.push(() => subscription.close());
};

const characters = (headers: readonly Header[]): number =>
  headers.reduce((sum, [name, value]) => sum + `${name}: ${value}`.length, 0);

describe("the published heads", () => {
  it("are the original's where host and path are", () => {
    const requestLine = "GET /PollingStock//PollingStock HTTP/1.1";
    const headers = publishedHeaders("localhost:8080", "keep-alive", requestLine.length + 2);
    expect(requestLine.length + characters(headers)).toBe(692);
    expect(headers.find(([name]) => name === "Referer")?.[1]).toBe("http://www.example.com/PollingStock/");
    expect(headers.map(([name]) => name).join(" ")).toBe(
      "Host User-Agent Accept Accept-Language Accept-Encoding Accept-Charset Keep-Alive Connection Referer Cookie",
    );
  });

  it.each([
    ["http://127.0.0.1:80", "/short-polling", "keep-alive"],
    ["http://127.0.0.1:54321", "/long-polling", "close"],
    ["http://[2001:db8:1111:2222:3333:4444:5555:6666]:54321", "/short-polling", "keep-alive"],
  ] as const)("ask %s for %s (%s) in 716 bytes, and one more a further digit", (url, path, connection) => {
    const request = pollRequest(url, path, { connection, headers: "published" });
    expect([0, 9, 10, 12_345].map((cursor) => request(cursor).length)).toEqual([716, 716, 717, 720]);
  });

  it.each(["keep-alive", "close"] as const)(
    "take 716 bytes up through a socket, and nothing else (%s)",
    async (connection) => {
      const log = new MessageLog();
      const traffic = noTraffic();
      const { url } = await start(startShortPolling, log, 1000);
      stay(await subscribeShortPolling(url, () => {}, options(traffic, connection)));
      expect([traffic.requests.total, traffic.bytes.up, traffic.kinds.up.httpHeaders]).toEqual([1, 716, 716]);
    },
  );

  it("take 193 bytes down before a body of two digits, over one connection", async () => {
    const log = new MessageLog();
    const traffic = noTraffic();
    const server = await start(startLongPolling, log, 60_000);
    stay(await subscribeLongPolling(server.url, () => {}, options(traffic, "keep-alive")));
    for (let seq = 1; seq <= 3; seq++) {
      log.append({ seq, body: "20 characters of it." });
      await vi.waitFor(() => expect(traffic.requests.total).toBe(seq + 1), { timeout: 20_000 });
    }
    const { fullAnswers, fullAnswerHeadBytes } = traffic.requests;
    expect({ fullAnswers, fullAnswerHeadBytes }).toEqual({ fullAnswers: 3, fullAnswerHeadBytes: 3 * 193 });
    expect(traffic.connections).toEqual({ opened: 1, failed: 0, closedByServer: 0 });
    await vi.waitFor(() => expect(server.traffic().kinds.up.httpHeaders).toBe(4 * 716), { timeout: 20_000 });
    expect(server.traffic().kinds.down.httpHeaders).toBe(3 * 193);
  });

  it("are an answer's as printed, but for the version, the length and the day", async () => {
    const log = new MessageLog();
    log.append({ seq: 1, body: "" });
    const { url } = await start(startShortPolling, log, 1000);
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    cleanups.push(async () => socket.destroy());
    socket.write(
      "GET /short-polling?since=0 HTTP/1.1\r\nHost: x\r\n\r\nGET /short-polling?since=1 HTTP/1.1\r\nHost: x\r\n\r\n",
    );
    await vi.waitFor(() => expect(text).toMatch(/204 No Content[\s\S]*\r\n\r\n$/), { timeout: 20_000 });
    const own = [
      "X-Powered-By: Servlet/2.5",
      "Server: Sun Java System Application Server 9.1_02",
      "Content-Type: text/html;charset=UTF-8",
    ];
    expect(text.replaceAll(/Date: .{29}\r/g, "Date: the day\r").split("\r\n")).toEqual([
      ...["HTTP/1.1 200 OK", ...own, "Content-Length: 21", "Date: the day", ""],
      ...['[{"seq":1,"body":""}]HTTP/1.1 204 No Content', ...own, "Date: the day", "", ""],
    ]);
  });

  it("announce the end of a connection that is not kept", async () => {
    const traffic = noTraffic();
    const { url } = await start(startLongPolling, new MessageLog(), 5);
    stay(await subscribeLongPolling(url, () => {}, options(traffic, "close")));
    await vi.waitFor(() => expect(traffic.requests.empty).toBeGreaterThan(2), { timeout: 20_000 });
    const { empty, emptyAnswerHeadBytes } = traffic.requests;
    expect(emptyAnswerHeadBytes / empty).toBe(
      193 - "Content-Length: 47\r\n".length + 8 + "Connection: close\r\n".length,
    );
    expect(traffic.connections.closedByServer).toBe(0);
  });
});
