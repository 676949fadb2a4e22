// Crossings in words: where one transport overtakes another along a sweep, with the two measured settings that the crossing
// lies between. Says nothing where nothing was found, or where medians alone show no more than noise.
import { type Crossing, type CrossingFactor, crossingFactors, crossings } from "../../bench/analysis/crossings.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Words } from "../words/words.ts";
import { bytes, count, duration } from "../writing/numbers.ts";
import type { Panel, Row } from "./panels.ts";

/** The crossings of one panel along its factor. */
interface CrossingGroup {
  readonly title: string;
  readonly sentences: readonly string[];
}

export interface CrossingView {
  readonly groups: readonly CrossingGroup[];
  /** Some were found by medians alone. */
  readonly withoutIntervals: boolean;
}

/** null where no transport overtakes another along the factor of a sweep. */
export const viewCrossings = (run: Run, panels: readonly Panel[], words: Words): CrossingView | null => {
  const found = crossings(run.summaries);
  const groups = panels
    .filter(({ published }) => !published)
    .map((panel) => ({ panel, own: found.filter((crossing) => isOf(panel, crossing)) }))
    .map(({ panel, own }) => ({ panel, own: own.filter((crossing) => isClear(panel, crossing, own)) }))
    .filter(({ own }) => own.length > 0);
  if (groups.length === 0) return null;
  return {
    groups: groups.map(({ panel, own }) => ({
      title: panel.title,
      sentences: own.map((crossing) => crossingSentence(crossing, panel, words)),
    })),
    withoutIntervals: groups.some(({ panel, own }) => own.some((crossing) => !hasIntervals(panel, crossing))),
  };
};

/** The rows of a panel do not share a poll interval: a sweep over another factor has one line for each interval. */
const isOf = (panel: Panel, { scenario, factor, held }: Crossing): boolean =>
  scenario === panel.scenario &&
  factor === panel.factor &&
  panel.rows.some(({ conditions }) =>
    crossingFactors.every((name) => name === factor || name === "pollEveryMs" || held[name] === conditions[name]),
  );

/** The rows of one of the two transports, along the factor. */
const lineOf = (panel: Panel, { held, factor }: Crossing, transport: string): readonly Row[] =>
  panel.rows
    .filter((row) => row.transport === transport)
    .filter(
      ({ conditions: { pollEveryMs } }) =>
        factor === "pollEveryMs" || pollEveryMs === null || pollEveryMs === held.pollEveryMs,
    );

const hasIntervals = (panel: Panel, crossing: Crossing): boolean =>
  [crossing.below, crossing.above]
    .flatMap((transport) => lineOf(panel, crossing, transport))
    .every(({ metrics }) => metrics[crossing.metric] === null || metrics[crossing.metric]?.low !== null);

/** Medians that differ nowhere by this ratio on one side of a crossing show no difference there. */
const leastRatio = 1.1;

/** A crossing without intervals is clear where the two cross once, and differ by a tenth somewhere on both sides. */
const isClear = (panel: Panel, crossing: Crossing, all: readonly Crossing[]): boolean =>
  hasIntervals(panel, crossing) ||
  (all.filter((other) => isSamePair(crossing, other)).length === 1 &&
    widest(panel, crossing, "below") >= leastRatio &&
    widest(panel, crossing, "above") >= leastRatio);

const isSamePair = (x: Crossing, y: Crossing): boolean =>
  x.metric === y.metric &&
  x.held.pollEveryMs === y.held.pollEveryMs &&
  [x.below, x.above].every((transport) => transport === y.below || transport === y.above);

/** The largest ratio on that side, of the transport that has more to the one that has less. */
const widest = (panel: Panel, crossing: Crossing, side: "below" | "above"): number => {
  const { factor, metric, between, below, above } = crossing;
  const [less, more] = side === "below" ? [below, above] : [above, below];
  const valueAt = (transport: string, setting: number): number | null => {
    const line = lineOf(panel, crossing, transport);
    const row = line.find(({ conditions }) => (conditions[factor] ?? setting) === setting);
    return row?.metrics[metric]?.median ?? null;
  };
  const settings = panel.rows
    .flatMap(({ conditions }) => conditions[factor] ?? [])
    .filter((setting) => (side === "below" ? setting <= between[0] : setting >= between[1]));
  const ratios = settings.flatMap((setting) => {
    const [low, high] = [valueAt(less, setting), valueAt(more, setting)];
    return low === null || high === null ? [] : [high / low];
  });
  return Math.max(0, ...ratios);
};

const plain = (value: number): string => String(Number(value.toPrecision(3)));
/** A value read off a line between two points is worth no more than two digits. */
const about = (value: number): number => Number(value.toPrecision(2));
const aboutRate = (value: number): string => (value < 100 ? value.toPrecision(2) : String(about(value)));

interface SettingFormat {
  /** A setting that was run. */
  readonly exact: (value: number) => string;
  /** One that was read off or predicted. */
  readonly about: (value: number) => string;
}

const formats: Readonly<Record<CrossingFactor, SettingFormat>> = {
  ratePerSec: { exact: plain, about: aboutRate },
  oneWayMs: { exact: duration, about: (value) => duration(about(value)) },
  pollEveryMs: { exact: duration, about: (value) => duration(about(value)) },
  bodyBytes: { exact: bytes, about: (value) => bytes(about(value)) },
  subscribers: { exact: count, about: (value) => count(about(value)) },
};

/** "Above 0.91 messages/s (between 0.5 and 1) long polling makes more requests than short polling every 1 s; predicted: 1.0." */
const crossingSentence = (crossing: Crossing, panel: Panel, words: Words): string => {
  const { factor, metric, at, between, predictedAt, below, above } = crossing;
  const { settings, more, sentence } = words.sweeps.crossings;
  const format = formats[factor];
  return sentence(
    settings[factor](format.about(at)),
    format.exact(between[0]),
    format.exact(between[1]),
    more[metric](nameIn(panel, crossing, below, words), nameIn(panel, crossing, above, words)),
    predictedAt === null ? "" : format.about(predictedAt),
  );
};

/** The poll interval is part of the name, unless the crossing goes along it. */
const nameIn = (panel: Panel, crossing: Crossing, transport: string, { basics, sweeps }: Words): string => {
  const [row] = lineOf(panel, crossing, transport);
  const label = basics.inSentence(row?.label ?? transport);
  const every = row?.conditions.pollEveryMs ?? null;
  return every === null || crossing.factor === "pollEveryMs" ? label : sweeps.crossings.every(label, duration(every));
};
