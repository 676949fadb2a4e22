// npm run compare -- BASE HEAD: two stored runs against each other.

import { gateExitCode } from "../bench/gate/gate.ts";
import { compareCommand } from "../bench/options/compare-options.ts";
import { loadConfig } from "../bench/options/config-file.ts";
import { readConfig } from "../bench/options/config-reading.ts";
import { compareStored } from "../bench/run/stored-comparison.ts";
import { folderOfRun } from "../bench/run/stored-file.ts";
import { showComparison } from "./comparison.ts";
import { enter, print, writingTo } from "./entry.ts";
import { terminalOf } from "./window.ts";

await enter(compareCommand, async ({ base, head, out, config, verbose }) => {
  const { tolerances } = readConfig(await loadConfig(config));
  const folder = folderOfRun(head);
  const comparison = compareStored(folderOfRun(base), folder, tolerances);
  const place = out ?? folder;
  await writingTo(`--out ${place}: the comparison`, () =>
    showComparison(comparison, place, print, terminalOf(verbose)),
  );
  return gateExitCode(comparison.gate);
});
