// Requests that come in one piece are served one after another: a connection holds one answer at most, whatever it asked for.

import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { MessageLog } from "./log.ts";
import { longPolling } from "./long-polling.ts";
import { type CreateEndpoint, defaultServerOptions, startPushServer } from "./server.ts";
import { serverSentEvents } from "./server-sent-events.ts";
import { shortPolling } from "./short-polling.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (log: MessageLog, ...endpoints: readonly CreateEndpoint[]) => {
  const server = await startPushServer(log, defaultServerOptions, endpoints);
  cleanups.push(() => server.close());
  const dial = async (): Promise<{ socket: Socket; heard: () => string; closed: Promise<void> }> => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    cleanups.push(() => socket.destroy());
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    const closed = once(socket, "close").then(() => undefined);
    await once(socket, "connect");
    return { socket, heard: () => text, closed };
  };
  return { server, dial };
};

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

it("asks an endpoint for an answer once those before it have been sent", async () => {
  const asked: string[] = [];
  const held: ServerResponse[] = [];
  const recording: CreateEndpoint = () => ({
    path: "/held",
    mount: (app) => {
      for (const method of ["GET", "POST"]) {
        app.route({
          method,
          url: "/held/:name",
          handler: ({ url, body }, reply) => {
            asked.push(body === undefined ? url : `${url} ${JSON.stringify(body)}`);
            reply.hijack();
            held.push(reply.raw);
          },
        });
      }
    },
    close: () => {},
  });
  const { dial } = await start(new MessageLog(), recording);
  const { socket, heard } = await dial();
  const posted = "POST /held/b HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
  socket.write(get("/held/a") + posted + get("/held/c"));
  const answer = async (after: readonly string[], text: string): Promise<void> => {
    await vi.waitFor(() => expect(held.length).toBe(after.length));
    expect(asked).toEqual(after);
    held.at(-1)?.end(text);
    await vi.waitFor(() => expect(heard()).toContain(text));
  };
  await answer(["/held/a"], "first");
  await answer(["/held/a", "/held/b {}"], "second");
  await answer(["/held/a", "/held/b {}", "/held/c"], "third");
});

it("makes nothing of what stands behind an answer that does not end, or behind one that is not taken", async () => {
  const log = new MessageLog();
  for (let seq = 1; seq <= 64; seq++) log.append({ seq, body: "x".repeat(65_536) });
  const since = vi.spyOn(log, "since");
  const { dial } = await start(log, shortPolling, serverSentEvents, longPolling);
  const polls = (from: number): string =>
    Array.from({ length: 4 }, (_, i) => get(`/short-polling?since=${from + i}`)).join("");
  const streaming = await dial();
  streaming.socket.write(get("/server-sent-events?since=64") + polls(56));
  const waiting = await dial();
  waiting.socket.write(get("/long-polling?since=64") + polls(60));
  await vi.waitFor(() => expect(streaming.heard()).toContain("200 OK"));
  const deaf = await dial();
  deaf.socket.pause().write(polls(0));
  await vi.waitFor(() => expect(since.mock.calls).toContainEqual([0]));
  const other = await dial();
  other.socket.write(get("/short-polling?since=64"));
  await vi.waitFor(() => expect(other.heard()).toContain("204 No Content"));
  expect(since.mock.calls.filter(([cursor]) => cursor !== null && cursor < 64)).toEqual([[0]]);
  log.append({ seq: 65, body: "news" });
  await vi.waitFor(() => expect(waiting.heard().match(/HTTP\/1.1 200/g)?.length).toBe(5), { timeout: 10_000 });
});

it("stops though requests stand behind those that are held", async () => {
  const { server, dial } = await start(new MessageLog(), longPolling);
  const { socket, heard, closed } = await dial();
  socket.write(get("/long-polling").repeat(3) + get("/nowhere"));
  await dial().then(async (other) => {
    other.socket.write(get("/nowhere"));
    await vi.waitFor(() => expect(other.heard()).toContain("404"));
  });
  await server.close();
  await closed;
  expect(heard()).toMatch(/^HTTP\/1.1 204 /);
});
