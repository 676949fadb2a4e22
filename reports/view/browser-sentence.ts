// The cost of subscribing in a browser beside the load client's, in sentences about a panel: medians over trials, stated
// and not tested. Knows nothing of how the two were measured.
import { medianOrNull } from "../../bench/statistics/stats.ts";
import { isBrowserArm, loadArmOf } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { withUnit } from "../writing/numbers.ts";
import type { Panel, Row } from "./panels.ts";

interface Pair {
  readonly load: Row;
  readonly browser: Row;
}

/** Rows of one transport under the same setting. */
const pairsOf = ({ rows }: Panel): readonly Pair[] =>
  rows.flatMap((browser) => {
    if (!isBrowserArm(browser.transport)) return [];
    const load = rows.find((row) => row.transport === loadArmOf(browser.transport) && row.setting === browser.setting);
    return load === undefined ? [] : [{ load, browser }];
  });

/** Bytes of a poll's request head, in the middle trial. */
const requestHead = ({ measured }: Row): number | null =>
  medianOrNull(measured.flatMap(({ requests }) => requests.headBytes.request ?? []));

const differences = (
  pairs: readonly Pair[],
  read: (row: Row) => number | null,
  tell: (name: string, difference: number) => string,
  words: Words,
): string =>
  words.basics.join(
    pairs.flatMap(({ load, browser }) => {
      const [x, y] = [read(load), read(browser)];
      return x === null || y === null ? [] : [tell(words.basics.inSentence(load.label), y - x)];
    }),
  );

/** How far the pages' clocks may have been off, in ms: a smaller difference is none. */
const clockBoundMs = ({ measured }: Row): number =>
  Math.max(0, ...measured.map(({ clock }) => (clock === null ? 0 : clock.offsetBoundMs + clock.driftMs)));

const timeOf = ({ load, browser }: Pair, words: Words): string | null => {
  const { later, sooner, alike } = words.panel.browser;
  const [inLoad, inBrowser] = [load.metrics.responseTimeP50Ms, browser.metrics.responseTimeP50Ms];
  if (inLoad === null || inBrowser === null) return null;
  const difference = inBrowser.median - inLoad.median;
  const name = words.basics.inSentence(load.label);
  const bound = clockBoundMs(browser);
  if (Math.abs(difference) <= bound) return alike(name, withUnit(bound, "ms"));
  return (difference < 0 ? sooner : later)(name, withUnit(Math.abs(difference), "ms"));
};

/** null where no transport was measured in both. A sweep has a pair for each setting, which its charts show. */
export const browserSentence = (panel: Panel, words: Words): string | null => {
  const pairs = panel.kind === "comparison" ? pairsOf(panel) : [];
  const { browser: say } = words.panel;
  const bytes = (name: string, difference: number): string => say.bytes(name, withUnit(difference, "B"));
  const times = words.basics.join(pairs.flatMap((pair) => timeOf(pair, words) ?? []));
  const heads = differences(pairs, requestHead, bytes, words);
  const handshakes = differences(pairs, ({ handshake }) => handshake?.up ?? null, bytes, words);
  const claims = [
    times === "" ? "" : say.times(times),
    heads === "" ? "" : say.heads(heads),
    handshakes === "" ? "" : say.handshakes(handshakes),
  ].filter((claim) => claim !== "");
  const { capitalise, sentences, stop } = words.basics;
  return claims.length === 0 ? null : sentences(claims.map((claim) => capitalise(stop(claim))));
};
