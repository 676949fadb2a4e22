// The shapes of the published tables, and how a row is written. Pure. Knows no table.

import type { Estimate, MetricName, Theory } from "../record/summary.ts";
import { mapped, metricIn, type PublishedCell, predictedIn } from "./cells.ts";

/** Authors and year are null where many have published the same. */
export interface Publication {
  readonly authors: string | null;
  readonly title: string;
  readonly year: number | null;
}

export interface PublishedRow {
  readonly label: string;
  readonly unit: string;
  /** null where the publication gives no figure; text where it says something without one. */
  readonly published: number | string | null;
  /** The model's prediction from what this run measured. */
  readonly predicted: number | null;
  /** null where the run has no such cell. */
  readonly measured: Estimate | null;
  /** Whether it was measured with fewer subscribers than the row is for. */
  readonly extrapolated: boolean;
}

export interface PublishedTable {
  readonly id: `T${number}`;
  readonly publication: Publication;
  readonly claim: string;
  readonly rows: readonly PublishedRow[];
  /** Errors in the published figures, and differences here. */
  readonly footnotes: readonly string[];
}

type Figures = Omit<PublishedRow, "label" | "unit">;

/** A row in which every figure that is not given is missing. */
export const row = (label: string, unit: string, figures: Partial<Figures>): PublishedRow => ({
  label,
  unit,
  published: null,
  predicted: null,
  measured: null,
  extrapolated: false,
  ...figures,
});

/** A row of a metric that the model predicts too, both in the row's unit by `inUnit`, which increases. */
export const metricRow = (
  label: string,
  unit: string,
  published: PublishedRow["published"],
  cell: PublishedCell | null,
  name: keyof Theory & MetricName,
  inUnit: (value: number) => number = (value) => value,
): PublishedRow => {
  const predicted = predictedIn(cell, name);
  return row(label, unit, {
    published,
    predicted: predicted === null ? null : inUnit(predicted),
    measured: mapped(metricIn(cell, name), inUnit),
  });
};
