// The second opinion: a regression that a test found is run again, and stays one only where the rerun confirms it. Pure.

import { cellKey } from "../record/metrics.ts";
import type { Gate, GateLine } from "./line.ts";
import { explainLine, type Unexplained } from "./words.ts";

/** Whether a regression needs a second opinion. Counts need none: a header that is there is there. */
const isDoubtful = ({ verdict, adjustedP, because }: GateLine): boolean =>
  verdict === "regression" && (adjustedP !== null || because === "invalid trials");

/** The keys of the cells to run again: those with a regression that a test told, or with too many invalid trials. */
export const unconfirmedCells = ({ lines }: Gate): ReadonlySet<string> =>
  new Set(lines.filter(isDoubtful).map(cellKey));

/**
 * `rerun` is the gate over fresh trials of those cells. What it does not call a regression cannot be told, and says so; what
 * it finds lost is a regression too. A cell that was not run again keeps what was said of it.
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

/** Whether deliveries or trials were lost, of which none is tolerated in any run. */
const isFault = (line: GateLine | undefined): line is GateLine =>
  line?.verdict === "regression" && line.because === "faults";

const confirm = ({ words: _, ...line }: GateLine, again: GateLine | undefined): GateLine => {
  const rerun = { verdict: again?.verdict ?? null, ratio: again?.ratio ?? null };
  const judged: Unexplained =
    rerun.verdict === "regression"
      ? { ...line, rerun }
      : { ...line, rerun, verdict: "cannot tell", because: "not confirmed" };
  return { ...judged, words: explainLine(judged) };
};
