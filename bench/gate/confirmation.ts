// The second opinion: what a test called a regression was run again, and only what the rerun calls one too remains. Pure.

import { cellKey } from "../record/metrics.ts";
import type { Gate, GateLine } from "./line.ts";
import { explainLine, type Unexplained } from "./words.ts";

/** Counts need no second opinion: a header that is there is there. */
const isDoubtful = ({ verdict, adjustedP, because }: GateLine): boolean =>
  verdict === "regression" && (adjustedP !== null || because === "invalid trials");

/** The cells with a regression that a test told, or whose trials were invalid, by cellKey: those to run again. */
export const unconfirmedCells = ({ lines }: Gate): ReadonlySet<string> =>
  new Set(lines.filter(isDoubtful).map(cellKey));

/**
 * `rerun`: the gate over fresh trials of those cells. What it does not call a regression is unclear, and says so; what it
 * finds lost stands beside. A cell that was not run again keeps what was said of it.
 */
export const confirmGate = (gate: Gate, rerun: Gate): Gate => {
  const nameOf = (line: GateLine): string => `${line.metric} ${cellKey(line)}`;
  const again = new Map(rerun.lines.map((line) => [nameOf(line), line]));
  const cells = new Set(rerun.lines.map(cellKey));
  const lines = gate.lines.map((line) => {
    const second = again.get(nameOf(line));
    if (isFault(second) && !isFault(line)) return second;
    return isDoubtful(line) && cells.has(cellKey(line)) ? confirm(line, second) : line;
  });
  return { ...gate, lines };
};

/** Nothing lost is tolerated, whenever it is lost. */
const isFault = (line: GateLine | undefined): line is GateLine =>
  line?.verdict === "regression" && line.because === "faults";

const confirm = ({ words: _, ...line }: GateLine, again: GateLine | undefined): GateLine => {
  const said = {
    ...line,
    rerun: { verdict: again?.verdict ?? null, ratio: again?.ratio ?? null },
  } satisfies Unexplained;
  const judged: Unexplained =
    again?.verdict === "regression" ? said : { ...said, verdict: "unclear", because: "not confirmed" };
  return { ...judged, words: explainLine(judged) };
};
