// A run's inputs to the model, for answers at other settings: delays, sizes, CPU, and the region in which all that was
// measured. Pure. Knows nothing of the settings themselves (choices.ts) or of pages.
import { byteInputs } from "../../bench/analysis/byte-inputs.ts";
import { cellKey } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Summary } from "../../bench/record/summary.ts";
import { type Conditions, isMeasured, type MeasuredTrial } from "../../bench/record/trial.ts";
import { median, medianOrNull } from "../../bench/statistics/stats.ts";
import { isBrowserArm, labelOf, type TransportView } from "../legend/transports.ts";
import { type MeasuredFactor, measuredFactors } from "../words/vocabulary.ts";
import type { ChoosingInputs, Setting, TransportInputs } from "./choices.ts";
import { type CpuPoint, fitCpu } from "./cpu-fit.ts";

/** Another make of a transport is compared in the panels; it is no further choice. */
const isVariant = (name: string): boolean =>
  ["ws-library", "websocket-deflate"].includes(name) || name.endsWith(":again") || isBrowserArm(name);

/** A summary with the trials behind it. */
interface Cell extends Summary {
  readonly measured: readonly MeasuredTrial[];
  /** Deliveries to all subscribers, at the rate that was published in fact. */
  readonly deliveriesPerSec: number;
}

/** null where the run measured no Poisson messages, from which to set out. */
export const choosingInputs = (run: Run, views: readonly TransportView[]): ChoosingInputs | null => {
  const cells = cellsOf(run);
  const main = cells.find(({ conditions, metrics }) => conditions.schedule === "poisson" && metrics.responseTimeMeanMs);
  if (main === undefined) return null;
  // Other headers and another kind of connection change the cost, so only the main scenario's kind is fitted.
  const connection = cells.find((cell) => cell.scenario === main.scenario && cell.conditions.connection !== null)
    ?.conditions.connection;
  const alike = cells.filter(
    ({ conditions }) =>
      conditions.headers === main.conditions.headers &&
      (conditions.connection === null || conditions.connection === connection),
  );
  const pushed = pushedCells(alike);
  const transports = [...Map.groupBy(alike, ({ transport }) => transport)].map(([name, own]) =>
    transportInputs(name, labelOf(views, name), own, pushed),
  );
  const order = views.map(({ name }) => name);
  return {
    transports: transports.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
    ...gapOf(run, alike),
    jitterMs: jitterOf(pushed, main.conditions),
    defaults: defaultsOf(
      main.conditions,
      cells.filter(({ scenario }) => scenario === main.scenario),
    ),
  };
};

const cellsOf = (run: Run): readonly Cell[] => {
  const trials = Map.groupBy(run.trials, cellKey);
  return run.summaries
    .filter(({ transport }) => !isVariant(transport))
    .flatMap((summary) => {
      const measured = (trials.get(cellKey(summary)) ?? []).filter(isMeasured);
      if (measured.length === 0) return [];
      const ratePerSec = median(measured.map(({ generator }) => generator.achievedRate));
      return [{ ...summary, measured, deliveriesPerSec: ratePerSec * summary.conditions.subscribers }];
    });
};

const wayOf = ({ pollEveryMs, holdMs }: Conditions): TransportInputs["way"] =>
  pollEveryMs !== null ? "short" : holdMs !== null ? "long" : "push";

/** The cells of the one pushed transport whose response time is the model's d: the WebSocket, where there is one. */
const pushedCells = (cells: readonly Cell[]): readonly Cell[] => {
  const pushed = cells.filter(({ conditions }) => wayOf(conditions) === "push");
  const name = pushed.find(({ transport }) => transport === "websocket")?.transport ?? pushed[0]?.transport;
  return pushed.filter(({ transport }) => transport === name);
};

/** Taken on the least delayed link, since a delay adds its own error. */
const floorsOf = (cells: readonly Cell[]): TransportInputs["floors"] => {
  const timed = cells.flatMap(
    ({ conditions: { oneWayMs }, deliveriesPerSec, metrics: { responseTimeMeanMs: mean } }) =>
      mean === null || !(deliveriesPerSec > 0)
        ? []
        : [{ oneWayMs, deliveriesPerSec, ms: Math.max(0, mean.median - oneWayMs) }],
  );
  const least = Math.min(...timed.map(({ oneWayMs }) => oneWayMs));
  return timed.flatMap(({ oneWayMs, ...floor }) => (oneWayMs === least ? [floor] : []));
};

const transportInputs = (
  name: string,
  label: string,
  cells: readonly Cell[],
  pushed: readonly Cell[],
): TransportInputs => {
  const delivering = cells.filter(({ deliveriesPerSec }) => deliveriesPerSec > 0);
  const [first] = cells;
  const way = first === undefined ? "push" : wayOf(first.conditions);
  const own = way === "push" ? floorsOf(cells) : [];
  return {
    name,
    label,
    way,
    holdMs:
      (delivering.find(({ conditions }) => conditions.schedule === "poisson") ?? first)?.conditions.holdMs ?? null,
    floors: own.length > 0 ? own : floorsOf(pushed),
    wire: wireOf(name, delivering),
    cpu: cpuOf(cells),
    region: regionOf(delivering),
  };
};

/** Medians over the cells. The envelope is the part of a message that is not its body. */
const wireOf = (name: string, cells: readonly Cell[]): TransportInputs["wire"] => {
  const sizes = cells.flatMap(({ measured, conditions: { bodyBytes } }) => {
    const inputs = byteInputs(measured);
    return inputs === null || inputs.payloadBytes === 0
      ? []
      : [{ ...inputs, envelopeBytes: inputs.payloadBytes - bodyBytes }];
  });
  const of = (pick: (size: (typeof sizes)[number]) => number | null): number | null =>
    medianOrNull(sizes.flatMap((size) => pick(size) ?? []));
  const envelopeBytes = of((size) => size.envelopeBytes);
  return envelopeBytes === null
    ? null
    : {
        envelopeBytes,
        requestBytes: of((size) => size.requestBytes),
        fullAnswerBytes: of((size) => size.fullAnswerBytes),
        emptyAnswerBytes: of((size) => size.emptyAnswerBytes),
        // A frame's head grows with the body, by RFC 6455: what was measured holds for the run's bodies alone.
        framingPerMessageBytes: name === "websocket" ? null : of((size) => size.framingPerMessageBytes),
        keepAlivePerSecond: median(sizes.map((size) => size.keepAlivePerSecond)),
      };
};

const cpuOf = (cells: readonly Cell[]): TransportInputs["cpu"] => {
  const fit = fitCpu(
    cells.flatMap((cell): readonly CpuPoint[] => {
      const { serverCpuUtilization: cpu, requestsPerSubscriberSecond: requests } = cell.metrics;
      const { bodyBytes, subscribers } = cell.conditions;
      if (cpu === null) return [];
      return [
        {
          requestsPerSec: (requests?.median ?? 0) * subscribers,
          deliveriesPerSec: cell.deliveriesPerSec,
          bodyBytesPerSec: cell.deliveriesPerSec * bodyBytes,
          cores: cpu.median,
        },
      ];
    }),
  );
  if (fit !== null) return { from: "fit", ...fit };
  const costs = cells.flatMap(({ deliveriesPerSec, metrics: { serverCpuMsPerThousandDeliveries: cost } }) =>
    cost === null || !(deliveriesPerSec > 0) ? [] : [{ deliveriesPerSec, msPerThousandDeliveries: cost.median }],
  );
  return { from: "nearest", cells: costs };
};

const factorOf: Readonly<Record<MeasuredFactor, (cell: Cell) => number | null>> = {
  ratePerSec: ({ conditions }) => conditions.ratePerSec,
  subscribers: ({ conditions }) => conditions.subscribers,
  bodyBytes: ({ conditions }) => conditions.bodyBytes,
  oneWayMs: ({ conditions }) => conditions.oneWayMs,
  pollEveryMs: ({ conditions }) => conditions.pollEveryMs,
  requestsPerSec: ({ metrics, conditions }) =>
    metrics.requestsPerSubscriberSecond === null
      ? null
      : metrics.requestsPerSubscriberSecond.median * conditions.subscribers,
  // The planned rate: a window that happened to be busy does not widen the region.
  deliveriesPerSec: ({ conditions }) => conditions.ratePerSec * conditions.subscribers,
};

const regionOf = (cells: readonly Cell[]): TransportInputs["region"] =>
  Object.fromEntries(
    measuredFactors.flatMap((factor) => {
      const values = cells.flatMap((cell) => factorOf[factor](cell) ?? []);
      return values.length === 0 ? [] : [[factor, [Math.min(...values), Math.max(...values)]]];
    }),
  );

/** The software's own share of the gap between polls: over the least delay that a floor was measured at. */
const gapOf = (run: Run, cells: readonly Cell[]): Pick<ChoosingInputs, "roundTripFloorMs" | "turnaroundMs"> => {
  const [floor] = run.floors.toSorted((a, b) => a.oneWayMs - b.oneWayMs);
  const roundTripMs = floor?.pacedRoundTripMs.mean ?? null;
  return {
    roundTripFloorMs:
      floor === undefined || roundTripMs === null ? null : Math.max(0, roundTripMs - 2 * floor.oneWayMs),
    turnaroundMs: medianOrNull(
      cells.flatMap(({ measured }) => measured.flatMap(({ requests }) => requests.turnaroundMs ?? [])),
    ),
  };
};

const jitterOf = (pushed: readonly Cell[], { subscribers, ratePerSec, oneWayMs }: Conditions): number | null => {
  const same = pushed.find(
    ({ conditions: other }) =>
      other.subscribers === subscribers && other.ratePerSec === ratePerSec && other.oneWayMs === oneWayMs,
  )?.metrics;
  const { responseTimeP99Ms: p99 = null, responseTimeMeanMs: mean = null } = same ?? {};
  return p99 === null || mean === null ? null : p99.median - mean.median;
};

/** A reader who polled as the run did would be content with its interval. */
const defaultsOf = ({ ratePerSec, subscribers, bodyBytes, oneWayMs }: Conditions, cells: readonly Cell[]): Setting => ({
  ratePerSec,
  subscribers,
  bodyBytes,
  oneWayMs,
  staleMs: cells.find(({ conditions }) => conditions.pollEveryMs !== null)?.conditions.pollEveryMs ?? 1000,
});
