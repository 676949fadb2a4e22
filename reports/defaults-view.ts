// The defaults in which a run's transports differ, as a table's rows. Knows no HTML.
import type { Run } from "../bench/record.ts";
import { labelOf, type TransportView } from "./transport-views.ts";
import type { Words } from "./words/words.ts";

export interface DefaultsView {
  readonly labels: readonly string[];
  readonly rows: readonly {
    readonly topic: string;
    /** One a label. */
    readonly values: readonly string[];
  }[];
}

/** Without rows where the transports differ in nothing. */
export const viewDefaults = (
  { transports, differences }: Pick<Run, "transports" | "differences">,
  views: readonly TransportView[],
  { basics, evidence: { defaults } }: Words,
): DefaultsView => ({
  labels: transports.map(({ name }) => labelOf(views, name)),
  rows: differences.map(({ topic, values }) => ({
    topic: basics.capitalise(defaults.topic(topic)),
    values: values.map(defaults.value),
  })),
});
