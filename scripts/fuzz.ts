// npm run fuzz: the WebSocket core under seeded random and mutated input.

import { fuzzCommand } from "../bench/options/tool-options.ts";
import { fuzz } from "../servers/protocol/fuzz/fuzz.ts";
import { enter, print } from "./entry.ts";

const stackOf = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));

await enter(fuzzCommand, async ({ count, seed }) => {
  const startedAt = performance.now();
  try {
    const outcomes = [...fuzz(seed, count)].map(([outcome, times]) => `${String(times).padStart(9)}  ${outcome}`);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    print([...outcomes, `${count} inputs of seed ${seed} in ${seconds} s, no fault`].join("\n"));
    return 0;
  } catch (fault) {
    process.stderr.write(`${fault instanceof Error ? `${fault.message}\n${stackOf(fault.cause)}` : fault}\n`);
    return 1;
  }
});
