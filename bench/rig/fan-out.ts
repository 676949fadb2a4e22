// The floor of a fan-out: how soon bare writes of a message reach as many sockets as a trial has subscribers. No server can be
// sooner.

import { type Child, startChild } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { whileAllLive } from "../machine/parts.ts";
import type { Pinning } from "../machine/pinning.ts";
import { distribution, messageTimesOf } from "../measurement/response-times.ts";
import { stallOf } from "../measurement/stalls.ts";
import { type Network, openNetwork } from "../network/network.ts";
import type { FanOutFloor, LinkWay } from "../record/run.ts";
import type { Conditions } from "../record/trial.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { FanOutCalls } from "./fan-out-process.ts";
import type { Attempt } from "./steady.ts";

/** As many sockets as subscribers; a message is as long as its body and what is around it. */
export type FanOut = Pick<Conditions, "subscribers" | "bodyBytes">;

interface FanOutSetup extends FanOut {
  readonly link: LinkWay;
  readonly oneWayMs: number;
  readonly pinning: Pinning;
  readonly codeCache: string | null;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Many more messages than a p90 needs; fewer of them to many sockets, which take longer. */
const mostMessages = 100;
const leastMessages = 40;
const longestMs = 700;
/** Seldom is one message still on its way when the next one leaves. */
const most = { messagesPerSec: 200, deliveriesPerSec: 15_000 } as const;
/** The first messages find cold code, and are left out. */
const warming = 20;
/** Around a body: its JSON, and a frame's head. */
const envelopeBytes = 30;
const graceMs = 2_000;

/** Rejects with TrialFailure where the link cannot be had or a process fails, with Interrupted where the signal says so. */
export const measureFanOut = async (setup: FanOutSetup): Promise<Attempt<FanOutFloor>> => {
  const { link, oneWayMs, pinning, codeCache } = setup;
  const network = await openNetwork(link, oneWayMs);
  const file = new URL("./fan-out-process.ts", import.meta.url);
  const writer = startChild<FanOutCalls>(file, "the writing process", {
    before: [...network.serverSide, ...pinning.server],
    codeCache,
  });
  const hearer = startChild<FanOutCalls>(file, "the hearing process", {
    before: [...network.clientSide, ...pinning.clients],
    codeCache,
  });
  const children = [writer, hearer];
  try {
    return await whileAllLive([...network.parts, ...children], setup.signal, () =>
      measureOver(network, writer, hearer, setup),
    );
  } finally {
    await Promise.all(children.map((child) => child.stop(graceMs)));
    await network.close();
  }
};

const measureOver = async (
  network: Network,
  writer: Child<FanOutCalls>,
  hearer: Child<FanOutCalls>,
  { oneWayMs, subscribers, bodyBytes, seed }: FanOutSetup,
): Promise<Attempt<FanOutFloor>> => {
  const bytes = bodyBytes + envelopeBytes;
  const perSec = Math.min(most.messagesPerSec, most.deliveriesPerSec / subscribers);
  const counted = Math.round(Math.min(mostMessages, Math.max(leastMessages, (perSec * longestMs) / 1000)));
  const messages = warming + counted;
  const { url } = await writer.call("listen", { host: network.serverHost });
  await hearer.call("hear", { url: await network.reach(url), oneWayMs, bytes, sockets: subscribers });
  const from = hostClock();
  const [sentAt, cameAt] = await Promise.all([
    writer.call("write", { sockets: subscribers, bytes, perSec, messages, seed }),
    hearer.call("heard", { messages }),
  ]);
  const span = { windowFrom: from, windowTo: hostClock(), until: hostClock() };
  const { stalls, late } = await network.gaps();
  const gaps = [await writer.call("gaps", null), await hearer.call("gaps", null), stalls, late];
  const times = Array.from(sentAt.subarray(warming), (at, i) =>
    Float64Array.from(cameAt, (socket) => valueAt(socket, warming + i) - at).sort(),
  );
  const deliveryMs = distribution(Float64Array.from(times.flatMap((each) => [...each])), times.length);
  return {
    measured: { subscribers, deliveryMs, ...messageTimesOf(times) },
    stallMaxMs: stallOf(gaps, span).stallMaxMs,
  };
};
