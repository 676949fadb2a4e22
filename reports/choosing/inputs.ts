// A run's inputs to the model, for answers at other settings: measured cells, delays, sizes and CPU. Pure. Knows nothing of
// pages.
import { byteInputs } from "../../bench/analysis/byte-inputs.ts";
import { predict } from "../../bench/analysis/model.ts";
import type { Ceiling, Run, TransportFacts } from "../../bench/record/run.ts";
import { median, medianOrNull } from "../../bench/statistics/stats.ts";
import { labelOf, type TransportView } from "../legend/transports.ts";
import { bareAt, type ChoosingInputs, type Setting, type TransportInputs } from "./bare.ts";
import { type CpuPoint, sideBySideOf } from "./cpu-fit.ts";
import { cpuOf, floodOf, pointsOf } from "./cpu-inputs.ts";
import { alikeOf, type Cell, cellsOf, figuresOf, isDelivering, regionOf, wayOf } from "./measured.ts";
import { errorsOf } from "./ranges.ts";
import { fitColumns } from "./weighed-fit.ts";

/** null where the run measured no Poisson messages, from which to set out. */
export const choosingInputs = (run: Run, views: readonly TransportView[]): ChoosingInputs | null => {
  const cells = cellsOf(run);
  const main = cells.find(({ conditions, metrics }) => conditions.schedule === "poisson" && metrics.responseTimeMeanMs);
  if (main === undefined) return null;
  const alike = alikeOf(cells, main);
  const gap = gapOf(run, alike);
  const grouped = [...Map.groupBy(alike, ({ transport }) => transport)].map(([name, own]) => {
    const floods = run.ceilings.filter(({ path }) => path.split("?")[0] === `/${name}`);
    const facts = run.transports.find((transport) => transport.name === name);
    return { name, label: labelOf(views, name), facts, own, floods, points: pointsOf(own, floods) };
  });
  const factors = grouped.map(({ name, points }) => ({ name, factor: sideBySideOf(points) }));
  const transports = grouped.map((one) => {
    const others = factors.flatMap(({ name, factor }) => (name === one.name ? [] : (factor ?? [])));
    return transportInputs(one, gap, medianOrNull(others) ?? 1);
  });
  const order = views.map(({ name }) => name);
  const inputs: ChoosingInputs = {
    transports: transports.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
    ...gap,
    defaults: defaultsOf(
      main,
      cells.filter(({ scenario }) => scenario === main.scenario),
    ),
  };
  return {
    ...inputs,
    transports: inputs.transports.map((transport) => ({
      ...transport,
      errors: errorsOf(inputs, transport),
      tailMs: tailOf(inputs, transport),
      flood: cheapestOf(inputs, transport),
    })),
  };
};

type Gap = Pick<ChoosingInputs, "roundTripFloorMs" | "turnaroundMs">;

interface Grouped {
  readonly name: string;
  readonly label: string;
  /** undefined for a transport that the run does not list. */
  readonly facts: TransportFacts | undefined;
  readonly own: readonly Cell[];
  readonly floods: readonly Ceiling[];
  readonly points: readonly CpuPoint[];
}

const transportInputs = (
  { name, label, facts, own: cells, floods, points }: Grouped,
  gap: Gap,
  elsewhere: number,
): TransportInputs => {
  const delivering = cells.filter(isDelivering);
  const [first] = cells;
  const measured = delivering.map(figuresOf);
  return {
    name,
    label,
    way: first === undefined ? "push" : wayOf(first.conditions),
    twoWay: facts?.twoWay ?? false,
    passes: facts?.passes ?? "any",
    holdMs:
      (delivering.find(({ conditions }) => conditions.schedule === "poisson") ?? first)?.conditions.holdMs ?? null,
    cells: measured,
    software: softwareOf(delivering, gap),
    tailMs: null,
    wire: wireOf(name, delivering),
    cpu: cpuOf(cells, points, elsewhere),
    flood: floodOf(floods),
    region: regionOf(
      measured,
      floods.length === 0 ? null : Math.max(...floods.map(({ requestsPerSec }) => requestsPerSec)),
    ),
    errors: { bytesPerSec: null, cores: null },
  };
};

/**
 * The mean response time beyond the link's delay and the model's wait, which is the software's: some of it the same for all, some
 * for each subscriber that is served before. A cell weighs its trials over the square of its mean.
 */
const softwareOf = (cells: readonly Cell[], { roundTripFloorMs, turnaroundMs }: Gap): TransportInputs["software"] => {
  const rows = cells.flatMap(({ conditions, ratePerSec, metrics: { responseTimeMeanMs: mean }, measured }) => {
    const roundTripMs = roundTripFloorMs === null ? null : roundTripFloorMs + 2 * conditions.oneWayMs;
    const delays = { oneWayMs: conditions.oneWayMs, roundTripMs, turnaroundMs, blackoutMs: null };
    // A plan that happened to be busy waits as its own rate makes it.
    const told = predict({ ...conditions, ratePerSec }, delays, null).responseTimeMeanMs;
    return mean === null || told === null
      ? []
      : [
          {
            columns: [1, conditions.subscribers],
            target: Math.max(0, mean.median - told),
            weight: measured.length / Math.max(1, mean.median) ** 2,
          },
        ];
  });
  const [ms, msPerSubscriber] = fitColumns(rows) ?? [];
  if (ms !== undefined && msPerSubscriber !== undefined && ms >= 0 && msPerSubscriber >= 0)
    return { ms, msPerSubscriber };
  const [alone] = fitColumns(rows.map((row) => ({ ...row, columns: [1] }))) ?? [];
  return alone === undefined ? null : { ms: alone, msPerSubscriber: 0 };
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

/** A flood's answer costs least, unless this run measured a cheaper one. */
const cheapestOf = (inputs: ChoosingInputs, transport: TransportInputs): TransportInputs["flood"] => {
  const { flood, cells } = transport;
  if (flood === null) return null;
  const shares = cells.flatMap(({ place, figures: { cores, requestsPerSec } }) => {
    const { emptyShare } = bareAt(inputs, transport, place);
    if (cores === null || requestsPerSec === null || emptyShare === null) return [];
    const least = (1 - emptyShare) * flood.full.leastCores + emptyShare * flood.empty.leastCores;
    return requestsPerSec.value > 0 ? [cores.value / (requestsPerSec.value * least)] : [];
  });
  const share = Math.min(1, ...shares);
  const scaled = (one: typeof flood.full) => ({ ...one, leastCores: one.leastCores * share });
  return { full: scaled(flood.full), empty: scaled(flood.empty) };
};

/** Jitter hardly moves the p99 of short polling: its mean is in the delay, and the rest is lost in the wait for the next poll. */
const tailOf = (inputs: ChoosingInputs, transport: TransportInputs): number | null => {
  if (transport.way === "short") return 0;
  const tails = transport.cells.flatMap(({ place, figures }) => {
    const told = bareAt(inputs, transport, place).p99Ms;
    return figures.p99Ms === null || told === null ? [] : [Math.max(0, figures.p99Ms.value - told)];
  });
  return tails.length === 0 ? null : Math.max(...tails);
};

/** The software's own share of the gap between polls: over the least delay that a floor was measured at. */
const gapOf = (run: Run, cells: readonly Cell[]): Gap => {
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

/** A reader who polled as the run did would be content with its interval, or with what it left of it. */
const defaultsOf = ({ conditions }: Cell, cells: readonly Cell[]): Setting => {
  const { ratePerSec, subscribers, bodyBytes, oneWayMs } = conditions;
  const polled = cells.find(({ conditions: { pollEveryMs } }) => pollEveryMs !== null);
  const everyMs = polled?.conditions.pollEveryMs ?? 1000;
  const p99Ms = polled?.metrics.responseTimeP99Ms?.median ?? everyMs;
  const staleMs = Math.max(everyMs, Math.ceil(p99Ms));
  return { ratePerSec, subscribers, bodyBytes, oneWayMs, staleMs, sendsPerMin: 0, between: "nothing" };
};
