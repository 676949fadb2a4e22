// The facts of a run as its run.jsonl holds them, one a line: read line by line, so that a damaged one costs no other. Derives
// nothing.

import { basename, join } from "node:path";
import * as v from "valibot";
import { UsageError } from "../failure.ts";
import type { Remark } from "../record/remarks.ts";
import { type Ceiling, type Floor, type RunEnd, type RunHeader, schema } from "../record/run.ts";
import type { TrialRecord } from "../record/trial.ts";
import { isRegistered } from "../transports.ts";
import { ceilingShape, endShape, floorShape, headerShape } from "./run-shapes.ts";
import { damageIn, remark, schemaWords } from "./shapes.ts";
import { readStoredFile, UnreadableFile } from "./stored-file.ts";
import { trialShape } from "./trial-shape.ts";

export type Fact =
  | { readonly fact: "run"; readonly run: RunHeader }
  | { readonly fact: "floor"; readonly floor: Floor }
  | { readonly fact: "ceiling"; readonly ceiling: Ceiling }
  | { readonly fact: "trial"; readonly trial: TrialRecord }
  /** A measurement beside the trials that could not be made. */
  | { readonly fact: "warning"; readonly remark: Remark }
  | { readonly fact: "end"; readonly end: RunEnd };

export interface StoredFacts {
  readonly header: RunHeader;
  /** All but the header, in the order of the file. */
  readonly facts: readonly Fact[];
  /** A warning where lines were left out, since they are damaged. */
  readonly warnings: readonly Remark[];
}

/** Throws UsageError where there are no facts of a run, or where they have another schema. */
export const readFacts = (folder: string): StoredFacts => {
  const lines = linesOf(readFile(folder));
  const header = headerOf(lines, basename(folder));
  const facts: Fact[] = [];
  const leftOut: string[] = [];
  for (const line of lines) {
    if (line === header.line) continue;
    const damage = line.damage ?? damageOf(line.value) ?? strangeness(line.value, header.run);
    if (damage !== null) leftOut.push(`line ${line.number} (${damage})`);
    else if (isFact(line.value)) facts.push(line.value);
  }
  return { header: header.run, facts, warnings: warningsOf(leftOut) };
};

const readFile = (folder: string): Buffer => {
  try {
    return readStoredFile(join(folder, "run.jsonl"));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UsageError(
      `${folder} is not a run's folder: its run.jsonl cannot be read (${error.message}); name one such as reports/out/latest`,
    );
  }
};

interface Line {
  /** Counts from 1. */
  readonly number: number;
  readonly value: unknown;
  /** Why it has no value; null where it has one. */
  readonly damage: string | null;
}

const lineEnd = 0x0a;

/** One after another, since all of them might not fit into one string. */
const linesOf = (bytes: Buffer): readonly Line[] => {
  // A mark at the beginning of a text (a BOM) is passed over; a byte that is no UTF-8 is damage.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const lines: Line[] = [];
  let from = 0;
  for (let number = 1; from < bytes.length; number++) {
    const end = bytes.indexOf(lineEnd, from);
    const piece = bytes.subarray(from, end === -1 ? bytes.length : end);
    from = end === -1 ? bytes.length : end + 1;
    try {
      const text = decoder.decode(piece).trim();
      if (text !== "") lines.push({ number, value: JSON.parse(text), damage: null });
    } catch {
      // A process that was killed leaves its last line unfinished; any other broken line is damage.
      if (end !== -1) lines.push({ number, value: undefined, damage: "it is not JSON" });
    }
  }
  return lines;
};

/** The first line with a run's facts. Throws UsageError. */
const headerOf = (lines: readonly Line[], name: string): { readonly line: Line; readonly run: RunHeader } => {
  const line = lines.find(({ value }) => isObject(value) && value.fact === "run");
  const run = line !== undefined && isObject(line.value) ? line.value.run : undefined;
  if (line === undefined || !isObject(run))
    throw new UsageError(`${name}: run.jsonl does not start with the run's facts; choose another run`);
  if (run.schema !== schema) {
    throw new UsageError(
      `${name}: its schema is ${schemaWords(run.schema)}, and this version reads ${schema}; measure it again`,
    );
  }
  if (!isHeader(run)) {
    throw new UsageError(
      `${name}: run.jsonl: line ${line.number}: the run's facts are damaged (${damageIn(headerShape, run)}); choose another run`,
    );
  }
  const stranger = run.transports.find(({ name }) => !isRegistered(name));
  if (stranger !== undefined) {
    throw new UsageError(
      `${name}: this version has no transport ${stranger.name}; choose another run, or read it with the version that made it`,
    );
  }
  return { line, run };
};

const isObject = (value: unknown): value is { readonly [Key in "fact" | "run" | "schema"]?: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isHeader = (value: object): value is RunHeader => v.is(headerShape, value);

const factShape = v.variant("fact", [
  v.object({ fact: v.literal("floor"), floor: floorShape }),
  v.object({ fact: v.literal("ceiling"), ceiling: ceilingShape }),
  v.object({ fact: v.literal("trial"), trial: trialShape }),
  v.object({ fact: v.literal("warning"), remark }),
  v.object({ fact: v.literal("end"), end: endShape }),
]);

const damageOf = (value: unknown): string | null => damageIn(factShape, value);

/** Only for a value without damage. */
const isFact = (value: unknown): value is Fact => isObject(value) && "fact" in value;

/** A trial that is not of this run. */
const strangeness = (value: unknown, { transports, scenarios }: RunHeader): string | null => {
  if (!isFact(value) || value.fact !== "trial") return null;
  const { transport, scenario } = value.trial;
  if (!transports.some(({ name }) => name === transport)) return "a trial of a transport that the run lacks";
  return scenarios.some(({ name }) => name === scenario) ? null : "a trial of a scenario that the run lacks";
};

const mostTold = 5;

const warningsOf = (leftOut: readonly string[]): readonly Remark[] => {
  if (leftOut.length === 0) return [];
  const told = leftOut.slice(0, mostTold).join(", ");
  const more = leftOut.length > mostTold ? `, and ${leftOut.length - mostTold} more` : "";
  return [{ code: "lines-left-out", why: `${told}${more}` }];
};
