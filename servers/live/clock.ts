// /clock: the server's time, so that a page can set its own clock beside it, the log's name and newest seq, and how long a long
// poll without news is held.

import type { CreateEndpoint } from "../server.ts";

/** ms on the host's monotonic clock, the one that messages are stamped with. */
export const hostClock = (): number => Number(process.hrtime.bigint()) / 1e6;

/** `epoch` names the log: seqs of another epoch mean other messages. */
export const clockOf =
  (epoch: string, clock: () => number): CreateEndpoint =>
  (log, { holdMs }) => ({
    path: "/clock",
    mount: (app) => {
      app.get("/clock", { exposeHeadRoute: true }, () => ({ now: clock(), epoch, lastSeq: log.lastSeq, holdMs }));
    },
    close: () => {},
  });
