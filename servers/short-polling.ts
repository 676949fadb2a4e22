// Short polling: every request is answered at once, with what is new since its cursor or with nothing.

import { createPollAnswers, mountPoll, sendAnswer } from "./poll-answer.ts";
import { type CreateEndpoint, type StartServer, startPushServer, type TransportDefaults } from "./server.ts";
import { TrafficCounter } from "./traffic.ts";

/** The endpoint at `path`. */
export const shortPollingAt =
  (path: string): CreateEndpoint =>
  (log, options, traffic = new TrafficCounter()) => {
    const answers = createPollAnswers(log, options.pollHeaders);
    return {
      path,
      mount: (app) =>
        mountPoll(app, path, options, traffic, (since, response) =>
          sendAnswer(response, answers.since(since), traffic),
        ),
      close: () => {},
    };
  };

export const shortPolling = shortPollingAt("/short-polling");

export const startServer: StartServer = (log, options) => startPushServer(log, options, [shortPolling]);

export const defaults: TransportDefaults = {
  connection: "kept alive, a request each interval",
  batching: "all since the cursor in one answer",
  compression: "none",
  upkeep: "the empty polls",
};
