// The load client's polling loop against autocannon and undici's Pool on keep-alive connections, unpaced: CPU of the
// client's process per request. All stay connected in one process, which keeps start-up out of the figure: the far side
// answers one client at a time, and holds the others' requests.

import autocannon from "autocannon";
import { Pool } from "undici";
import { subscribe } from "../../clients/long-polling.ts";
import { noTraffic } from "../../clients/subscriber.ts";
import { joinMessages } from "../../servers/protocol/joined-messages.ts";
import { encodeMessage } from "../../servers/protocol/message.ts";
import { type Child, startChild } from "../machine/child.ts";
import { type Closable, lineUp, type Named } from "./line-up.ts";
import { type Contest, type Contestant, cpuOf } from "./pair.ts";
import type { PollSourceCalls } from "./poll-source-process.ts";

interface PollClientSetup {
  /** A message is decoded, checked and delivered by ours, parsed by undici's body.json(), only kept as text by autocannon. */
  readonly answer: "empty" | "message";
  readonly baseline: "autocannon" | "undici";
  readonly targets: Readonly<Record<string, number>>;
}

/** Asks on every connection, and again at once after each answer. */
type Open = (url: string, answer: PollClientSetup["answer"]) => Promise<Closable>;

const connections = 1000;
const path = "/long-polling?since=0";
/** Longer than any contest: a request that waits for its client's turn is not late. */
const patienceSec = 24 * 60 * 60;
const bodyBytes = 64;

const openOurs: Open = async (url) => {
  const traffic = noTraffic();
  const options = { since: 0, pollEveryMs: 0, firstPollMs: 0, connection: "keep-alive", headers: "minimal" } as const;
  const subscriptions = await Promise.all(
    Array.from({ length: connections }, () => subscribe(url, () => {}, { ...options, traffic })),
  );
  return {
    close: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
      if (traffic.connections.opened !== connections) throw new Error("ours did not keep its connections");
    },
  };
};

/** autocannon looks every `sampleInt` ms whether it is to stop. */
const openAutocannon: Open = async (url) => {
  const done = Promise.withResolvers<autocannon.Result>();
  const instance = autocannon(
    { url: `${url}${path}`, connections, timeout: patienceSec, duration: patienceSec, sampleInt: 100 },
    (error, result) => (error ? done.reject(error) : done.resolve(result)),
  );
  return {
    close: async () => {
      instance.stop();
      const { errors, non2xx } = await done.promise;
      if (errors + non2xx > 0) throw new Error(`autocannon had ${errors + non2xx} errors`);
    },
  };
};

/** Pools of a hundred, since a Pool searches its connections for a free one. undici wants every body to be consumed. */
const openUndici: Open = async (url, answer) => {
  const perPool = 100;
  const pools = Array.from(
    { length: connections / perPool },
    () => new Pool(url, { connections: perPool, headersTimeout: 0, bodyTimeout: 0 }),
  );
  let closing = false;
  const poll = async (pool: Pool): Promise<void> => {
    while (!closing) {
      const { body } = await pool.request({ path, method: "GET" });
      if (answer === "empty") await body.dump();
      else await body.json();
    }
  };
  const polls = pools.flatMap((pool) =>
    Array.from({ length: perPool }, () =>
      poll(pool).catch((error: unknown) => {
        if (!closing) throw error;
      }),
    ),
  );
  return {
    close: async () => {
      closing = true;
      await Promise.all(pools.map((pool) => pool.destroy()));
      await Promise.all(polls);
    },
  };
};

/** The answer as our server sends it. */
const answerBytes = (answer: PollClientSetup["answer"]): string => {
  const connection = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=75\r\n\r\n";
  if (answer === "empty") return `HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n${connection}`;
  const message = { seq: 1, body: "x".repeat(bodyBytes) };
  const body = joinMessages([Buffer.from(encodeMessage(message))]).toString();
  const headers = `Content-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: ${body.length}\r\n`;
  return `HTTP/1.1 200 OK\r\n${headers}${connection}${body}`;
};

const contestant = async (
  name: string,
  open: Open,
  answer: PollClientSetup["answer"],
  source: Child<PollSourceCalls>,
): Promise<Contestant & Closable> => {
  const { url } = await source.call("listen", { answer: answerBytes(answer), connections });
  const client = await open(url, answer);
  await source.call("hold", { url });
  return {
    name,
    burst: (forMs) => cpuOf(async () => (await source.call("answer", { url, forMs })).answers),
    close: () => client.close(),
  };
};

const baselines = {
  autocannon: ["autocannon", openAutocannon],
  undici: ["undici Pool", openUndici],
} as const satisfies Record<PollClientSetup["baseline"], Named<Open>>;

const answered = {
  empty: "204 and no body",
  message: `one message of ${bodyBytes} B, which autocannon does not parse`,
} as const;

export const pollClientContest = async ({ answer, baseline, targets }: PollClientSetup): Promise<Contest> => {
  const source = startChild<PollSourceCalls>(new URL("./poll-source-process.ts", import.meta.url), "the poll source");
  const lined = await lineUp(source, baselines[baseline], [["ours", openOurs]], (name, open) =>
    contestant(name, open, answer, source),
  );
  return {
    title: `polling on ${connections} keep-alive connections, answered with ${answered[answer]}`,
    unit: "request",
    cost: "CPU",
    targets,
    ...lined,
  };
};
