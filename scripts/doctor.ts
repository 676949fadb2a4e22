// npm run doctor: what this machine can hold, and what to change.

import { diagnose, formatDiagnosis } from "../bench/machine/doctor.ts";
import { machineLimits } from "../bench/machine/limits.ts";
import { namespacesRefused } from "../bench/network/network.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  const findings = diagnose(machineLimits(), process.versions.node, await namespacesRefused());
  process.stdout.write(`${formatDiagnosis(findings)}\n`);
  return 0;
});
