// A server that has said its last word and does not end TCP: a load client goes on all the same.

import { describe, it } from "vitest";
import {
  type Answering,
  answerFor,
  everyTransport,
  headFor,
  latin1,
  mended,
  polls,
  type TransportName,
  type Visit,
  visit,
  visitAll,
} from "./odd-server.fixture.ts";

const visitKeeper = (transport: TransportName, untilSeq: number, answering: Answering): Promise<Visit> =>
  visit(transport, untilSeq, answering, {}, true);

describe.concurrent("a server that has said its last word and does not end TCP", () => {
  const lastWords: readonly (readonly [TransportName, string, lastWord: string, farewell: string])[] = [
    ["server-sent-events", "the last chunk", "0\r\n\r\n", "by the server"],
    ["server-sent-events", "the last chunk, broken off", "0\r\n", "by the server"],
    ["server-sent-events", "bytes behind the last chunk", "0\r\nX: y\r\n\r\n1\r\nx\r\n", "by the server"],
    ["websocket", "a close frame", "\x88\x02\x03\xe9", "(1001)"],
    ["websocket", "a close frame without a code", "\x88\x00", "(1005)"],
    ["websocket", "bytes behind a close frame", "\x88\x02\x03\xe9\x81\x01x", "(1001)"],
    ["websocket", "a frame with a reserved bit", "\xc1\x00", "(1002 reserved bit set)"],
  ];
  const goodbye =
    (transport: TransportName, words: (transport: TransportName, request: string) => string): Answering =>
    (socket, request) => {
      if (request.startsWith("GET")) latin1(socket, words(transport, request));
    };

  it("is left for another connection", async () => {
    await visitAll(
      lastWords,
      ([transport, , last]) =>
        visit(
          transport,
          2,
          mended(
            transport,
            goodbye(transport, (...to) => answerFor(...to, 1) + last),
            2,
          ),
        ),
      () => ({ seqs: [1, 2], connections: 2, reason: null }),
    );
  });

  it("ends the subscription where it does so twice without a message", async () => {
    await visitAll(
      lastWords,
      ([transport, , last]) =>
        visit(
          transport,
          1,
          goodbye(transport, (...to) => headFor(...to) + last),
        ),
      ([, , , how]) => ({ seqs: [], connections: 2, reason: `lost the connection to http://host: closed ${how}` }),
    );
  });

  it("does not keep a subscriber that leaves", async () => {
    await visitAll(
      everyTransport.map((transport) => [transport, "no answer to the goodbye"] as const),
      ([transport]) =>
        visit(
          transport,
          1,
          goodbye(transport, (...to) => (to[1].includes("=0") ? answerFor(...to, 1) : "")),
        ),
      () => ({ seqs: [1], connections: 1, reason: null }),
    );
  });

  it("gets a connection for each poll where each answer is the last", async () => {
    await visitAll(
      polls.map((transport) => [transport, "Connection: close"] as const),
      ([transport]) =>
        visitKeeper(transport, 3, (socket, request, connection) =>
          latin1(socket, answerFor(transport, request, connection + 1).replace("\r\n", "\r\nConnection: X, Close\r\n")),
        ),
      ([transport]) => ({ seqs: [1, 2, 3], connections: transport === "long-polling" ? 4 : 3, reason: null }),
    );
  });
});
