// The lines of a percentile spectrum besides the measured ones: what the closed forms predict, and the rig's noise floor.
// Knows nothing of how they are drawn.
import { modelHolds, quantileOf } from "../bench/model.ts";
import type { Floor } from "../bench/record.ts";
import type { Panel, Row } from "./panels.ts";
import { mergeSpectrum, type SpectrumPoint } from "./spectrum.ts";

/**
 * The model's response time at each of the places, in ascending order; none where the forms do not hold (on a link without
 * delay all but short polling's), or where it has no message to tell of.
 */
export const theoryPoints = (
  { conditions, delays }: Pick<Row, "conditions" | "delays">,
  places: readonly number[],
): readonly SpectrumPoint[] => {
  if (!modelHolds(conditions, delays)) return [];
  return places.flatMap((oneIn) => {
    const ms = quantileOf(conditions, delays, 1 - 1 / oneIn);
    return ms === null || ms <= 0 ? [] : [{ oneIn, ms }];
  });
};

/** Half of a bare echo's paced round trip over the link of the panel's delay; empty where the floor was not measured. */
export const floorPoints = (panel: Pick<Panel, "rows">, floors: readonly Floor[]): readonly SpectrumPoint[] => {
  const delays = new Set(panel.rows.map(({ conditions }) => conditions.oneWayMs));
  const floor = floors.find(({ oneWayMs }) => delays.size === 1 && delays.has(oneWayMs));
  if (floor === undefined) return [];
  return mergeSpectrum([floor.pacedRoundTripMs]).points.map(({ oneIn, ms }) => ({ oneIn, ms: ms / 2 }));
};
