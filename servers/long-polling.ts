// Long polling (RFC 6202): a request is held until there is news since its cursor, or until the hold runs out.

import type { ServerResponse } from "node:http";
import { createPollAnswers, mountPoll, sendAnswer } from "./poll-answer.ts";
import { Rotation } from "./rotation.ts";
import { type CreateEndpoint, type StartServer, startPushServer, type TransportDefaults } from "./server.ts";
import { TrafficCounter } from "./traffic.ts";

interface Waiter {
  readonly since: number | null;
  readonly response: ServerResponse;
  readonly until: number;
}

/** The endpoint at `path`. */
export const longPollingAt =
  (path: string): CreateEndpoint =>
  (log, options, traffic = new TrafficCounter()) => {
    const { holdMs } = options;
    const answers = createPollAnswers(log, options.pollHeaders);
    /** The waiters in the order of their deadlines, since the hold is the same for all: one timer serves them. */
    const waiters = new Set<Waiter>();
    const rotation = new Rotation();
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;

    const hold = (since: number | null, response: ServerResponse): void => {
      const waiter = { since, response, until: performance.now() + holdMs };
      waiters.add(waiter);
      response.once("close", () => waiters.delete(waiter));
      timer ??= setTimeout(endHolds, holdMs);
    };

    const endHolds = (): void => {
      timer = undefined;
      const now = performance.now();
      for (const waiter of waiters) {
        if (waiter.until > now) {
          timer = setTimeout(endHolds, Math.ceil(waiter.until - now));
          return;
        }
        release(waiter);
      }
    };

    const release = (waiter: Waiter): void => {
      waiters.delete(waiter);
      sendAnswer(waiter.response, answers.since(waiter.since), traffic);
    };

    const unsubscribe = log.subscribe(() => {
      rotation.visit(waiters, (waiter) => {
        if (!answers.since(waiter.since).empty) release(waiter);
      });
    });

    return {
      path,
      mount: (app) =>
        mountPoll(app, path, options, traffic, (since, response) => {
          const answer = answers.since(since);
          // A request behind a held one has its turn when that is answered, which may be because the server stops.
          if (answer.empty && !stopped) hold(since, response);
          else sendAnswer(response, answer, traffic);
        }),
      close: () => {
        stopped = true;
        unsubscribe();
        clearTimeout(timer);
        for (const waiter of waiters) sendAnswer(waiter.response, answers.empty, traffic);
        waiters.clear();
      },
    };
  };

export const longPolling = longPollingAt("/long-polling");

export const startServer: StartServer = (log, options) => startPushServer(log, options, [longPolling]);

export const defaults: TransportDefaults = {
  connection: "kept alive, a request after each answer",
  batching: "all since the cursor in one answer",
  compression: "none",
  upkeep: "an empty answer after each hold",
};
