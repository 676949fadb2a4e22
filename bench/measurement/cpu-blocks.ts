// The server's CPU between publications, in blocks of as many messages each. Blocks that took longer tell what the time itself
// costs, apart from the messages. Pure.

import type { CpuBlocks } from "../record/loads.ts";
import { numberAt, valueAt } from "../statistics/value-at.ts";
import type { Observations } from "./observations.ts";

/** The last fan-out of a block ends in the next one: of eight it is a small part. */
export const messagesInBlock = 8;

/** From the window's first publication on, each block to the publication that begins the next one. */
export const cpuBlocksOf = ({
  publications: { sentAt, cpuMs },
  windowFrom,
  windowTo,
}: Pick<Observations, "publications" | "windowFrom" | "windowTo">): CpuBlocks => {
  const within = [...sentAt.keys()].filter((i) => numberAt(sentAt, i) >= windowFrom && numberAt(sentAt, i) < windowTo);
  const starts = within.filter((_, k) => k % messagesInBlock === 0);
  const between = (column: Float64Array): readonly number[] =>
    starts.slice(1).map((to, k) => numberAt(column, to) - numberAt(column, valueAt(starts, k)));
  return { messages: messagesInBlock, spanMs: between(sentAt), cpuMs: between(cpuMs) };
};
