// Answers that are none to the request, and what a load client makes of them: interim answers before the final one (RFC 9110
// section 15.2), and bytes on a connection where nothing was asked for (RFC 9112 section 9.2), a 408 above all.

import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import {
  type Answering,
  answerFor,
  everyTransport,
  headFor,
  latin1,
  polls,
  reasonOf,
  type TransportName,
  unbookedBytes,
  type Visit,
  visit,
} from "./odd-server.fixture.ts";

/** A write for each turn of the event loop, so that the client reads parts. */
const inParts = async (socket: Socket, text: string, size: number): Promise<void> => {
  for (let at = 0; at < text.length; at += size) {
    latin1(socket, text.slice(at, at + size));
    await nextTurn();
  }
};

const atOnce = <Case>(cases: readonly Case[], check: (one: Case) => Promise<void>): Promise<unknown> =>
  Promise.all(cases.map(check));

const allBooked = (visit: Visit): void => expect(unbookedBytes(visit)).toEqual({ up: 0, down: 0 });

const interims: Readonly<Record<string, string>> = {
  "100": "HTTP/1.1 100 Continue\r\n\r\n",
  "102, without a reason": "HTTP/1.1 102\r\n\r\n",
  "103 with fields": "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nContent-Length: 7\r\n\r\n",
  "one that nobody knows": "HTTP/1.1 199 ?\r\nConnection: close\r\nTransfer-Encoding: x\r\n\r\n",
  "several in a row": "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: <b>\r\n\r\n".repeat(20),
};

it.each(everyTransport)("%s: interim answers are passed, however they are cut", async (transport) => {
  const cases = Object.entries(interims).flatMap(([name, interim]) =>
    [1 << 20, interim.length, 7].map((size) => [name, interim, size] as const),
  );
  await atOnce(cases, async ([name, interim, size]) => {
    let asked = 0;
    const seen = await visit(transport, 1, (socket, request) => {
      if (++asked === 1) inParts(socket, interim + answerFor(transport, request, 1), size);
    });
    expect(seen, name).toMatchObject({ seqs: [1], end: null, connections: 1 });
    const { kinds } = seen.traffic;
    const kind = transport.endsWith("polling") ? "httpHeaders" : "handshake";
    expect(kinds.down[kind], name).toBe((interim + headFor(transport, seen.requests[0] ?? "")).length);
    allBooked(seen);
  });
});

it.each([
  ["short-polling", "the server's answer cannot be read: the protocol was switched, which nobody asked for"],
  ["long-polling", "the server's answer cannot be read: the protocol was switched, which nobody asked for"],
  ["server-sent-events", "the server's stream cannot be read: the protocol was switched, which nobody asked for"],
  ["websocket", "the upgrade failed: answer does not upgrade to websocket"],
] as const)("%s: a 101 that was not asked for is no interim answer", async (transport, reason) => {
  const seen = await visit(transport, 1, (socket, request) =>
    latin1(socket, `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n${answerFor(transport, request, 1)}`),
  );
  expect([reasonOf(seen), seen.connections]).toEqual([reason, 1]);
  allBooked(seen);
});

it.each(everyTransport)("%s: interim answers without an end are a head that is too long", async (transport) => {
  const seen = await visit(transport, 1, (socket) => latin1(socket, "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000)));
  expect(reasonOf(seen)).toMatch(/head of more than 16384 bytes|head too long/);
  allBooked(seen);
});

const withClose = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n";
const withLength = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlate";
/** As HAProxy says it. */
const ofOldHttp =
  "HTTP/1.0 408 Request Time-out\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n<html>late</html>";
const chunked = "HTTP/1.1 408 Request Timeout\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlate\r\n0\r\n\r\n";

const unasked: Readonly<Record<string, string>> = {
  "a 408": withClose,
  "a 408 with a body": withLength,
  "a 408 of HTTP/1.0": ofOldHttp,
  "a 408 in chunks": chunked,
  "a 400": "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
  "a 503": "HTTP/1.1 503 No\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy",
  "a 200 for nobody": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
  "no HTTP": "\0\0",
};

/** Answers the first request, then says what nobody asked for, and ends TCP or not. */
const afterAnswer =
  (say: (socket: Socket, answer: string) => unknown): Answering =>
  async (socket, request, connection) => {
    const answer = answerFor("short-polling", request, connection + 1);
    if (connection > 0) latin1(socket, answer);
    else await say(socket, answer);
  };

/** The answer is on its way before what nobody asked for. */
const thenSay = (say: (socket: Socket) => unknown): Answering =>
  afterAnswer(async (socket, answer) => {
    latin1(socket, answer);
    await nextTurn();
    await say(socket);
  });

it.each(Object.entries(unasked))("on an idle connection, %s means that the next poll dials", async (_, bytes) => {
  const ways: readonly Answering[] = [
    thenSay((socket) => socket.end(bytes, "latin1")),
    thenSay((socket) => inParts(socket, bytes, 1)),
    afterAnswer((socket, answer) => latin1(socket, answer + bytes)),
  ];
  await atOnce(ways, async (answering) => {
    const seen = await visit("short-polling", 2, answering, { pollEveryMs: 60, firstPollMs: 60 });
    expect(seen).toMatchObject({ seqs: [1, 2], end: null, connections: 2 });
    expect(seen.traffic.requests).toMatchObject({ total: 2, fullAnswers: 2 });
    allBooked(seen);
  });
});

it("line ends behind an answer mean nothing (RFC 9112 section 2.2)", async () => {
  let answered = 0;
  const seen = await visit("short-polling", 3, (socket, request) => {
    answered++;
    latin1(socket, `${answerFor("short-polling", request, answered)}\r\n`);
    setImmediate(() => latin1(socket, "\r\n"));
  });
  expect(seen).toMatchObject({ seqs: [1, 2, 3], end: null, connections: 1 });
  allBooked(seen);
});

it("surplus behind an answer is no part of it, and no answer to what is asked next", async () => {
  for (const transport of polls) {
    const seen = await visit(transport, 2, (socket, request, connection) => {
      const surplus = connection === 0 ? answerFor(transport, request, 9) : "";
      if (connection < 2) latin1(socket, answerFor(transport, request, connection + 1) + surplus);
    });
    expect(seen).toMatchObject({ seqs: [1, 2], end: null });
    allBooked(seen);
  }
});

it.each(everyTransport)("%s: a 408 that crosses the request means that it is sent anew", async (transport) => {
  await atOnce([withClose, withLength, ofOldHttp, chunked], async (bytes) => {
    const crossed = await visit(transport, 1, (socket, request, connection) => {
      latin1(socket, connection === 0 ? bytes : answerFor(transport, request, 1));
    });
    expect(crossed).toMatchObject({ seqs: [1], end: null, connections: 2 });
    allBooked(crossed);
    const always = await visit(transport, 1, (socket) => latin1(socket, bytes));
    expect(reasonOf(always)).toBe("lost the connection to http://host: the server answered 408");
    expect(always.connections).toBe(2);
    allBooked(always);
  });
});

it.each(polls)(
  "%s: a kept connection that closes as the request is sent means that it is sent anew",
  async (transport) => {
    const ends: readonly ((socket: Socket) => void)[] = [
      (socket) => socket.end(),
      (socket) => socket.resetAndDestroy(),
    ];
    for (const end of ends) {
      let answered = 0;
      const seen = await visit(transport, 2, (socket, request, connection) => {
        if (connection === 0 && answered > 0) end(socket);
        else latin1(socket, answerFor(transport, request, ++answered));
      });
      expect(seen).toMatchObject({ seqs: [1, 2], end: null });
      allBooked(seen);
    }
  },
);

const faults: readonly (readonly [TransportName, string])[] = [
  ["short-polling", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"],
  ["short-polling", "HTTP/1.1 200 OK\r\n\r\n[]"],
  ["short-polling", "HTTP/1.1 503 No\r\n\r\nbusy"],
  ["long-polling", "SSH-2.0\r\n\r\n"],
  ["server-sent-events", "HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy, and more"],
  ["websocket", "HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy, and more"],
];

it.each(faults)("%s: the bytes of an answer that ends the subscription are booked: %j", async (transport, bytes) => {
  const seen = await visit(transport, 1, (socket) => latin1(socket, bytes));
  expect(reasonOf(seen)).toMatch(/cannot be read|answered 503: busy|refused the upgrade/);
  expect(seen.traffic.bytes.down).toBe(bytes.length);
  allBooked(seen);
});
