// One transport's pane in the document: shows a view of it, and tells of its button. Holds no state but what is drawn.

import { type MessageCost, type Meter, sumOf } from "../costs.ts";
import { copyOf, find, mark, say } from "../dom.ts";
import { absent, age, brief, bytes, count, type Figure, thin, timeOfDay, written } from "../figures.ts";
import type { Look } from "../looks.ts";
import type { AgeAt } from "./recent-ages.ts";
import { type Arrival, type Pane, shownMessages } from "./state.ts";
import { createStrip } from "./strip-canvas.ts";
import { resilience, type Standing, waitingOnServer } from "./words.ts";

export interface PaneSight {
  readonly pane: Pane;
  readonly standing: Standing;
  readonly medianMs: number | null;
  readonly total: Meter;
  readonly cost: MessageCost | null;
  readonly sentence: string;
  /** Messages that other panes have already. */
  readonly waiting: number;
}

/** What all panes are drawn to, so that they can be compared. */
export interface PaneScales {
  /** That any pane has. */
  readonly newestSeq: number;
  /** A message of the dearest pane. */
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

const createFigure =
  (value: Element, unit: Element) =>
  (figure: Figure | null): void => {
    say(value, figure?.value ?? absent);
    say(unit, figure?.unit ?? "");
  };

const createRows = (list: Element): ((latest: readonly Arrival[], scaleMs: number) => void) => {
  for (let i = 0; i < shownMessages; i++) list.append(copyOf("latest"));
  const rows = [...list.querySelectorAll("li")].map((row) => ({
    row,
    seq: find(row, ".seq", HTMLElement),
    bar: find(row, ".age-bar i", HTMLElement),
    old: find(row, ".age", HTMLElement),
  }));
  return (latest, scaleMs) => {
    for (const [i, { row, seq, bar, old }] of rows.entries()) {
      const arrival = latest[i];
      mark(row, "kind", arrival === undefined ? "none" : arrival.caughtUp ? "caught-up" : "fresh");
      say(seq, arrival === undefined ? absent : `#${arrival.seq}`);
      say(old, arrival === undefined ? "" : written(age(arrival.ageMs)));
      const share = arrival === undefined ? 0 : Math.min(1, Math.max(0, arrival.ageMs) / scaleMs);
      bar.style.setProperty("--share", share.toFixed(3));
    }
  };
};

const createCost = (root: ParentNode, wrapping: string) => {
  const bar = find(root, ".cost-bar", HTMLElement);
  const part = (name: string) => find(root, `.${name}-words`, HTMLElement);
  const [body, envelope, around] = [part("body"), part("envelope"), part("wrapping")];
  return (cost: MessageCost | null, dearestBytes: number): void => {
    const share = (value: number) => String(dearestBytes === 0 ? 0 : value / dearestBytes);
    bar.style.setProperty("--body", share(cost?.body ?? 0));
    bar.style.setProperty("--envelope", share(cost?.envelope ?? 0));
    bar.style.setProperty("--wrapping", share(cost?.wrapping ?? 0));
    const told = (value: number | undefined) => (value === undefined ? absent : written(bytes(value)));
    say(body, `${told(cost?.body)} body`);
    say(envelope, `${told(cost?.envelope)} JSON around it`);
    say(around, `${told(cost?.wrapping)} ${wrapping}`);
  };
};

const stripWords = (label: string, medianMs: number | null): string =>
  medianMs === null
    ? `${label}: no message in the last minute`
    : `${label}: ages of the last minute's messages, from 1${thin}ms to 10${thin}s; median ${written(age(medianMs))}`;

/** Appends a pane to `list`; `press` is told of each press on its button. */
export const createPaneView = (list: Element, name: string, label: string, look: Look, press: () => void): PaneView => {
  list.append(copyOf("pane"));
  const root = find(list, ".pane:last-child", HTMLElement);
  const text = (selector: string): HTMLElement => find(root, selector, HTMLElement);
  const heading = text("h2");
  heading.id = `pane-${name}`;
  root.setAttribute("aria-labelledby", heading.id);
  mark(root, "transport", name);
  find(root, ".shape path", SVGPathElement).setAttribute("d", look.shape);
  say(text(".pane-name"), label);
  const button = text(".switch");
  button.addEventListener("click", press);
  const canvas = find(root, ".strip", HTMLCanvasElement);
  const strip = createStrip(canvas, look.colour, look.shape);
  const [bar, stateName, stateNote, waiting] = [
    text(".bar"),
    text(".state-name"),
    text(".state-note"),
    text(".waiting"),
  ];
  const showAge = createFigure(text(".age-value"), text(".age-unit"));
  const showSum = createFigure(text(".cost-value"), text(".cost-unit"));
  const counters = {
    messages: text(".messages"),
    requests: text(".requests"),
    empty: text(".empty"),
    bytesUp: text(".bytes-up"),
    bytesDown: text(".bytes-down"),
  };
  const resilienceLine = text(".resilience");
  const showRows = createRows(text(".latest"));
  const [sentenceLine, scaleNote, connectedNote] = [text(".sentence"), text(".latest-scale"), text(".connected")];
  const showCost = createCost(root, look.wrapping);

  return {
    show: ({ pane, standing, medianMs, total, cost, sentence, waiting: behind }, scales, now) => {
      say(sentenceLine, sentence);
      mark(root, "tone", standing.tone);
      say(stateName, standing.name);
      say(stateNote, standing.note);
      const connected = standing.tone === "live" || standing.tone === "waiting";
      say(waiting, connected ? waitingOnServer(behind) : standing.trouble);
      mark(waiting, "behind", behind > 0 && connected ? "some" : "none");
      const does = pane.state === "closed" ? "Connect" : "Close";
      say(button, does);
      button.setAttribute("aria-label", `${does} ${label}`);
      showAge(medianMs === null ? null : age(medianMs));
      showSum(cost === null ? null : bytes(sumOf(cost)));
      showCost(cost, scales.dearestBytes);
      showRows(pane.latest, scales.ageMs);
      say(scaleNote, brief(scales.ageMs));
      say(
        connectedNote,
        pane.connectedSince === null ? absent : timeOfDay(performance.timeOrigin + pane.connectedSince),
      );
      say(counters.messages, count(pane.messages));
      say(counters.requests, count(total.requests));
      say(counters.empty, count(total.empty));
      say(counters.bytesUp, written(bytes(total.bytesUp)));
      say(counters.bytesDown, written(bytes(total.bytesDown)));
      say(resilienceLine, resilience(pane, now));
      mark(
        resilienceLine,
        "health",
        pane.lost + pane.twice > 0 ? "bad" : pane.recovery?.resumedAt == null ? "plain" : "good",
      );
      const words = stripWords(label, medianMs);
      if (canvas.ariaLabel !== words) canvas.ariaLabel = words;
    },
    move: (progress) => {
      mark(bar, "known", progress === null ? "no" : "yes");
      bar.style.setProperty("--share", String(progress ?? 0));
    },
    draw: (ages, medianMs, now) => strip.draw(ages, medianMs, now),
  };
};
