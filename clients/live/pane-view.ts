// One transport's pane in the document: shows a view of it, and tells of its button. Holds no state but what is drawn.

import { type MessageCost, type Meter, sumOf } from "./costs.ts";
import { copyOf, find, mark, say } from "./dom.ts";
import { absent, bytes, count, type Figure, span, thin, written } from "./figures.ts";
import { shareOfAxis } from "./latency-strip.ts";
import type { Look } from "./looks.ts";
import { type Arrival, type Pane, shownMessages } from "./pane-state.ts";
import { resilience, type Standing, waitingOnServer } from "./pane-words.ts";
import type { AgeAt } from "./recent-ages.ts";
import { createStrip } from "./strip-canvas.ts";

export interface PaneSight {
  readonly pane: Pane;
  readonly standing: Standing;
  readonly medianMs: number | null;
  readonly total: Meter;
  readonly cost: MessageCost | null;
  /** The dearest pane's bytes a message: all bars are to its scale. */
  readonly dearestBytes: number;
  /** Messages that other panes have already. */
  readonly waiting: number;
}

export interface PaneView {
  /** Words and figures: a few times a second. */
  show(sight: PaneSight, now: number): void;
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

const createRows = (list: Element): ((latest: readonly Arrival[]) => void) => {
  for (let i = 0; i < shownMessages; i++) list.append(copyOf("latest"));
  const rows = [...list.querySelectorAll("li")].map((row) => ({
    row,
    seq: find(row, ".seq", HTMLElement),
    bar: find(row, ".age-bar i", HTMLElement),
    age: find(row, ".age", HTMLElement),
  }));
  return (latest) => {
    for (const [i, { row, seq, bar, age }] of rows.entries()) {
      const arrival = latest[i];
      mark(row, "kind", arrival === undefined ? "none" : arrival.caughtUp ? "caught-up" : "fresh");
      say(seq, arrival === undefined ? absent : `#${arrival.seq}`);
      say(age, arrival === undefined ? "" : written(span(arrival.ageMs)));
      bar.style.setProperty("--share", String(arrival === undefined ? 0 : shareOfAxis(arrival.ageMs)));
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
    : `${label}: ages of the last minute's messages, from 1${thin}ms to 10${thin}s; median ${written(span(medianMs))}`;

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
  say(text(".sentence"), look.sentence);
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
  const showCost = createCost(root, look.wrapping);

  return {
    show: ({ pane, standing, medianMs, total, cost, dearestBytes, waiting: behind }, now) => {
      mark(root, "tone", standing.tone);
      say(stateName, standing.name);
      say(stateNote, standing.note);
      const connected = standing.tone === "live" || standing.tone === "waiting";
      say(waiting, connected ? waitingOnServer(behind) : standing.trouble);
      mark(waiting, "behind", behind > 0 && connected ? "some" : "none");
      const does = pane.state === "closed" ? "Connect" : "Close";
      say(button, does);
      button.setAttribute("aria-label", `${does} ${label}`);
      showAge(medianMs === null ? null : span(medianMs));
      showSum(cost === null ? null : bytes(sumOf(cost)));
      showCost(cost, dearestBytes);
      showRows(pane.latest);
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
