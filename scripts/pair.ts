// npm run pair: code paths against each other by the paired method, A against A first.

import { contests } from "../bench/contests/contests.ts";
import { raceAll } from "../bench/contests/pair.ts";
import { parsePairOptions } from "../bench/options/pair-options.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  const options = parsePairOptions("pair", process.argv.slice(2), Object.keys(contests), { cycles: 21, burst: 200 });
  await raceAll(contests, options, (text) => process.stdout.write(text));
  return 0;
});
