// A pane's knowledge of its subscription: its state, the messages that arrived, and whether any was missed. Pure; instants are
// arguments, in ms on the page's monotonic clock. Knows neither the page nor a transport.

import type { BrowserState } from "../../browser/subscriber.ts";

export interface Arrival {
  readonly seq: number;
  readonly bodyBytes: number;
  /** From the publisher's stamp to its arrival, both on the server's clock. */
  readonly ageMs: number;
  /** Published before this pane was opened: its age says nothing of the transport. */
  readonly caughtUp: boolean;
}

interface Recovery {
  readonly afterMs: number;
  /** The seq of the first message after the outage; null until there is one. */
  readonly resumedAt: number | null;
}

export interface Pane {
  readonly state: BrowserState;
  /** Why it is in that state, in words; empty where there is nothing to add. */
  readonly detail: string;
  readonly stateSince: number;
  /** Polls and holds do not interrupt it; null while it is not connected. */
  readonly connectedSince: number | null;
  /** The newest first, at most `shownMessages`. */
  readonly latest: readonly Arrival[];
  /** null before the first message. */
  readonly lastSeq: number | null;
  readonly messages: number;
  readonly lost: number;
  readonly twice: number;
  /** When the server was first not reached; null while it is reached. */
  readonly outageSince: number | null;
  readonly recovery: Recovery | null;
  /** The seq at which it went on when the log no longer kept what followed the cursor; null where that never happened. */
  readonly goneUntil: number | null;
  /** Earlier messages were another log's. */
  readonly renewed: boolean;
}

/** The number of messages that a pane shows. */
export const shownMessages = 6;

export const newPane = (now: number): Pane => ({
  state: "closed",
  detail: "",
  stateSince: now,
  connectedSince: null,
  latest: [],
  lastSeq: null,
  messages: 0,
  lost: 0,
  twice: 0,
  outageSince: null,
  recovery: null,
  goneUntil: null,
  renewed: false,
});

/** The server answered. */
export const reach = (pane: Pane, now: number): Pane =>
  pane.outageSince === null
    ? pane
    : {
        ...pane,
        outageSince: null,
        connectedSince: now,
        recovery: { afterMs: now - pane.outageSince, resumedAt: null },
      };

/** A connection was lost, or did not come about. */
export const fail = (pane: Pane, now: number): Pane => ({
  ...pane,
  connectedSince: null,
  outageSince: pane.outageSince ?? now,
});

/** The subscription tells its state. Each hold is a new one. A hold ends no outage: it may be no more than silence. */
export const turn = (pane: Pane, state: BrowserState, detail: string, now: number): Pane => {
  const stays = state === pane.state && state !== "holding";
  const turned = { ...pane, state, detail, stateSince: stays ? pane.stateSince : now };
  if (state === "closed") return { ...turned, connectedSince: null, outageSince: null };
  if (state === "connecting") return { ...turned, connectedSince: null };
  if (state === "open" && pane.outageSince !== null) return reach(turned, now);
  return pane.outageSince === null ? { ...turned, connectedSince: pane.connectedSince ?? now } : turned;
};

/** A message came that had come before. */
export const repeat = (pane: Pane): Pane => ({ ...pane, twice: pane.twice + 1 });

/** The log, or another one, goes on at `oldestSeq`: the messages before it are told as gone, and not counted as lost. */
export const skip = (pane: Pane, oldestSeq: number | null): Pane => ({ ...pane, lastSeq: null, goneUntil: oldestSeq });

/** The server began another log: its seqs follow none of the earlier ones, and no message of the earlier log is still to come. */
export const renew = (pane: Pane): Pane => ({
  ...pane,
  lastSeq: null,
  recovery: null,
  goneUntil: null,
  renewed: true,
});

/** Counts what is missing before the message, and a message that came before. */
export const arrive = (pane: Pane, arrival: Arrival, now: number): Pane => {
  const expected = (pane.lastSeq ?? arrival.seq - 1) + 1;
  const reached = reach(pane, now);
  if (arrival.seq < expected) return repeat(reached);
  const { recovery } = reached;
  return {
    ...reached,
    lastSeq: arrival.seq,
    messages: pane.messages + 1,
    lost: pane.lost + arrival.seq - expected,
    latest: [arrival, ...pane.latest.slice(0, shownMessages - 1)],
    recovery: recovery?.resumedAt === null ? { ...recovery, resumedAt: arrival.seq } : recovery,
  };
};
