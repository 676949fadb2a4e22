// Short polling: every request is answered at once, with what is new since its cursor or with nothing.

import { createPollAnswers, mountPoll, sendAnswer } from "./poll-answer.ts";
import { type CreateEndpoint, type StartServer, startPushServer } from "./server.ts";

const path = "/short-polling";

export const shortPolling: CreateEndpoint = (log) => {
  const answerSince = createPollAnswers(log);
  return {
    path,
    mount: (app) => mountPoll(app, path, (since, response) => sendAnswer(response, answerSince(since))),
    close: () => {},
  };
};

export const startServer: StartServer = (log, options) => startPushServer(log, options, [shortPolling]);
