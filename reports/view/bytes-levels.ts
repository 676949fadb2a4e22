// Bytes of one delivery at three levels and in both directions: the body, the application's bytes by kind, and the wire with
// TCP/IP headers and acknowledgements. Knows nothing of charts.
import { metricOf, recordOf } from "../../bench/record/metrics.ts";
import { type ByteKind, byteKinds, type Directions, type MeasuredTrial } from "../../bench/record/trial.ts";
import { medianOrNull } from "../../bench/statistics/stats.ts";
import type { Words } from "../words/words.ts";
import type { Row } from "./panels.ts";
import { kindOf, sayRemark, sayTogether } from "./remarks.ts";

type Direction = keyof Directions;

export interface ByteLevels {
  readonly direction: Direction;
  readonly kinds: Readonly<Record<ByteKind, number>>;
  readonly application: number;
  /** null where no trial's wire was counted. */
  readonly wire: number | null;
}

const wireMetrics = { down: "wireBytesPerDeliveryDown", up: "wireBytesPerDeliveryUp" } as const;

const kindPerDelivery = ({ bytes }: MeasuredTrial, direction: Direction, kind: ByteKind): number | null => {
  const perDelivery = bytes.perDelivery[direction];
  if (perDelivery === null) return null;
  return bytes[direction] === 0 ? 0 : (bytes.kinds[direction][kind] / bytes[direction]) * perDelivery;
};

/** Medians over the row's measured trials; 0 for a kind that no trial tells. The wire's is over the trials that counted it. */
export const levelsOf = ({ measured }: Pick<Row, "measured">, direction: Direction): ByteLevels => {
  const kinds = recordOf(
    byteKinds,
    (kind) => medianOrNull(measured.flatMap((trial) => kindPerDelivery(trial, direction, kind) ?? [])) ?? 0,
  );
  return {
    direction,
    kinds,
    application: byteKinds.reduce((sum, kind) => sum + kinds[kind], 0),
    wire: medianOrNull(measured.flatMap((trial) => metricOf[wireMetrics[direction]](trial) ?? [])),
  };
};

interface Named {
  readonly row: Pick<Row, "measured">;
  readonly name: string;
}

/** Sentences on how the wire was counted, and on where and why it was not. */
export const explainWire = (shown: readonly Named[], words: Words): readonly string[] => {
  const { basics, charts } = words;
  const sources = new Set(
    shown.flatMap(({ row }) =>
      row.measured.flatMap(({ bytes }) => (bytes.wire === null ? [] : [sayRemark(bytes.wireSource, words)])),
    ),
  );
  const uncounted = shown.flatMap(({ row: { measured }, name }) => {
    const without = measured.flatMap(({ bytes }) => (bytes.wire === null ? [bytes.wireSource] : []));
    const where =
      without.length === measured.length ? name : charts.bytes.inTrials(name, without.length, measured.length);
    return [...Map.groupBy(without, kindOf).values()].map((alike) => ({ where, why: sayTogether(alike, words) }));
  });
  const reasons = [...Map.groupBy(uncounted, ({ why }) => why)].map(
    ([why, group]) => `${basics.join(group.map(({ where }) => where))}${basics.bracketed(why)}`,
  );
  return [
    ...(sources.size === 0 ? [] : [charts.bytes.counted(basics.join([...sources]))]),
    ...(reasons.length === 0 ? [] : [charts.bytes.notCounted(basics.clauses(reasons))]),
  ];
};
