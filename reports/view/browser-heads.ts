// A row's bytes as they would be with a browser's headers. Knows nothing of pages in a browser that were measured.
import { bytesWithBrowserHeads } from "../../bench/analysis/browser-heads.ts";
import { numbersOf } from "../../bench/record/metrics.ts";
import { medianOrNull } from "../../bench/statistics/stats.ts";
import type { Row } from "./panels.ts";

/** Bytes of a delivery, the median over trials; null without polls, and where they had a browser's headers already. */
export const bytesInBrowser = ({ measured }: Pick<Row, "measured">): number | null =>
  medianOrNull(numbersOf(measured, bytesWithBrowserHeads));
