// The far side of a contest between polling clients: a server that gives every request the same canned answer. Out of a
// client's turn its requests are held, so that its connections stay warm while it does nothing.

import { createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { answerCalls } from "../machine/child.ts";
import { listenOn } from "../machine/listening.ts";

export interface PollSourceCalls {
  /** A server for one client, which opens that many connections; each request is answered with these bytes. */
  listen(call: { readonly answer: string; readonly connections: number }): Promise<{ readonly url: string }>;
  /** Resolves once every connection has a request held. */
  hold(call: { readonly url: string }): Promise<null>;
  /**
   * Answers what is held, and for so long every request at once; then holds again. Resolves to how many were answered,
   * once every connection's next request is held: by then the client has read every answer.
   */
  answer(call: { readonly url: string; readonly forMs: number }): Promise<{ readonly answers: number }>;
}

interface Source {
  readonly answer: Buffer;
  readonly connections: number;
  answering: boolean;
  answers: number;
  held: Socket[];
  onAllHeld: () => void;
}

const sources = new Map<string, Source>();
const requestEnd = Buffer.from("\r\n\r\n");

const sourceAt = (url: string): Source => {
  const source = sources.get(url);
  if (source === undefined) throw new RangeError(`nothing listens at ${url}`);
  return source;
};

const answerTo = (source: Source, socket: Socket): void => {
  source.answers++;
  socket.write(source.answer);
};

/** Each request arrives whole and alone: it is small, comes from this host, and follows the answer to the one before. */
const serve = (source: Source, socket: Socket): void => {
  socket.on("error", () => socket.destroy());
  socket.on("data", (request: Buffer) => {
    if (!request.subarray(-requestEnd.length).equals(requestEnd)) throw new Error("more or less than one request");
    if (source.answering) answerTo(source, socket);
    else if (source.held.push(socket) === source.connections) source.onAllHeld();
  });
};

const allHeld = (source: Source): Promise<void> =>
  new Promise((resolve) => {
    source.onAllHeld = resolve;
    if (source.held.length === source.connections) resolve();
  });

const calls = {
  listen: async ({ answer, connections }) => {
    const source: Source = {
      answer: Buffer.from(answer),
      connections,
      answering: false,
      answers: 0,
      held: [],
      onAllHeld: () => {},
    };
    const server = createServer({ noDelay: true }, (socket) => serve(source, socket));
    const url = await listenOn(server, "127.0.0.1");
    sources.set(url, source);
    return { url };
  },
  hold: async ({ url }) => {
    await allHeld(sourceAt(url));
    return null;
  },
  answer: async ({ url, forMs }) => {
    const source = sourceAt(url);
    source.answering = true;
    source.answers = 0;
    for (const socket of source.held.splice(0)) answerTo(source, socket);
    await setTimeout(forMs);
    source.answering = false;
    await allHeld(source);
    return { answers: source.answers };
  },
} satisfies PollSourceCalls;

await answerCalls(calls);
process.exit();
