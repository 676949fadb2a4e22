// The words of a pane: its state, what it waits for, what an outage cost. Pure; knows no page.

import { count, elapsed, span, thin, written } from "../figures.ts";
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
  return state === "holding" ? "asked again: no answer yet" : "trying again";
};

const share = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole));

/** Short polling alone uses `pollEveryMs`, long polling alone `holdMs`. */
export const standing = (pane: Pane, now: number, pollEveryMs: number, holdMs: number): Standing => {
  const forMs = now - pane.stateSince;
  const since = `for ${elapsed(forMs)}`;
  if (pane.outageSince !== null) {
    const trouble = troubleOf(pane);
    const note = `for ${elapsed(now - pane.outageSince)}`;
    return { name: "Cut off", note, progress: null, tone: "cut-off", trouble };
  }
  switch (pane.state) {
    case "closed":
      return { name: "Closed", note: since, progress: null, tone: "closed", trouble: "" };
    case "connecting":
      return { name: "Connecting", note: since, progress: null, tone: "waiting", trouble: "" };
    case "open": {
      const note = pane.detail === "" ? since : pane.detail;
      return { name: "Open", note, progress: 1, tone: "live", trouble: "" };
    }
    case "holding": {
      const note = `${elapsed(forMs)} of ${holdMs / 1000}${thin}s`;
      return { name: "Held by the server", note, progress: share(forMs, holdMs), tone: "live", trouble: "" };
    }
    case "pausing": {
      const note = `next poll in ${elapsed(pollEveryMs - forMs)}`;
      return { name: "Waiting", note, progress: share(forMs, pollEveryMs), tone: "waiting", trouble: "" };
    }
  }
};

/** Messages that another pane has and this one has not yet. */
export const waitingOnServer = (messages: number): string => {
  if (messages <= 0) return "nothing new on the server";
  return messages === 1 ? "1 message waits on the server" : `${count(messages)} messages wait on the server`;
};

/** How long an outage was, where the pane went on after it, and whether each seq came once. */
export const resilience = (pane: Pane, now: number): string => {
  const told: string[] = [];
  if (pane.outageSince !== null) told.push(`cut off for ${elapsed(now - pane.outageSince)}`);
  else if (pane.recovery !== null) {
    told.push(`reconnected after ${written(span(pane.recovery.afterMs))}`);
    if (pane.recovery.resumedAt !== null) told.push(`resumed at ${pane.recovery.resumedAt}`);
  }
  if (pane.renewed) told.push("the server began another log");
  if (pane.goneUntil !== null) told.push(`messages before ${pane.goneUntil} are no longer kept`);
  told.push(`${count(pane.lost)} lost, ${count(pane.twice)} duplicated`);
  return told.join(" · ");
};
