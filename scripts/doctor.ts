// npm run doctor: what this machine can hold, and what to change.

import { diagnose, formatDiagnosis } from "../bench/doctor.ts";
import { machineLimits } from "../bench/limits.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  process.stdout.write(`${formatDiagnosis(diagnose(machineLimits(), process.versions.node))}\n`);
  return 0;
});
