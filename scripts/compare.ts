// npm run compare -- BASE HEAD: two stored runs against each other.

import { compareHelp, parseCompareOptions } from "../bench/compare-options.ts";
import { loadConfig } from "../bench/config-file.ts";
import { readConfig } from "../bench/config-reading.ts";
import { gateExitCode } from "../bench/gate.ts";
import { compareStored } from "../bench/stored-comparison.ts";
import { showComparison } from "./comparison.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  const options = parseCompareOptions(process.argv.slice(2));
  if (options === "help") return print(compareHelp());
  const { tolerances } = readConfig(await loadConfig(options.config));
  const comparison = compareStored(options.base, options.head, tolerances);
  await showComparison(comparison, options.out, print);
  return gateExitCode(comparison.gate);
});

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
