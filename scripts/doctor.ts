// npm run doctor: what this machine can hold, what keeps it busy, and what to change: fit or not fit.

import { exitCodes } from "../bench/failure.ts";
import { diagnose, formatDiagnosis, isFit } from "../bench/machine/doctor.ts";
import { machineLimits } from "../bench/machine/limits.ts";
import { watchOtherWork } from "../bench/machine/processes.ts";
import { limits } from "../bench/measurement/validity.ts";
import { namespacesRefused } from "../bench/network/network.ts";
import { doctorCommand } from "../bench/options/tool-options.ts";
import { mostInProfiles } from "../bench/plan/scenarios.ts";
import { enter, print } from "./entry.ts";
import { hung } from "./window.ts";

/** How long other work is watched. */
const watchedMs = 2_000;

await enter(doctorCommand, async () => {
  const refused = await namespacesRefused();
  const surroundings = { ...(await watchOtherWork(watchedMs)), mostOtherCores: limits.otherCores };
  const { node } = process.versions;
  const findings = diagnose(machineLimits(), node, refused, mostInProfiles(), surroundings);
  print(formatDiagnosis(findings, hung));
  return isFit(findings) ? exitCodes.done : exitCodes.found;
});
