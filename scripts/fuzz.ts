// npm run fuzz: the WebSocket core under seeded random and mutated input.

import { parseArgs } from "node:util";
import { UsageError } from "../bench/failure.ts";
import { fuzz } from "../servers/protocol/fuzz/fuzz.ts";
import { enter } from "./entry.ts";

const help = "npm run fuzz -- [--count N] [--seed N]; a fault ends the run, and names the input that shows it again";

await enter(async () => {
  const { count, seed } = parseFuzzOptions(process.argv.slice(2));
  const startedAt = performance.now();
  try {
    const outcomes = [...fuzz(seed, count)].map(([outcome, times]) => `${String(times).padStart(9)}  ${outcome}`);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    process.stdout.write(`${[...outcomes, `${count} inputs of seed ${seed} in ${seconds} s, no fault`].join("\n")}\n`);
    return 0;
  } catch (fault) {
    process.stderr.write(`${fault instanceof Error ? `${fault.message}\n${stackOf(fault.cause)}` : fault}\n`);
    return 1;
  }
});

/** Throws UsageError. */
function parseFuzzOptions(args: string[]): { readonly count: number; readonly seed: number } {
  try {
    const number = { type: "string" } as const;
    const { values } = parseArgs({ args, options: { count: number, seed: number } });
    return { count: whole("count", values.count ?? "1000000", 1), seed: whole("seed", values.seed ?? "1", 0) };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split(". ")[0] : error}; ${help}`);
  }
}

function whole(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`--${flag} ${text}: give a whole number from ${least}`);
  return value;
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
