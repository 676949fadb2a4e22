// Draws a latency strip on a canvas, in the colours that the page has at the time. Knows geometry, and the names of three instants.

import { words } from "../language.ts";
import type { AgeAt } from "../recent-ages.ts";
import { type Plot, plotOf, ticks, xOf, yOf } from "./latency-strip.ts";
import { Belt } from "./strip-belt.ts";

interface Strip {
  /** `now` on the clock of the ages. */
  draw(ages: readonly AgeAt[], medianMs: number | null, now: number): void;
}

const { first, middle, last } = words.pane.instants;

const instants = [
  { secondsAgo: 60, label: first, textAlign: "left" },
  { secondsAgo: 30, label: middle, textAlign: "center" },
  { secondsAgo: 0, label: last, textAlign: "right" },
] as const;

const drawLine = (context: CanvasRenderingContext2D, plot: Plot, y: number): void => {
  context.beginPath();
  context.moveTo(plot.left, y);
  context.lineTo(plot.left + plot.width, y);
  context.stroke();
};

/** `height` is the canvas's: the instants stand at its bottom. */
const drawAxes = (
  context: CanvasRenderingContext2D,
  plot: Plot,
  height: number,
  colours: { readonly words: string; readonly lines: string },
): void => {
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = colours.words;
  context.strokeStyle = colours.lines;
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { ageMs, label } of ticks) {
    const y = Math.round(yOf(plot, ageMs)) + 0.5;
    drawLine(context, plot, y);
    context.fillText(label, plot.left - 6, y);
  }
  context.textBaseline = "alphabetic";
  for (const { secondsAgo, label, textAlign } of instants) {
    context.textAlign = textAlign;
    context.fillText(label, xOf(plot, -secondsAgo * 1000, 0), height - 3);
  }
};

const drawMedian = (context: CanvasRenderingContext2D, plot: Plot, medianMs: number, colour: string): void => {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  drawLine(context, plot, yOf(plot, medianMs));
  context.setLineDash([]);
};

/** `colour` and `shape` as in clients/live/looks.ts. */
export const createStrip = (canvas: HTMLCanvasElement, colour: string, shape: string): Strip => {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws on no canvas");
  const style = getComputedStyle(canvas);
  const colourOf = (property: string): string => style.getPropertyValue(property);
  const belt = new Belt(shape);
  let [width, height] = [0, 0];
  new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    ({ width, height } = entry.contentRect);
    [canvas.width, canvas.height] = [width * devicePixelRatio, height * devicePixelRatio];
  }).observe(canvas);

  return {
    draw: (ages, medianMs, now) => {
      if (width === 0) return;
      const plot = plotOf(width, height);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, width, height);
      drawAxes(context, plot, height, { words: colourOf("--quiet"), lines: colourOf("--grid") });
      belt.draw(context, plot, ages, now, colourOf(colour));
      if (medianMs !== null) drawMedian(context, plot, medianMs, colourOf(colour));
    },
  };
};
