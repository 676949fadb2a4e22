// The answers of both polling transports, prepared once for all requests with the same cursor. Does not know when to
// answer.

import { isAscii } from "node:buffer";
import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { firstOf, type MessageLog } from "./log.ts";
import { joinMessages } from "./protocol/joined-messages.ts";
import { historyGone } from "./protocol/message.ts";
import { readSince, type ServerOptions, sinceError } from "./server.ts";
import type { MessageBytes, TrafficCounter } from "./traffic.ts";

interface PollAnswer {
  readonly empty: boolean;
  readonly status: number;
  /** Names and values in turn, as writeHead takes them. */
  readonly headers: string[];
  readonly body: Buffer | null;
  /** A small body of ASCII as a string, which Node joins with the head into one piece to write. */
  readonly text: string | null;
  /** The bytes of `body` by kind, and how many messages it holds. */
  readonly kinds: Omit<MessageBytes, "framing">;
}

interface PollAnswers {
  /** No news: RFC 9110 section 15.3.5, an answer without a body. */
  readonly empty: PollAnswer;
  since(cursor: number | null): PollAnswer;
}

/** A longer answer is cut: the rest comes with the next poll, from the cursor. */
const maxAnswerBytes = 4 * 1024 * 1024;
const maxTextBytes = 4 * 1024;
/** Answers are kept up to this size, for further requests with the same cursor. */
const maxPreparedBytes = 16 * 1024 * 1024;

/** The answers to cursors, each made once until the next message. `pollHeaders` as in ServerOptions. */
export const createPollAnswers = (log: MessageLog, pollHeaders: readonly string[]): PollAnswers => {
  const replaced = pollHeaders.length > 0;
  const headers = replaced ? pollHeaders : ["Content-Type", "application/json", "Cache-Control", "no-store"];
  const empty: PollAnswer = {
    empty: true,
    status: 204,
    headers: replaced ? [...pollHeaders] : ["Cache-Control", "no-store"],
    body: null,
    text: null,
    kinds: { messages: 0, body: 0, envelope: 0 },
  };
  const full = (status: number, body: Buffer, messages: number, bodyBytes: number): PollAnswer => ({
    empty: false,
    status,
    headers: [...headers, "Content-Length", String(body.length)],
    body,
    text: body.length <= maxTextBytes && isAscii(body) ? body.toString("latin1") : null,
    kinds: { messages, body: bodyBytes, envelope: body.length - bodyBytes },
  });
  const prepared = new Map<number | null, PollAnswer>();
  let preparedAt = log.lastSeq;
  let preparedBytes = 0;
  const prepare = (since: number | null): PollAnswer => {
    const history = log.since(since);
    if (history.gone) {
      return full(historyGone.httpStatus, Buffer.from(JSON.stringify({ oldestSeq: history.oldestSeq })), 0, 0);
    }
    if (history.entries.length === 0) return empty;
    const entries = firstOf(history.entries, maxAnswerBytes);
    const bodyBytes = entries.reduce((sum, entry) => sum + entry.bodyBytes, 0);
    return full(200, joinMessages(entries.map((entry) => entry.json)), entries.length, bodyBytes);
  };
  const answerSince = (since: number | null): PollAnswer => {
    if (since !== null && since === log.lastSeq) return empty;
    if (preparedAt !== log.lastSeq || preparedBytes > maxPreparedBytes) {
      prepared.clear();
      preparedAt = log.lastSeq;
      preparedBytes = 0;
    }
    let answer = prepared.get(since);
    if (answer === undefined) {
      answer = prepare(since);
      prepared.set(since, answer);
      preparedBytes += answer.body?.length ?? 0;
    }
    return answer;
  };
  return { empty, since: answerSince };
};

export const sendAnswer = (response: ServerResponse, answer: PollAnswer, traffic: TrafficCounter): void => {
  response.writeHead(answer.status, answer.headers);
  if (answer.text !== null) response.end(answer.text, "latin1");
  else response.end(answer.body ?? undefined);
  traffic.bookAnswer(response.req.socket, answer.kinds);
};

/** A GET route whose handler answers by itself, now or later, past Fastify's reply. */
export const mountPoll = (
  app: FastifyInstance,
  path: string,
  { pollHeaders }: ServerOptions,
  traffic: TrafficCounter,
  poll: (since: number | null, response: ServerResponse) => void,
): void => {
  app.get(path, (request: FastifyRequest<{ Querystring: { since?: string } }>, reply: FastifyReply) => {
    traffic.bookRequest(request.raw.socket);
    const since = readSince(request.query.since ?? null);
    if (since === "invalid") return reply.code(400).send({ error: sinceError });
    reply.hijack();
    // HTTP/1.1 keeps a connection without saying so (RFC 9112 section 9.3); its end has to be announced, and HTTP/1.0 told.
    if (pollHeaders.length > 0 && reply.raw.shouldKeepAlive && request.raw.httpVersion === "1.1")
      reply.raw.removeHeader("Connection");
    return poll(since, reply.raw);
  });
};
