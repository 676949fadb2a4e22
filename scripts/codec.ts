// npm run codec: the WebSocket core beside the ws package's, by the paired method on tinybench.

import { codecContests } from "../bench/contests/codec.ts";
import { raceAll } from "../bench/contests/pair.ts";
import { codecCommand } from "../bench/options/pair-options.ts";
import { enter } from "./entry.ts";

await enter(codecCommand(Object.keys(codecContests)), async (options) => {
  await raceAll(codecContests, options, (text) => process.stdout.write(text));
  return 0;
});
