// Published comparisons beside what this run measured and the model predicts (docs/method.md, section 4). Pure.

import type { Run } from "../record/run.ts";
import { headersTable } from "./headers.ts";
import { distanceTable, rfc6202Table, transitsTable } from "./latency.ts";
import { pullTable, requestsTable, updatesTable } from "./requests.ts";
import type { PublishedTable } from "./rows.ts";
import { throughputTable } from "./throughput.ts";

export type { PublishedRow, PublishedTable } from "./rows.ts";

/** Whether the scenario was made for a table (bench/plan/published-scenarios.ts). */
export const isPublished = (scenario: string): boolean => /^t\d-/.test(scenario);

/** T1 to T8, none where the run has none of their scenarios. A row whose cell the run lacks has nothing measured. */
export const publishedTables = (run: Run): readonly PublishedTable[] =>
  run.scenarios.some(({ name }) => isPublished(name)) ? tables.map((table) => table(run)) : [];

const tables: readonly ((run: Run) => PublishedTable)[] = [
  headersTable,
  transitsTable,
  pullTable,
  distanceTable,
  requestsTable,
  updatesTable,
  rfc6202Table,
  throughputTable,
];
