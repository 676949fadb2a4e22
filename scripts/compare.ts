// npm run compare -- BASE HEAD: two stored runs against each other.

import { gateExitCode } from "../bench/gate/gate.ts";
import { compareHelp, parseCompareOptions } from "../bench/options/compare-options.ts";
import { loadConfig } from "../bench/options/config-file.ts";
import { readConfig } from "../bench/options/config-reading.ts";
import { compareStored } from "../bench/run/stored-comparison.ts";
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
