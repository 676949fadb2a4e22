// What a poll's answer says: messages, nothing new, or why there are none; and its bytes, booked by kind. Knows no sockets.

import { decodeMessages, historyGone, type Message } from "../servers/protocol/message.ts";
import type { HttpResponse } from "./http-response.ts";
import { countMessages, type End, type Traffic } from "./subscriber.ts";

/** Returns the answer's messages, which may be none; null where it is a refusal. Throws MessageError. */
export const bookAnswer = (traffic: Traffic, { status, headBytes, body }: HttpResponse): readonly Message[] | null => {
  const { requests, kinds } = traffic;
  kinds.down.httpHeaders += headBytes;
  if (status === 204) {
    requests.empty++;
    requests.emptyAnswerHeadBytes += headBytes;
    return [];
  }
  if (status !== 200) {
    kinds.down.envelope += body.length;
    return null;
  }
  requests.fullAnswers++;
  requests.fullAnswerHeadBytes += headBytes;
  const messages = decodeMessages(body.toString());
  countMessages(traffic, messages, body.length);
  return messages;
};

export const refusal = ({ status, body }: HttpResponse): End => {
  const text = body.toString();
  if (status !== historyGone.httpStatus) {
    return { kind: "failed", reason: `the server answered ${status}: ${text.slice(0, 200)}` };
  }
  return { kind: "history-gone", oldestSeq: Number(/"oldestSeq":(\d+)/.exec(text)?.[1] ?? Number.NaN) || null };
};
