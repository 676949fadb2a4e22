// Visitors of the chat at a soaked server: they listen by long polling and by WebSocket, and one after the other say
// something now and then. Knows nothing of the subscribers beside them.

import { decodeMessage, decodeMessages, type Message, MessageError } from "../../servers/protocol/message.ts";
import { TrialFailure } from "../failure.ts";
import { hostClock, until } from "../machine/clock.ts";
import { Ledger, type LedgerCounts } from "./ledger.ts";
import { ask, fieldOf, pause, post } from "./requests.ts";

export interface ChatFindings extends LedgerCounts {
  readonly visitors: number;
  /** Those who joined, and what was said. */
  readonly entries: number;
}

export interface Visitors {
  /** Nothing further is said; resolves once everybody has heard everything, or at the deadline. */
  hush(deadline: number): Promise<void>;
  counts(): ChatFindings;
  /** Resolves once nobody listens any more. */
  leave(): Promise<void>;
  /** What they were refused, and listening that ended early. */
  readonly failures: readonly string[];
}

/** Seldom: the chat's log keeps thousands of entries, and what it gains meanwhile is no leak. */
const sayEveryMs = 5_000;
const lookMs = 20;

/** How a visitor listens and speaks. */
interface Way {
  say(text: string): Promise<unknown>;
  /** Resolves once it no longer listens. */
  readonly over: Promise<void>;
}

interface Listener {
  readonly url: string;
  readonly token: string;
  readonly hear: (message: Message) => void;
  readonly fail: (why: string) => void;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const bearer = (token: string): Readonly<Record<string, string>> => ({ Authorization: `Bearer ${token}` });

const byLongPolling = async ({ url, token, hear, fail }: Listener): Promise<Way> => {
  const listen = async (): Promise<never> => {
    for (let since = 0; ; ) {
      const text = await ask(`${url}/chat/long-polling?since=${since}&visitor=${token}`);
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
  await Promise.race([opened.promise, over.promise]);
  return { say: async (text) => socket.send(JSON.stringify({ text })), over: over.promise };
};

/** One visitor each. */
const ways = [byLongPolling, byWebSocket, byLongPolling, byWebSocket, byLongPolling, byWebSocket] as const;

const join = async (url: string): Promise<string> => {
  const token = fieldOf(JSON.parse(await post(`${url}/chat/visitors`, {})), "token");
  if (typeof token === "string") return token;
  throw new TrialFailure("/chat/visitors answered without a token");
};

/** Resolves once all listen, and the first speaks. They end with the server, where they are not told to leave before. */
export const startVisitors = async (url: string): Promise<Visitors> => {
  const life = new AbortController();
  const ledger = new Ledger(ways.length);
  const failures: string[] = [];
  let [said, leaving] = [0, false];
  const fail = (why: string): void => {
    if (!leaving) failures.push(`the chat: ${why}`);
  };
  /** What the first of them heard: the others must hear the same. */
  const heard = new Map<number, string>();
  const hearAs =
    (visitor: number) =>
    ({ seq, body }: Message): void => {
      const first = heard.get(seq) ?? body;
      heard.set(seq, first);
      ledger.record(visitor, seq, body !== first);
    };
  const tokens = await Promise.all(ways.map(() => join(url)));
  const visitors = await Promise.all(
    ways.map((listen, i) => listen({ url, token: tokens[i] ?? "", hear: hearAs(i), fail })),
  );
  const talk = async (): Promise<void> => {
    while (!life.signal.aborted) {
      await visitors[said % visitors.length]?.say(`line ${said + 1}`);
      said++;
      await pause(sayEveryMs, life.signal);
    }
  };
  const talking = talk().catch((error: unknown) => fail(reasonOf(error)));
  const hush = (): Promise<void> => {
    life.abort();
    return talking;
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
      for (const token of tokens) {
        await ask(`${url}/chat/visitors`, { method: "DELETE", headers: bearer(token) }).catch((error: unknown) => {
          failures.push(`the chat: ${reasonOf(error)}`);
        });
      }
      await Promise.all(visitors.map(({ over }) => over));
    },
  };
};
