// Draws a latency strip on a canvas, in the colours that the page has at the time. Knows only geometry.

import { plotOf, ticks, xOf, yOf } from "./latency-strip.ts";
import type { AgeAt } from "./recent-ages.ts";
import { createBelt } from "./strip-belt.ts";

export interface Strip {
  /** `now` on the clock of the ages. */
  draw(ages: readonly AgeAt[], medianMs: number | null, now: number): void;
}

/** `colour` and `shape` as in clients/live/looks.ts. */
export const createStrip = (canvas: HTMLCanvasElement, colour: string, shape: string): Strip => {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws on no canvas");
  const style = getComputedStyle(canvas);
  const belt = createBelt(shape);
  let [width, height] = [0, 0];
  new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    ({ width, height } = entry.contentRect);
    [canvas.width, canvas.height] = [width * devicePixelRatio, height * devicePixelRatio];
  }).observe(canvas);

  const colourOf = (property: string): string => style.getPropertyValue(property);

  const drawAxes = (now: number): void => {
    const plot = plotOf(width, height);
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = colourOf("--quiet");
    context.strokeStyle = colourOf("--grid");
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const { ageMs, label } of ticks) {
      const y = Math.round(yOf(plot, ageMs)) + 0.5;
      context.beginPath();
      context.moveTo(plot.left, y);
      context.lineTo(plot.left + plot.width, y);
      context.stroke();
      context.fillText(label, plot.left - 6, y);
    }
    context.textBaseline = "alphabetic";
    for (const [secondsAgo, label] of [
      [60, "60 s ago"],
      [30, "30 s"],
      [0, "now"],
    ] as const) {
      context.textAlign = secondsAgo === 60 ? "left" : secondsAgo === 0 ? "right" : "center";
      context.fillText(label, xOf(plot, now - secondsAgo * 1000, now), height - 3);
    }
  };

  return {
    draw: (ages, medianMs, now) => {
      if (width === 0) return;
      const plot = plotOf(width, height);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, width, height);
      drawAxes(now);
      belt.draw(context, plot, ages, now, colourOf(colour));
      if (medianMs === null) return;
      context.strokeStyle = colourOf(colour);
      context.lineWidth = 1.5;
      context.setLineDash([4, 3]);
      context.beginPath();
      context.moveTo(plot.left, yOf(plot, medianMs));
      context.lineTo(plot.left + plot.width, yOf(plot, medianMs));
      context.stroke();
      context.setLineDash([]);
    },
  };
};
