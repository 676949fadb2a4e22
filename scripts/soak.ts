// npm run soak: many subscribers of every transport at one server, for long.

import { machineLimits } from "../bench/machine/limits.ts";
import { soakCommand } from "../bench/options/soak-options.ts";
import { faultsOf, formatSoak, formatSoakProgress } from "../bench/soak/report.ts";
import { type SoakProgress, soak } from "../bench/soak/soak.ts";
import { enter, interruptSignal, print } from "./entry.ts";
import { fitted } from "./window.ts";

const tellProgress = (progress: SoakProgress): void => print(fitted(formatSoakProgress(progress)));

await enter(soakCommand(machineLimits()), async (options) => {
  const signal = interruptSignal("stopping: what was seen is told (again to stop at once)");
  const findings = await soak({ options, signal, progress: tellProgress });
  print(fitted(formatSoak(findings)));
  if (faultsOf(findings).length > 0) return 1;
  return findings.interrupted ? 130 : 0;
});
