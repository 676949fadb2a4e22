// A poll's answer: messages, nothing new, or a refusal. Books its bytes by kind.

import { decodeMessages, historyGone, type Message } from "../servers/protocol/message.ts";
import { type HttpResponse, requestTimeout } from "./http-response.ts";
import type { Lifeline } from "./lifeline.ts";
import type { ClientSocket } from "./socket.ts";
import { countMessages, type End, historyGoneBefore, type Traffic } from "./subscriber.ts";

/** Returns the answer's messages, of which there may be none; null for a refusal. Throws MessageError, with nothing booked. */
export const bookAnswer = (traffic: Traffic, { status, headBytes, body }: HttpResponse): readonly Message[] | null => {
  const { requests, kinds } = traffic;
  const messages = status === 200 ? decodeMessages(body.toString()) : [];
  kinds.down.httpHeaders += headBytes;
  if (status === 204) {
    requests.empty++;
    requests.emptyAnswerHeadBytes += headBytes;
    return messages;
  }
  if (status !== 200) {
    kinds.down.envelope += body.length;
    return null;
  }
  requests.fullAnswers++;
  requests.fullAnswerHeadBytes += headBytes;
  countMessages(traffic, messages, body.length);
  return messages;
};

/** A refusal ends the subscription, unless it is of the connection alone: then the request is sent anew on another. */
export const refuse = (lifeline: Lifeline, socket: ClientSocket, response: HttpResponse): void => {
  if (response.status !== requestTimeout) lifeline.finish(refusal(response));
  else lifeline.abandon(socket, `the server answered ${requestTimeout}`);
};

const refusal = ({ status, body }: HttpResponse): End => {
  const text = body.toString();
  if (status !== historyGone.httpStatus) {
    return { kind: "failed", reason: `the server answered ${status}: ${text.slice(0, 200)}` };
  }
  return historyGoneBefore(/"oldestSeq":(\d+)/.exec(text)?.[1]);
};
