// The words of a pane: its state, what it waits for, what an outage cost. Pure; knows no page.

import { elapsed, span, thin, written } from "../figures.ts";
import { words } from "../language.ts";
import type { Pane } from "./state.ts";

export interface Standing {
  readonly name: string;
  readonly note: string;
  /** How much of the wait is over, from 0 to 1; null where the wait has no known end. */
  readonly progress: number | null;
  readonly tone: "live" | "waiting" | "cut-off" | "closed";
  /** Why it is cut off, and when it tries again; empty while it is not. */
  readonly trouble: string;
}

/** Why a pane is cut off, and when it tries again. */
const troubleOf = ({ state, detail }: Pane): string => {
  if (state === "pausing") return detail;
  return state === "holding" ? words.pane.noAnswer : words.pane.trying;
};

const share = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole));

/** Short polling alone uses `pollEveryMs`, long polling alone `holdMs`. */
export const standing = (pane: Pane, now: number, pollEveryMs: number, holdMs: number): Standing => {
  const forMs = now - pane.stateSince;
  const since = words.pane.since(elapsed(forMs));
  if (pane.outageSince !== null) {
    const trouble = troubleOf(pane);
    const note = words.pane.since(elapsed(now - pane.outageSince));
    return { name: words.pane.cutOff, note, progress: null, tone: "cut-off", trouble };
  }
  switch (pane.state) {
    case "closed":
      return { name: words.pane.closed, note: since, progress: null, tone: "closed", trouble: "" };
    case "connecting":
      return { name: words.pane.connecting, note: since, progress: null, tone: "waiting", trouble: "" };
    case "open": {
      const note = pane.detail === "" ? since : pane.detail;
      return { name: words.pane.open, note, progress: 1, tone: "live", trouble: "" };
    }
    case "holding": {
      const note = words.pane.heldFor(elapsed(forMs), `${holdMs / 1000}${thin}s`);
      return { name: words.pane.held, note, progress: share(forMs, holdMs), tone: "live", trouble: "" };
    }
    case "pausing": {
      const note = words.pane.nextPoll(elapsed(pollEveryMs - forMs));
      return { name: words.pane.waiting, note, progress: share(forMs, pollEveryMs), tone: "waiting", trouble: "" };
    }
  }
};

/** Messages that another pane has and this one has not yet. */
export const waitingOnServer = (messages: number): string => {
  return messages <= 0 ? words.pane.nothingWaits : words.pane.wait(messages);
};

/** How long an outage was, where the pane went on after it, and whether each seq came once. */
export const resilience = (pane: Pane, now: number): string => {
  const told: string[] = [];
  if (pane.outageSince !== null) told.push(words.pane.cutOffFor(elapsed(now - pane.outageSince)));
  else if (pane.recovery !== null) {
    told.push(words.pane.reconnected(written(span(pane.recovery.afterMs))));
    if (pane.recovery.resumedAt !== null) told.push(words.pane.resumedAt(pane.recovery.resumedAt));
  }
  if (pane.renewed) told.push(words.pane.anotherLog);
  if (pane.goneUntil !== null) told.push(words.pane.gone(pane.goneUntil));
  told.push(words.pane.ledger(pane.lost, pane.twice));
  return told.join(" · ");
};
