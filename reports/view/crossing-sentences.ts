// Crossings in words: where one transport overtakes another along a sweep, with the two measured settings that the crossing
// lies between. Says nothing where nothing was found.
import { type Crossing, type CrossingFactor, crossingFactors, crossings } from "../../bench/analysis/crossings.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Words } from "../words/words.ts";
import { bytes, count, duration } from "../writing/numbers.ts";
import type { Panel, Row } from "./panels.ts";

/** The crossings of one panel along its factor. */
export interface CrossingGroup {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** null where no transport overtakes another along the factor of a sweep. */
export const viewCrossings = (run: Run, panels: readonly Panel[], words: Words): readonly CrossingGroup[] | null => {
  const found = crossings(run.summaries);
  const groups = panels
    .filter(({ published }) => !published)
    .map((panel) => ({ panel, own: found.filter((crossing) => isOf(panel, crossing) && isFair(panel, crossing)) }))
    .filter(({ own }) => own.length > 0);
  if (groups.length === 0) return null;
  return groups.map(({ panel, own }) => ({
    title: panel.title,
    sentences: own.map((crossing) => crossingSentence(crossing, panel, words)),
  }));
};

/** The CPU of transports that ran side by side is no claim. */
const isFair = ({ sideBySide }: Panel, { metric }: Crossing): boolean =>
  metric !== "serverCpuMsPerThousandDeliveries" || !sideBySide;

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
