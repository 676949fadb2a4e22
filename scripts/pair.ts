// npm run pair: code paths against each other by the paired method, A against A first.

import { contests } from "../bench/contests/contests.ts";
import { raceAll } from "../bench/contests/pair.ts";
import { pairCommand, pairHelp, parsePairOptions } from "../bench/options/pair-options.ts";
import { enter } from "./entry.ts";

const names = Object.keys(contests);

await enter({
  help: () => pairHelp(pairCommand, names),
  parse: (argv) => parsePairOptions(pairCommand, argv, names),
  run: async (options) => {
    await raceAll(contests, options, (text) => process.stdout.write(text));
    return 0;
  },
});
