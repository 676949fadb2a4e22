// Published comparisons beside what this run measured and the model predicts (METHOD section 4). Pure.

import type { Run } from "../record/run.ts";
import type { PublishedTable } from "./cells.ts";
import { headersTable } from "./headers.ts";
import { distanceTable, rfc6202Table, transitsTable } from "./latency.ts";
import { pullTable, requestsTable, updatesTable } from "./requests.ts";
import { throughputTable } from "./throughput.ts";

export type { Publication, PublishedRow, PublishedTable } from "./cells.ts";

/** One of the scenarios of bench/plan/published-scenarios.ts that were made for a table. */
export const isPublished = (scenario: string): boolean => /^t\d-/.test(scenario);

/** T1 to T8; a row whose cell the run lacks has nothing measured. Empty where the run has none of their scenarios. */
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
