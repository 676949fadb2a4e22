// npm run fuzz: the WebSocket core under seeded random and mutated input.

import { setImmediate } from "node:timers/promises";
import { exitCodes } from "../bench/failure.ts";
import { fuzzCommand } from "../bench/options/tool-options.ts";
import { allFuzzTargets, fuzz } from "../servers/protocol/fuzz/fuzz.ts";
import { enter, print } from "./entry.ts";

const stackOf = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));

/** Between slices the process hears that it is to stop. */
const slice = 500;

/** How often each outcome came up. Throws at the first fault. */
const fuzzAll = async (seed: number, count: number): Promise<ReadonlyMap<string, number>> => {
  const outcomes = new Map<string, number>();
  for (let first = 0; first < count; first += slice) {
    for (const [outcome, times] of fuzz(seed, Math.min(slice, count - first), allFuzzTargets, first))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times);
    await setImmediate();
  }
  return new Map([...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

await enter(fuzzCommand, async ({ count, seed }) => {
  const startedAt = performance.now();
  try {
    const outcomes = [...(await fuzzAll(seed, count))].map(
      ([outcome, times]) => `${String(times).padStart(9)}  ${outcome}`,
    );
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    print([...outcomes, `${count} inputs of seed ${seed} in ${seconds} s, no fault`].join("\n"));
    return exitCodes.done;
  } catch (fault) {
    process.stderr.write(`${fault instanceof Error ? `${fault.message}\n${stackOf(fault.cause)}` : fault}\n`);
    return exitCodes.found;
  }
});
