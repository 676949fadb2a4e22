// Chinese: how many comparisons have which verdict, and the headline that follows from it.
import type { GateVerdict } from "../../../bench/gate/line.ts";
import { count } from "../../writing/numbers.ts";
import { type Counts, sizesOf } from "../english/compare-tally.ts";

export const tallied: Readonly<Record<GateVerdict, (count: number) => string>> = {
  regression: (number) => `${count(number)} 项变差`,
  improvement: (number) => `${count(number)} 项变好`,
  changed: (number) => `${count(number)} 项有变化`,
  same: (number) => `${count(number)} 项相同`,
  "cannot tell": (number) => `${count(number)} 项无法判断`,
  "not comparable": (number) => `${count(number)} 项不可比较`,
};

const judgedOf = (counts: Counts): string => {
  const { judged, all, untold } = sizesOf(counts);
  const rest = untold === 0 ? "" : `，${count(untold)} 项无从判断`;
  return `${count(all)} 项比较中判断了 ${count(judged)} 项${rest}`;
};

export const headline = (counts: Counts, noTime: boolean): string => {
  const { regression, improvement } = counts;
  if (noTime) {
    const { judged, all } = sizesOf(counts);
    const worse = regression > 0 ? tallied.regression(regression) : "没有一项变差";
    return `${count(all)} 项中判断了 ${count(judged)} 项，${worse}；没有一项响应时间可以判断：不算通过`;
  }
  if (regression > 0) return `${tallied.regression(regression)}：${judgedOf(counts)}`;
  const better = improvement > 0 ? `，${tallied.improvement(improvement)}` : "";
  return `没有变差${better}：${judgedOf(counts)}`;
};
