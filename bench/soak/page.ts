// A page at a soaked server, as far as the server sees one: it polls, asks for the clock, and for what was metered of it.

import { decodeMessages } from "../../servers/protocol/message.ts";
import { TrialFailure } from "../failure.ts";
import { ask, fieldOf, lastSeqOf, pause } from "./requests.ts";

export interface Page {
  /** Resolves once nothing is asked any more. */
  leave(): Promise<void>;
  /** Why it gave up; none while it goes on. */
  readonly failures: readonly string[];
}

const pageKey = "soak";

const browse = async (url: string, everyMs: number, signal: AbortSignal): Promise<void> => {
  let since = 0;
  for (let polls = 1; !signal.aborted; polls++) {
    const text = await ask(`${url}/short-polling?since=${since}&page=${pageKey}`);
    since = (text === "" ? [] : decodeMessages(text)).at(-1)?.seq ?? since;
    await lastSeqOf(url);
    const meters: unknown = JSON.parse(await ask(`${url}/meters?page=${pageKey}`));
    const metered = fieldOf(meters, "short-polling", "requests");
    if (metered !== polls) throw new TrialFailure(`${metered} requests were metered of ${polls}`);
    await pause(everyMs, signal);
  }
};

/** Asks from now on, every so often. */
export const openPage = (url: string, everyMs: number): Page => {
  const life = new AbortController();
  const failures: string[] = [];
  const browsing = browse(url, everyMs, life.signal).catch((error: unknown) => {
    failures.push(`the page: ${error instanceof Error ? error.message : error}`);
  });
  return {
    failures,
    leave: () => {
      life.abort();
      return browsing;
    },
  };
};
