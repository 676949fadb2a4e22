// npm run pair: code paths against each other by the paired method, A against A first.

import { contests } from "../bench/contests/contests.ts";
import { raceAll } from "../bench/contests/pair.ts";
import { pairCommand } from "../bench/options/pair-options.ts";
import { enter } from "./entry.ts";

await enter(pairCommand(Object.keys(contests)), async (options) => {
  await raceAll(contests, options, (text) => process.stdout.write(text));
  return 0;
});
