// The client's requests, and when it gives up, against a server that answers as it is told. Messages that it delivers are
// tested by the contract of bench/transports.process.test.ts.

import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { subscribe } from "./server-sent-events.ts";
import { type End, noTraffic, type SubscribeOptions, type Traffic } from "./subscriber.ts";

let server: Server | null = null;
afterEach(() => {
  server?.close();
});

interface Seen {
  readonly requests: readonly string[];
  readonly seqs: readonly number[];
  readonly end: End | string;
  readonly traffic: Traffic;
}

const byteSum = (kinds: Traffic["kinds"]["down"]): number => Object.values(kinds).reduce((x, y) => x + y, 0);

/** The reason of a failure. Before the stream is open the subscription is rejected with it, and later it ends with it. */
const reasonOf = (end: End | string): string | null =>
  typeof end === "string" ? end : end.kind === "failed" ? end.reason : null;

/** Answers each connection's request with the next of these, and ends it. */
const against = async (answers: readonly string[], options: Partial<SubscribeOptions> = {}): Promise<Seen> => {
  const requests: string[] = [];
  const listening = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data: Buffer) => {
      requests.push(data.toString());
      socket.end(answers[requests.length - 1] ?? "");
    });
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  const port = typeof address === "object" ? address?.port : null;
  const traffic = noTraffic();
  const seqs: number[] = [];
  const end = await subscribe(`http://127.0.0.1:${port}`, ({ seq }) => seqs.push(seq), {
    since: 3,
    pollEveryMs: 1000,
    firstPollMs: 0,
    connection: "keep-alive",
    headers: "minimal",
    ...options,
    traffic,
  }).then(
    async (subscription) => {
      const end = await subscription.ended;
      await subscription.close();
      return end;
    },
    (error: Error) => error.message,
  );
  expect(byteSum(traffic.kinds.up)).toBe(traffic.bytes.up);
  expect(byteSum(traffic.kinds.down)).toBe(traffic.bytes.down);
  return { requests: requests.map((text) => text.replaceAll(`127.0.0.1:${port}`, "host")), seqs, end, traffic };
};

const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const json = (seq: number): string => `{"seq":${seq},"body":"x"}`;
const event = (seq: number): string => `id: ${seq}\ndata: ${json(seq)}\n\n`;
const gone = 'HTTP/1.1 410 Gone\r\nContent-Length: 15\r\n\r\n{"oldestSeq":9}';

describe("the client of server-sent events", () => {
  it("comes back with the id of the last event that was complete, and learns that the history is gone", async () => {
    const cut = event(6).slice(0, -1);
    const seen = await against([head + chunk(event(4) + event(5)) + chunk(cut), gone]);
    expect(seen.requests).toEqual([
      "GET /server-sent-events?since=3 HTTP/1.1\r\nHost: host\r\nAccept: text/event-stream\r\n\r\n",
      "GET /server-sent-events?since=3 HTTP/1.1\r\nHost: host\r\nAccept: text/event-stream\r\nLast-Event-ID: 5\r\n\r\n",
    ]);
    expect(seen.seqs).toEqual([4, 5]);
    expect(seen.end).toEqual({ kind: "history-gone", oldestSeq: 9 });
    expect(seen.traffic.kinds.down).toEqual({
      body: 2,
      envelope: 2 * (json(4).length - 1),
      httpHeaders: 0,
      framing: chunk(event(4) + event(5)).length - 2 * json(4).length + chunk(cut).length,
      handshake: head.length + gone.length,
      keepAlive: 0,
    });
  });

  it("sends what Chromium sends", async () => {
    const seen = await against([head + chunk(event(4)), gone], { headers: "browser" });
    const [first = "", second = ""] = seen.requests;
    expect(first.split("\r\n").slice(0, 8)).toEqual([
      "GET /server-sent-events?since=3 HTTP/1.1",
      "Host: host",
      "Connection: keep-alive",
      "Pragma: no-cache",
      "Cache-Control: no-cache",
      'sec-ch-ua-platform: "Linux"',
      expect.stringMatching(/^User-Agent: Mozilla/),
      "Accept: text/event-stream",
    ]);
    expect(second.replace("Last-Event-ID: 4\r\n", "")).toBe(first);
  });

  it("tells comments from events, chunk by chunk", async () => {
    const stream = head + chunk("retry: 1000\n\n") + chunk(":\n") + chunk(`:\n${event(4)}`) + chunk(":\n");
    const seen = await against([stream, gone]);
    expect(seen.traffic.kinds.down.keepAlive).toBe(2 * chunk(":\n").length + 2);
  });

  it.each([
    ["204: there is no use in coming back", "HTTP/1.1 204 No Content\r\n\r\n", "the server answered 204: "],
    ["another status", "HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy", "the server answered 503: busy"],
    [
      "what is no stream",
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-streams\r\n\r\n",
      "the server's stream cannot be read: no event stream",
    ],
    ["no chunks", head.replace("chunked", "gzip"), "the server's stream cannot be read: a stream without chunks"],
    ["a broken chunk", `${head}no size\r\n`, "the server's stream cannot be read: a chunk without a size"],
    ["no message", head + chunk("data: 1\n\n"), "the server's stream cannot be read: not a message"],
  ])("asks once, and gives up over %s", async (_, answer, reason) => {
    const seen = await against([answer, head]);
    expect(reasonOf(seen.end)).toBe(reason);
    expect(seen.requests.length).toBe(1);
  });

  it("gives up when two streams in turn end without an event", async () => {
    const seen = await against([head + chunk(event(4)), head, head]);
    expect(seen.end).toMatchObject({ kind: "failed", reason: expect.stringContaining("closed by the server") });
    expect(seen.requests.length).toBe(2);
  });
});
