// A page at a soaked server, as the server sees it: it polls, asks for the clock, and for the meters of its own traffic.

import { decodeMessages } from "../../servers/protocol/message.ts";
import { reasonOf, TrialFailure } from "../failure.ts";
import { ask, fieldOf, lastSeqOf, pause } from "./requests.ts";

interface Page {
  /** Resolves once it asks nothing any more. */
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

/** Asks every `everyMs` from now on. */
export const openPage = (url: string, everyMs: number): Page => {
  const life = new AbortController();
  const failures: string[] = [];
  const browsing = browse(url, everyMs, life.signal).catch((error: unknown) => {
    failures.push(`the page: ${reasonOf(error)}`);
  });
  return {
    failures,
    leave: () => {
      life.abort();
      return browsing;
    },
  };
};
