// The group of transports to use and the groups that would do as well, in sentences of one claim each. Pure. Runs in Node and in the
// browser; knows nothing of those that will not do.
import type { ChoosingWords } from "../words/english/choosing.ts";
import { duration } from "../writing/numbers.ts";
import type { Cost } from "./bare.ts";
import type { Prediction } from "./choices.ts";
import { hullOf, type Ratio, ratioOf } from "./ranges.ts";
import { say, sayAll, showRatio } from "./say.ts";
import { type Group, isLater, isTied, latenessOf, sharedLatency } from "./ties.ts";

/** "short polling every 1 s". */
export const nameOf = ({ label, pollEveryMs }: Prediction, words: ChoosingWords): string => {
  const name = words.basics.inSentence(label);
  return pollEveryMs === null ? name : words.polling(name, duration(pollEveryMs));
};

/** At p99 where that is known, else at p90, else in the mean. */
export const sayLatency = ({ p99Ms, p90Ms, meanMs }: Prediction, words: ChoosingWords): string => {
  const { latency } = words;
  if (p99Ms !== null) return latency.p99Ms(say("p99Ms", p99Ms, words));
  return p90Ms !== null ? latency.p90Ms(say("p99Ms", p90Ms, words)) : latency.meanMs(say("meanMs", meanMs, words));
};

/** "1.1 MiB/s to 1.2 MiB/s"; empty where it is not known. */
const sayCost = (group: Group, cost: Cost, words: ChoosingWords): string =>
  sayAll(
    cost,
    group.map((one) => one[cost]),
    words,
  );

/** The cheapest within the limit, and what it costs. */
export const sayBest = (group: Group, stale: string, words: ChoosingWords): readonly string[] => {
  const [bytesPerSec, cores] = [sayCost(group, "bytesPerSec", words), sayCost(group, "cores", words)];
  const costs = [bytesPerSec, cores === "" ? "" : words.serverCpu(cores)].filter((part) => part !== "");
  const names = group.map((one) => words.withLatency(nameOf(one, words), sayLatency(one, words)));
  return [
    words.best(stale, words.either(names)),
    ...(costs.length === 0 ? [] : [words.costs(words.basics.join(costs), group.length)]),
  ];
};

/** The costs of another group over the best's, and how much later or sooner it comes. */
export const sayOther = (group: Group, best: Prediction, words: ChoosingWords): readonly string[] => {
  const names = words.either(group.map((one) => nameOf(one, words)));
  const costs = [
    sayRatio(group, best, "bytesPerSec", words.ratios.bytes, words),
    sayRatio(group, best, "cores", words.ratios.cpu, words),
  ].filter((part) => part !== "");
  const isTiedWithBest = group.every((one) => isTied(best, one));
  return [
    isTiedWithBest ? words.alike(names, group.length) : words.other(names, costs),
    ...sayLateness(group, best, words),
  ];
};

/** "1.40 ± 0.04 × the bytes", of all of a group together; empty where it is not known. */
const sayRatio = (
  group: Group,
  best: Prediction,
  cost: Cost,
  word: (times: string) => string,
  words: ChoosingWords,
): string => {
  const hull = hullOf(
    group.flatMap((one) => ratioOf([one[cost], one.ranges[cost]], [best[cost], best.ranges[cost]]) ?? []),
  );
  return hull === null ? "" : word(showRatio(hull, words));
};

/** Nothing, unless all of the group come much later than the best, or all much sooner. */
const sayLateness = (group: Group, best: Prediction, words: ChoosingWords): readonly string[] => {
  if (group.every((one) => isLater(one, best))) {
    return sayTimes(group, best, (one) => latenessOf(one, best), words.later, words);
  }
  if (group.every((one) => isLater(best, one))) {
    return sayTimes(group, best, (one) => latenessOf(best, one), words.sooner, words);
  }
  return [];
};

const sayTimes = (
  group: Group,
  best: Prediction,
  ratio: (one: Prediction) => Ratio | null,
  word: ChoosingWords["later"],
  words: ChoosingWords,
): readonly string[] => {
  const hull = hullOf(group.flatMap((one) => ratio(one) ?? []));
  if (hull === null) return [];
  const quantity = sharedLatency(group[0], best);
  const latency = sayAll(
    quantity,
    group.map((one) => one[quantity]),
    words,
  );
  return [word(showRatio(hull, words), words.latency[quantity](latency), group.length)];
};
