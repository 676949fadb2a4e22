// npm run doctor: what this machine can hold, and what to change.

import { diagnose, formatDiagnosis } from "../bench/machine/doctor.ts";
import { machineLimits } from "../bench/machine/limits.ts";
import { namespacesRefused } from "../bench/network/network.ts";
import { doctorCommand } from "../bench/options/tool-options.ts";
import { mostInProfiles } from "../bench/plan/scenarios.ts";
import { enter, print } from "./entry.ts";

await enter(doctorCommand, async () => {
  print(formatDiagnosis(diagnose(machineLimits(), process.versions.node, await namespacesRefused(), mostInProfiles())));
  return 0;
});
