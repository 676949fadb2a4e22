// The chat's requests: join, say, leave, and a probe of whether the server knows a visitor. Each passes the added delay, and is
// given up when the visitor leaves. Knows no entries.

import { type Answer, ask } from "../answer.ts";
import { DelayLine } from "../delay-line.ts";

const patienceMs = 10_000;

export interface ChatRequests {
  /** Answered 201 with the visitor. */
  join(name: string): Promise<Answer>;
  /** Answered 201 with the seq. */
  say(token: string, text: string): Promise<Answer>;
  /** Answered like any poll; 401 where the server does not know the visitor. */
  probe(token: string, since: number): Promise<Answer>;
  /** Goes out at once and outlives the page. */
  leave(token: string): void;
}

/** Calls `start`, and resolves when that calls its argument, or when `life` is over. */
const whileAlive = (life: AbortSignal, start: (resolve: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      life.removeEventListener("abort", end);
      resolve();
    };
    if (life.aborted) return end();
    life.addEventListener("abort", end);
    start(end);
  });

/** Resolves after that time, or when `life` is over. */
export const pause = async (ms: number, life: AbortSignal): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await whileAlive(life, (resolve) => {
    timer = setTimeout(resolve, ms);
  });
  clearTimeout(timer);
};

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

export const createChatRequests = (origin: string, delayMs: () => number, life: AbortSignal): ChatRequests => {
  const [up, down] = [new DelayLine(delayMs), new DelayLine(delayMs)];
  life.addEventListener("abort", () => {
    up.clear();
    down.clear();
  });
  const pass = (line: DelayLine): Promise<void> => whileAlive(life, (resolve) => line.pass(resolve));
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    await pass(up);
    const answer = await ask(`${origin}${path}`, init, life, patienceMs);
    await pass(down);
    return answer;
  };
  return {
    join: (name) => send("/chat/visitors", json(name === "" ? {} : { name })),
    say: (token, text) => {
      const post = json({ text });
      return send("/chat/messages", { ...post, headers: { ...post.headers, ...bearer(token) } });
    },
    probe: (token, since) =>
      send(`/chat/short-polling?${new URLSearchParams({ since: String(since), visitor: token })}`, {}),
    leave: (token) => {
      const gone = fetch(`${origin}/chat/visitors`, { method: "DELETE", headers: bearer(token), keepalive: true });
      // The server notices by itself that the visitor is gone, should this not arrive.
      gone.catch(() => {});
    },
  };
};
