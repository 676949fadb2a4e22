// What both polling transports answer: prepared once for all who ask with the same cursor.
// Knows nothing of when to answer.

import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { firstOf, type MessageLog } from "./log.ts";
import { historyGone, joinMessages } from "./protocol/message.ts";
import { readSince, sinceError } from "./server.ts";

export interface PollAnswer {
  readonly empty: boolean;
  readonly status: number;
  /** Names and values in turn, as writeHead takes them. */
  readonly headers: string[];
  readonly body: Buffer | null;
}

const json = (status: number, body: Buffer): PollAnswer => ({
  empty: false,
  status,
  headers: ["Content-Type", "application/json", "Cache-Control", "no-store", "Content-Length", String(body.length)],
  body,
});

/** No news: RFC 9110 section 15.3.5, an answer without a body. */
export const emptyAnswer: PollAnswer = { empty: true, status: 204, headers: ["Cache-Control", "no-store"], body: null };

/** What is longer comes with the next poll, from the cursor. */
const maxAnswerBytes = 4 * 1024 * 1024;
/** Kept for others who ask with the same cursor. */
const maxPreparedBytes = 16 * 1024 * 1024;

/** Answers for cursors, each made once until the next message. */
export const createPollAnswers = (log: MessageLog): ((since: number | null) => PollAnswer) => {
  const prepared = new Map<number | null, PollAnswer>();
  let preparedAt = log.lastSeq;
  let preparedBytes = 0;
  const prepare = (since: number | null): PollAnswer => {
    const history = log.since(since);
    if (history.gone) {
      return json(historyGone.httpStatus, Buffer.from(JSON.stringify({ oldestSeq: history.oldestSeq })));
    }
    if (history.entries.length === 0) return emptyAnswer;
    return json(200, joinMessages(firstOf(history.entries, maxAnswerBytes).map((entry) => entry.json)));
  };
  return (since) => {
    if (since !== null && since >= log.lastSeq) return emptyAnswer;
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
};

export const sendAnswer = (response: ServerResponse, answer: PollAnswer): void => {
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body ?? undefined);
};

/** A GET route whose handler answers by itself, now or later, past Fastify's reply. */
export const mountPoll = (
  app: FastifyInstance,
  path: string,
  poll: (since: number | null, response: ServerResponse) => void,
): void => {
  app.get(path, (request: FastifyRequest<{ Querystring: { since?: string } }>, reply: FastifyReply) => {
    const since = readSince(request.query.since ?? null);
    if (since === "invalid") return reply.code(400).send({ error: sinceError });
    reply.hijack();
    return poll(since, reply.raw);
  });
};
