// One transport's pane in the document: shows it, and tells when its button is pressed. Holds no state but what is drawn.

import { type MessageCost, type Meter, sumOf, type Traffic } from "../costs.ts";
import { copyOf, find, mark, say } from "../dom.ts";
import { absent, age, brief, bytes, count, timeOfDay, written } from "../figures.ts";
import { words } from "../language.ts";
import type { Look } from "../looks.ts";
import type { AgeAt } from "../recent-ages.ts";
import { type Arrival, type Pane, shownMessages } from "./state.ts";
import { createStrip } from "./strip-canvas.ts";
import { resilience, type Standing, waitingOnServer } from "./words.ts";

/** All that is shown of a pane at the instant `now`. */
interface PaneSight {
  readonly now: number;
  readonly pane: Pane;
  readonly standing: Standing;
  readonly medianMs: number | null;
  readonly total: Meter;
  readonly cost: MessageCost | null;
  readonly traffic: Traffic | null;
  readonly sentence: string;
  /** Messages that other panes have already. */
  readonly waiting: number;
  readonly scales: PaneScales;
}

/** The scales of all panes, so that they can be compared. */
export interface PaneScales {
  /** The newest message that any pane has. */
  readonly newestSeq: number;
  /** A message's cost in the dearest pane. */
  readonly dearestBytes: number;
  /** The full length of a message's bar. */
  readonly ageMs: number;
}

export interface PaneView {
  /** Words and figures: a few times a second. */
  show(sight: PaneSight): void;
  /** The bar of the wait: each frame. */
  move(progress: number | null): void;
  draw(ages: readonly AgeAt[], medianMs: number | null, now: number): void;
}

const isConnected = ({ tone }: Standing): boolean => tone === "live" || tone === "waiting";
const buttonWord = ({ state }: Pane): string => (state === "closed" ? words.pane.connect : words.pane.close);

/** The texts of a pane, by the element that shows each. */
const texts: Readonly<Record<string, (sight: PaneSight) => string>> = {
  ".switch": ({ pane }) => buttonWord(pane),
  ".sentence": ({ sentence }) => sentence,
  ".state-name": ({ standing }) => standing.name,
  ".state-note": ({ standing }) => standing.note,
  ".waiting": ({ standing, waiting }) => (isConnected(standing) ? waitingOnServer(waiting) : standing.trouble),
  ".age-value": ({ medianMs }) => (medianMs === null ? absent : age(medianMs).value),
  ".age-unit": ({ medianMs }) => (medianMs === null ? "" : age(medianMs).unit),
  ".cost-value": ({ cost }) => (cost === null ? absent : bytes(sumOf(cost)).value),
  ".cost-unit": ({ cost }) => (cost === null ? "" : bytes(sumOf(cost)).unit),
  ".requests-value": ({ traffic }) => (traffic === null ? absent : count(traffic.requests)),
  ".bytes-value": ({ traffic }) => (traffic === null ? absent : bytes(traffic.bytes).value),
  ".bytes-unit": ({ traffic }) => (traffic === null ? "" : bytes(traffic.bytes).unit),
  ".latest-scale": ({ scales }) => brief(scales.ageMs),
  ".connected": ({ pane: { connectedSince } }) =>
    connectedSince === null ? absent : timeOfDay(performance.timeOrigin + connectedSince),
  ".messages": ({ pane }) => count(pane.messages),
  ".requests": ({ total }) => count(total.requests),
  ".empty": ({ total }) => count(total.empty),
  ".bytes-up": ({ total }) => written(bytes(total.bytesUp)),
  ".bytes-down": ({ total }) => written(bytes(total.bytesDown)),
  ".resilience": ({ pane, now }) => resilience(pane, now),
};

const healthOf = ({ lost, twice, recovery }: Pane): "bad" | "good" | "plain" => {
  if (lost + twice > 0) return "bad";
  return recovery === null || recovery.resumedAt === null ? "plain" : "good";
};

const stripWords = (label: string, medianMs: number | null): string =>
  medianMs === null ? words.pane.noMessage(label) : words.pane.strip(label, written(age(medianMs)));

const part = (root: ParentNode, selector: string): HTMLElement => find(root, selector, HTMLElement);

const createRow = (row: HTMLElement): ((arrival: Arrival | undefined, scaleMs: number) => void) => {
  const [seq, bar, old] = [part(row, ".seq"), part(row, ".age-bar i"), part(row, ".age")];
  const fill = (kind: string, seqText: string, ageText: string, share: number): void => {
    mark(row, "kind", kind);
    say(seq, seqText);
    say(old, ageText);
    bar.style.setProperty("--share", share.toFixed(3));
  };
  return (arrival, scaleMs) => {
    if (arrival === undefined) return fill("none", absent, "", 0);
    const { caughtUp, ageMs } = arrival;
    const share = Math.min(1, Math.max(0, ageMs) / scaleMs);
    fill(caughtUp ? "caught-up" : "fresh", `#${arrival.seq}`, written(age(ageMs)), share);
  };
};

const createRows = (root: ParentNode): ((sight: PaneSight) => void) => {
  const list = part(root, ".latest");
  for (let i = 0; i < shownMessages; i++) list.append(copyOf("latest"));
  const rows = [...list.querySelectorAll("li")].map(createRow);
  return ({ pane, scales }) => {
    for (const [i, showRow] of rows.entries()) showRow(pane.latest[i], scales.ageMs);
  };
};

const createCost = (root: ParentNode, wrapping: string): ((sight: PaneSight) => void) => {
  const bar = part(root, ".cost-bar");
  const parts = [
    { name: "body", line: part(root, ".body-words"), text: words.cost.body },
    { name: "envelope", line: part(root, ".envelope-words"), text: words.cost.envelope },
    { name: "wrapping", line: part(root, ".wrapping-words"), text: wrapping },
  ] as const;
  return ({ cost, scales: { dearestBytes } }) => {
    for (const { name, line, text } of parts) {
      const share = cost === null || dearestBytes === 0 ? 0 : cost[name] / dearestBytes;
      bar.style.setProperty(`--${name}`, String(share));
      say(line, `${cost === null ? absent : written(bytes(cost[name]))} ${text}`);
    }
  };
};

const appendPane = (list: Element, name: string, label: string, look: Look): HTMLElement => {
  list.append(copyOf("pane"));
  const root = part(list, ".pane:last-child");
  const heading = part(root, "h2");
  heading.id = `pane-${name}`;
  root.setAttribute("aria-labelledby", heading.id);
  mark(root, "transport", name);
  find(root, ".shape path", SVGPathElement).setAttribute("d", look.shape);
  say(part(root, ".pane-name"), label);
  return root;
};

/** Appends a pane to `list`; `press` is called for each press on its button. */
export const createPaneView = (list: Element, name: string, label: string, look: Look, press: () => void): PaneView => {
  const root = appendPane(list, name, label, look);
  const lines = Object.entries(texts).map(([selector, textOf]) => ({ line: part(root, selector), textOf }));
  const [button, bar] = [part(root, ".switch"), part(root, ".bar")];
  const [waitingLine, resilienceLine] = [part(root, ".waiting"), part(root, ".resilience")];
  const [showRows, showCost] = [createRows(root), createCost(root, look.wrapping)];
  const canvas = find(root, ".strip", HTMLCanvasElement);
  const strip = createStrip(canvas, look.colour, look.shape);
  button.addEventListener("click", press);
  return {
    show: (sight) => {
      const { pane, standing, waiting } = sight;
      for (const { line, textOf } of lines) say(line, textOf(sight));
      button.setAttribute("aria-label", `${buttonWord(pane)} ${label}`);
      mark(root, "tone", standing.tone);
      mark(waitingLine, "behind", waiting > 0 && isConnected(standing) ? "some" : "none");
      mark(resilienceLine, "health", healthOf(pane));
      showRows(sight);
      showCost(sight);
      const told = stripWords(label, sight.medianMs);
      if (canvas.ariaLabel !== told) canvas.ariaLabel = told;
    },
    move: (progress) => {
      mark(bar, "known", progress === null ? "no" : "yes");
      bar.style.setProperty("--share", String(progress === null ? 0 : progress));
    },
    draw: (ages, medianMs, now) => strip.draw(ages, medianMs, now),
  };
};
