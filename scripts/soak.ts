// npm run soak: many subscribers of every transport at one server, for long.

import { machineLimits } from "../bench/machine/limits.ts";
import { soakCommand } from "../bench/options/soak-options.ts";
import { faultsOf, formatSoak, formatSoakProgress } from "../bench/soak/report.ts";
import { soak } from "../bench/soak/soak.ts";
import { enter, interruptSignal, print } from "./entry.ts";

await enter(soakCommand(machineLimits()), async (options) => {
  const signal = interruptSignal("stopping: what was seen is told (again to stop at once)");
  const findings = await soak({ options, signal, progress: (progress) => print(formatSoakProgress(progress)) });
  print(formatSoak(findings));
  if (faultsOf(findings).length > 0) return 1;
  return findings.interrupted ? 130 : 0;
});
