// A poll's answer: messages, nothing new, or a refusal. Books its bytes by kind. Knows no sockets.

import { decodeMessages, historyGone, type Message } from "../servers/protocol/message.ts";
import type { HttpResponse } from "./http-response.ts";
import { countMessages, type End, historyGoneBefore, type Traffic } from "./subscriber.ts";

/** Returns the answer's messages, of which there may be none; null for a refusal. Throws MessageError. */
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

/** Why an answer that is a refusal ends the subscription. */
export const refusal = ({ status, body }: HttpResponse): End => {
  const text = body.toString();
  if (status !== historyGone.httpStatus) {
    return { kind: "failed", reason: `the server answered ${status}: ${text.slice(0, 200)}` };
  }
  return historyGoneBefore(/"oldestSeq":(\d+)/.exec(text)?.[1]);
};
