// npm run pair: code paths against each other by the paired method, A against A first.

import { contests } from "../bench/contests/contests.ts";
import { formatStandings, hold } from "../bench/pair.ts";
import { parsePairOptions } from "../bench/pair-options.ts";
import { seededRandom } from "../bench/stats.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  const options = parsePairOptions(process.argv.slice(2), Object.keys(contests));
  for (const name of options.contests) {
    const contest = await contests[name]?.();
    if (contest === undefined) continue;
    const standings = await hold(contest, options, seededRandom(options.seed));
    await contest.close();
    process.stdout.write(`${formatStandings(contest, standings)}\n\n`);
  }
  return 0;
});
