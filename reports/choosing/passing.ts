// Whether a transport gets through what stands between clients and server. Pure. Runs in Node and in the browser; knows nothing of
// what it costs.
import type { Passage } from "../../bench/record/run.ts";
import type { Between } from "../words/vocabulary.ts";

export type Hindrance = Exclude<Between, "nothing">;

/** The passages that each kind of proxy closes. */
const closes: Readonly<Record<Hindrance, readonly Passage[]>> = {
  // An answer that goes on is held back until it ends, which it never does.
  buffers: ["streaming"],
  // A request that is held has no bytes to keep its connection alive with.
  cuts: ["patient"],
  refuses: ["upgrade"],
};

/** null where the transport passes. */
export const hindranceOf = (passes: Passage, between: Between): Hindrance | null =>
  between === "nothing" || !closes[between].includes(passes) ? null : between;

/** Whether the transport passes only as long as something is sent in silence too. */
export const needsKeepAlive = (passes: Passage, between: Between): boolean =>
  between === "cuts" && (passes === "streaming" || passes === "upgrade");
