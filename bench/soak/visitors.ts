// Visitors of the chat at a soaked server: they listen by long polling and by WebSocket, and take turns to say something now
// and then. Knows nothing of the subscribers beside them.

import { decodeMessage, decodeMessages, type Message, MessageError } from "../../servers/protocol/message.ts";
import { defaultServerOptions } from "../../servers/server.ts";
import { reasonOf, TrialFailure } from "../failure.ts";
import { hostClock, until } from "../machine/clock.ts";
import { valueAt } from "../statistics/value-at.ts";
import { Ledger, type LedgerCounts } from "./ledger.ts";
import { ask, fieldOf, patienceMs, pause, post } from "./requests.ts";

export interface ChatFindings extends LedgerCounts {
  readonly visitors: number;
  /** The visitors' joins and sayings. */
  readonly entries: number;
}

interface Visitors {
  /** Nothing more is said; resolves once everybody has heard everything, or at the deadline. */
  hush(deadline: number): Promise<void>;
  counts(): ChatFindings;
  /** Resolves once nobody listens any more. */
  leave(): Promise<void>;
  /** Requests of visitors that were refused, and listening that ended early. */
  readonly failures: readonly string[];
}

/** Seldom: the chat's log keeps thousands of entries, and is to gain few of them during a soak. */
const sayEveryMs = 5_000;
const lookMs = 20;

/** How a visitor listens and speaks. */
interface Way {
  say(text: string): Promise<unknown>;
  /** Resolves once the visitor no longer listens. */
  readonly over: Promise<void>;
}

interface Listener {
  readonly url: string;
  readonly token: string;
  readonly hear: (message: Message) => void;
  readonly fail: (why: string) => void;
}

const bearer = (token: string): Readonly<Record<string, string>> => ({ Authorization: `Bearer ${token}` });

const byLongPolling = async ({ url, token, hear, fail }: Listener): Promise<Way> => {
  const listen = async (): Promise<never> => {
    for (let since = 0; ; ) {
      const address = `${url}/chat/long-polling?since=${since}&visitor=${token}`;
      const text = await ask(address, {}, defaultServerOptions.holdMs + patienceMs);
      for (const message of text === "" ? [] : decodeMessages(text)) {
        hear(message);
        since = message.seq;
      }
    }
  };
  return {
    say: (text) => post(`${url}/chat/messages`, { text }, bearer(token)),
    over: listen().catch((error: unknown) => fail(reasonOf(error))),
  };
};

const byWebSocket = async ({ url, token, hear, fail }: Listener): Promise<Way> => {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/chat/websocket?since=0&visitor=${token}`);
  const [opened, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  socket.addEventListener("open", () => opened.resolve());
  socket.addEventListener("message", ({ data }) => {
    try {
      hear(decodeMessage(String(data)));
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      fail(`a WebSocket was told ${data}`);
    }
  });
  socket.addEventListener("close", ({ code }) => {
    fail(`a WebSocket was closed (${code})`);
    over.resolve();
  });
  // One that is closed before it has opened fails, and that is told.
  const dialling = setTimeout(() => socket.close(), patienceMs);
  await Promise.race([opened.promise, over.promise]);
  clearTimeout(dialling);
  return { say: async (text) => socket.send(JSON.stringify({ text })), over: over.promise };
};

/** A visitor for each. */
const ways = [byLongPolling, byWebSocket, byLongPolling, byWebSocket, byLongPolling, byWebSocket] as const;

const join = async (url: string): Promise<string> => {
  const token = fieldOf(JSON.parse(await post(`${url}/chat/visitors`, {})), "token");
  if (typeof token === "string") return token;
  throw new TrialFailure("/chat/visitors answered without a token");
};

/** Keeps the entries that each visitor hears: all must hear the same as the first of them. */
const hearingOf = (ledger: Ledger): ((visitor: number, message: Message) => void) => {
  const heard = new Map<number, string>();
  return (visitor, { seq, body }) => {
    const first = heard.get(seq) ?? body;
    heard.set(seq, first);
    ledger.record(visitor, seq, body !== first);
  };
};

/** Resolves once all listen and the first one speaks. They end with the server, unless they are told to leave before. */
export const startVisitors = async (url: string): Promise<Visitors> => {
  const talking = new AbortController();
  const ledger = new Ledger(ways.length);
  const hear = hearingOf(ledger);
  const failures: string[] = [];
  let [said, leaving] = [0, false];
  const fail = (why: string): void => {
    if (!leaving) failures.push(`the chat: ${why}`);
  };
  const tokens = await Promise.all(ways.map(() => join(url)));
  const visitors = await Promise.all(
    tokens.map((token, i) => valueAt(ways, i)({ url, token, hear: (message) => hear(i, message), fail })),
  );
  const talk = async (): Promise<void> => {
    while (!talking.signal.aborted) {
      await valueAt(visitors, said % visitors.length).say(`line ${said + 1}`);
      said++;
      await pause(sayEveryMs, talking.signal);
    }
  };
  const talked = talk().catch((error: unknown) => fail(reasonOf(error)));
  const hush = (): Promise<void> => {
    talking.abort();
    return talked;
  };
  const entries = (): number => visitors.length + said;
  return {
    failures,
    hush: async (deadline) => {
      await hush();
      while (failures.length === 0 && hostClock() < deadline && !ledger.isComplete(entries())) {
        await until(hostClock() + lookMs);
      }
    },
    counts: () => ({ visitors: visitors.length, entries: entries(), ...ledger.counts(entries()) }),
    leave: async () => {
      await hush();
      leaving = true;
      failures.push(...(await leaveChat(url, tokens)));
      if (!(await inTime(Promise.all(visitors.map(({ over }) => over))))) {
        failures.push(`the chat: visitors were not let go within ${patienceMs / 1000} s`);
      }
    },
  };
};

/** Whether the work is done before patience is at an end. */
const inTime = async (work: Promise<unknown>): Promise<boolean> => {
  const done = new AbortController();
  await Promise.race([work.then(() => done.abort()), pause(patienceMs, done.signal)]);
  return done.signal.aborted;
};

/** Resolves to the refusals that visitors met. */
const leaveChat = async (url: string, tokens: readonly string[]): Promise<readonly string[]> => {
  const refused: string[] = [];
  for (const token of tokens) {
    await ask(`${url}/chat/visitors`, { method: "DELETE", headers: bearer(token) }).catch((error: unknown) => {
      refused.push(`the chat: ${reasonOf(error)}`);
    });
  }
  return refused;
};
