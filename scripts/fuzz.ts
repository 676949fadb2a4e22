// `npm run fuzz`: the WebSocket core under seeded random and mutated input. Exit: 0 clean, 1 a fault was found, 2 usage.
import { parseArgs } from "node:util";
import { fuzz } from "../servers/protocol/fuzz.ts";

const usage =
  "usage: npm run fuzz -- [--seed N] [--count N]\n  --seed   what the inputs are made from (1)\n  --count  how many inputs (1000000)\n";

const number = (text: string, least: number): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new TypeError(`not a whole number from ${least} on: ${text}`);
  return value;
};

const run = (seed: number, count: number): number => {
  const startedAt = performance.now();
  try {
    const outcomes = fuzz(seed, count);
    for (const [outcome, times] of outcomes) process.stdout.write(`${String(times).padStart(9)}  ${outcome}\n`);
    process.stdout.write(
      `${count} inputs of seed ${seed} without a fault in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? `${error.stack}\nbecause of ${String(error.cause instanceof Error ? error.cause.stack : error.cause)}` : String(error)}\n`,
    );
    return 1;
  }
};

try {
  const options = {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "1000000" },
    help: { type: "boolean", default: false },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) process.stdout.write(usage);
  else process.exitCode = run(number(values.seed, 0), number(values.count, 1));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
