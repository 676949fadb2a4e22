// One transport's pane in the document: shows it, and tells when its button is pressed. Holds no state but what is drawn.

import { type MessageCost, type Meter, sumOf } from "../costs.ts";
import { copyOf, find, mark, say } from "../dom.ts";
import { absent, age, brief, bytes, count, type Figure, thin, timeOfDay, written } from "../figures.ts";
import type { Look } from "../looks.ts";
import type { AgeAt } from "../recent-ages.ts";
import { type Arrival, type Pane, shownMessages } from "./state.ts";
import { createStrip } from "./strip-canvas.ts";
import { resilience, type Standing, waitingOnServer } from "./words.ts";

interface PaneSight {
  readonly pane: Pane;
  readonly standing: Standing;
  readonly medianMs: number | null;
  readonly total: Meter;
  readonly cost: MessageCost | null;
  readonly sentence: string;
  /** Messages that other panes have already. */
  readonly waiting: number;
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
  show(sight: PaneSight, scales: PaneScales, now: number): void;
  /** What moves: each frame. */
  move(progress: number | null): void;
  draw(ages: readonly AgeAt[], medianMs: number | null, now: number): void;
}

const part = (root: ParentNode, selector: string): HTMLElement => find(root, selector, HTMLElement);

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

const createSwitch = (root: ParentNode, label: string, press: () => void): ((closed: boolean) => void) => {
  const button = part(root, ".switch");
  button.addEventListener("click", press);
  return (closed) => {
    const does = closed ? "Connect" : "Close";
    say(button, does);
    button.setAttribute("aria-label", `${does} ${label}`);
  };
};

const createStanding = (root: HTMLElement): ((standing: Standing, behind: number) => void) => {
  const [name, note, waiting] = [part(root, ".state-name"), part(root, ".state-note"), part(root, ".waiting")];
  return (standing, behind) => {
    mark(root, "tone", standing.tone);
    say(name, standing.name);
    say(note, standing.note);
    const connected = standing.tone === "live" || standing.tone === "waiting";
    say(waiting, connected ? waitingOnServer(behind) : standing.trouble);
    mark(waiting, "behind", behind > 0 && connected ? "some" : "none");
  };
};

/** `name` begins the class of the figure's value and unit. */
const createFigure = (root: ParentNode, name: string): ((figure: Figure | null) => void) => {
  const [value, unit] = [part(root, `.${name}-value`), part(root, `.${name}-unit`)];
  return (figure) => {
    say(value, figure === null ? absent : figure.value);
    say(unit, figure === null ? "" : figure.unit);
  };
};

const createCost = (root: ParentNode, wrapping: string) => {
  const bar = part(root, ".cost-bar");
  const parts = [
    { name: "body", line: part(root, ".body-words"), words: "body" },
    { name: "envelope", line: part(root, ".envelope-words"), words: "JSON around it" },
    { name: "wrapping", line: part(root, ".wrapping-words"), words: wrapping },
  ] as const;
  return (cost: MessageCost | null, dearestBytes: number): void => {
    for (const { name, line, words } of parts) {
      const share = cost === null || dearestBytes === 0 ? 0 : cost[name] / dearestBytes;
      bar.style.setProperty(`--${name}`, String(share));
      say(line, `${cost === null ? absent : written(bytes(cost[name]))} ${words}`);
    }
  };
};

const createRow = (row: HTMLElement): ((arrival: Arrival | undefined, scaleMs: number) => void) => {
  const [seq, bar, old] = [part(row, ".seq"), part(row, ".age-bar i"), part(row, ".age")];
  const fill = (kind: string, seqWords: string, ageWords: string, share: number): void => {
    mark(row, "kind", kind);
    say(seq, seqWords);
    say(old, ageWords);
    bar.style.setProperty("--share", share.toFixed(3));
  };
  return (arrival, scaleMs) => {
    if (arrival === undefined) return fill("none", absent, "", 0);
    const { caughtUp, ageMs } = arrival;
    const share = Math.min(1, Math.max(0, ageMs) / scaleMs);
    fill(caughtUp ? "caught-up" : "fresh", `#${arrival.seq}`, written(age(ageMs)), share);
  };
};

const createRows = (root: ParentNode): ((latest: readonly Arrival[], scaleMs: number) => void) => {
  const [list, scale] = [part(root, ".latest"), part(root, ".latest-scale")];
  for (let i = 0; i < shownMessages; i++) list.append(copyOf("latest"));
  const rows = [...list.querySelectorAll("li")].map(createRow);
  return (latest, scaleMs) => {
    for (const [i, showRow] of rows.entries()) showRow(latest[i], scaleMs);
    say(scale, brief(scaleMs));
  };
};

const createCounters = (root: ParentNode): ((pane: Pane, total: Meter) => void) => {
  const [connected, messages] = [part(root, ".connected"), part(root, ".messages")];
  const [requests, empty] = [part(root, ".requests"), part(root, ".empty")];
  const [bytesUp, bytesDown] = [part(root, ".bytes-up"), part(root, ".bytes-down")];
  return ({ connectedSince, messages: arrived }, total) => {
    say(connected, connectedSince === null ? absent : timeOfDay(performance.timeOrigin + connectedSince));
    say(messages, count(arrived));
    say(requests, count(total.requests));
    say(empty, count(total.empty));
    say(bytesUp, written(bytes(total.bytesUp)));
    say(bytesDown, written(bytes(total.bytesDown)));
  };
};

const createResilience = (root: ParentNode): ((pane: Pane, now: number) => void) => {
  const line = part(root, ".resilience");
  return (pane, now) => {
    const resumed = pane.recovery !== null && pane.recovery.resumedAt !== null;
    say(line, resilience(pane, now));
    mark(line, "health", pane.lost + pane.twice > 0 ? "bad" : resumed ? "good" : "plain");
  };
};

const stripWords = (label: string, medianMs: number | null): string =>
  medianMs === null
    ? `${label}: no message in the last minute`
    : `${label}: ages of the last minute's messages, from 1${thin}ms to 10${thin}s; median ${written(age(medianMs))}`;

/** Appends a pane to `list`; `press` is called for each press on its button. */
export const createPaneView = (list: Element, name: string, label: string, look: Look, press: () => void): PaneView => {
  const root = appendPane(list, name, label, look);
  const [sentence, bar] = [part(root, ".sentence"), part(root, ".bar")];
  const canvas = find(root, ".strip", HTMLCanvasElement);
  const strip = createStrip(canvas, look.colour, look.shape);
  const showSwitch = createSwitch(root, label, press);
  const showStanding = createStanding(root);
  const [showAge, showSum] = [createFigure(root, "age"), createFigure(root, "cost")];
  const showCost = createCost(root, look.wrapping);
  const showRows = createRows(root);
  const showCounters = createCounters(root);
  const showResilience = createResilience(root);
  return {
    show: (sight, scales, now) => {
      const { pane, medianMs, cost } = sight;
      say(sentence, sight.sentence);
      showStanding(sight.standing, sight.waiting);
      showSwitch(pane.state === "closed");
      showAge(medianMs === null ? null : age(medianMs));
      showSum(cost === null ? null : bytes(sumOf(cost)));
      showCost(cost, scales.dearestBytes);
      showRows(pane.latest, scales.ageMs);
      showCounters(pane, sight.total);
      showResilience(pane, now);
      const words = stripWords(label, medianMs);
      if (canvas.ariaLabel !== words) canvas.ariaLabel = words;
    },
    move: (progress) => {
      mark(bar, "known", progress === null ? "no" : "yes");
      bar.style.setProperty("--share", String(progress === null ? 0 : progress));
    },
    draw: (ages, medianMs, now) => strip.draw(ages, medianMs, now),
  };
};
