// npm run codec: the WebSocket core beside the ws package's, by the paired method on tinybench.

import { codecContests } from "../bench/contests/codec.ts";
import { raceAll } from "../bench/contests/pair.ts";
import { codecCommand, pairHelp, parsePairOptions } from "../bench/options/pair-options.ts";
import { enter } from "./entry.ts";

const names = Object.keys(codecContests);

await enter({
  help: () => pairHelp(codecCommand, names),
  parse: (argv) => parsePairOptions(codecCommand, argv, names),
  run: async (options) => {
    await raceAll(codecContests, options, (text) => process.stdout.write(text));
    return 0;
  },
});
