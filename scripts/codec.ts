// npm run codec: the WebSocket core beside the ws package's, by the paired method on tinybench.

import { codecContests } from "../bench/contests/codec.ts";
import { raceAll } from "../bench/contests/pair.ts";
import { parsePairOptions } from "../bench/options/pair-options.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  const options = parsePairOptions("codec", process.argv.slice(2), Object.keys(codecContests), {
    cycles: 15,
    burst: 60,
  });
  await raceAll(codecContests, options, (text) => process.stdout.write(text));
  return 0;
});
