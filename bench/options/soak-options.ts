// The command line of `soak`.

import { checkSubscribers, type MachineLimits } from "../machine/limits.ts";
import { type CommandLine, commandLine } from "./flags.ts";
import { anyFrom, numberIn, whole } from "./values.ts";

export interface SoakOptions {
  readonly subscribers: number;
  readonly minutes: number;
  readonly ratePerSec: number;
}

const defaults: SoakOptions = { subscribers: 500, minutes: 10, ratePerSec: 20 };

// biome-ignore format: one line an option
const table = {
  subscribers: { flag: "--subscribers", placeholder: "N", read: numberIn(whole(1, 100_000, "")), fallback: `${defaults.subscribers}`, help: "how many subscribe, spread evenly over the transports" },
  minutes: { flag: "--minutes", placeholder: "N", read: numberIn(anyFrom(0.01, 24 * 60, "minutes")), fallback: `${defaults.minutes}`, help: "how long messages are published; at least 4, or memory is not judged" },
  ratePerSec: { flag: "--rate", placeholder: "MSG_PER_S", read: numberIn(anyFrom(0.1, 50, "messages a second")), fallback: `${defaults.ratePerSec}`, help: "messages of 256 B published per second" },
} as const;

const command = {
  usage: "npm run soak -- [OPTIONS]",
  purpose: "many subscribers of every transport at one server, for long: is anything lost, or left behind?",
  table,
  notes: [],
  examples: [
    { call: "npm run soak", does: "500 subscribers for ten minutes" },
    { call: "npm run soak -- --minutes 60 --subscribers 2000", does: "more of them, for longer" },
    {
      call: "npm run soak -- --minutes 4 --rate 50",
      does: "the shortest soak whose memory is judged, and the most messages",
    },
  ],
  exits: { done: "nothing lost, nothing left, memory flat", found: "otherwise" },
  takesOperands: false,
};

export const soakCommand = (limits: MachineLimits): CommandLine<SoakOptions> =>
  commandLine(command, (values) => {
    const options = { ...defaults, ...values };
    checkSubscribers(options.subscribers, limits);
    return options;
  });
