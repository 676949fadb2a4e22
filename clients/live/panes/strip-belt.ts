// The marks of a latency strip, each drawn once: onto a belt that goes round behind the plot, so that a strip of three
// thousand marks costs no more to draw than an empty one. Knows no axes.

import { type Plot, yOf } from "./latency-strip.ts";
import { type AgeAt, windowMs } from "./recent-ages.ts";

export interface Belt {
  /** Shows the ages of the window before `now`, the oldest first, on the plot. */
  draw(context: CanvasRenderingContext2D, plot: Plot, ages: readonly AgeAt[], now: number, colour: string): void;
}

const markPx = 6;
/** Many lie over each other: through each of them shows how many. */
const markAlpha = 0.7;

/** `shape` as in clients/live/looks.ts. */
export const createBelt = (shape: string): Belt => {
  const mark = new Path2D(shape);
  const canvas = document.createElement("canvas");
  const belt = canvas.getContext("2d");
  let laidFor = "";
  /** On the clock of the ages: up to here they stand on the belt. */
  let drawnUntil = Number.NEGATIVE_INFINITY;
  /** In device px from instant 0: up to here the belt is ready for marks. */
  let clearedTo = 0;

  const stamp = (x: number, y: number, size: number): void => {
    belt?.setTransform(size / 12, 0, 0, size / 12, x - size / 2, y - size / 2);
    belt?.fill(mark);
  };

  return {
    draw: (context, plot, ages, now, colour) => {
      if (belt === null || plot.width <= 0) return;
      const ratio = devicePixelRatio;
      const [size, width, height] = [markPx * ratio, Math.round(plot.width * ratio), Math.ceil(plot.height * ratio)];
      const margin = Math.ceil(2 * size);
      const [length, perMs] = [width + 2 * margin, width / windowMs];
      const head = Math.floor(now * perMs);

      if (laidFor !== `${width} ${height} ${colour}`) {
        laidFor = `${width} ${height} ${colour}`;
        // Setting its size clears it. Marks on the plot's edges stand out by half.
        [canvas.width, canvas.height] = [length, height + 2 * margin];
        [drawnUntil, clearedTo] = [Number.NEGATIVE_INFINITY, head + margin];
        [belt.fillStyle, belt.globalAlpha] = [colour, markAlpha];
      }

      belt.setTransform(1, 0, 0, 1, 0, 0);
      for (let x = Math.max(clearedTo, head + margin - length); x < head + margin; ) {
        const piece = Math.min(head + margin - x, length - (x % length));
        belt.clearRect(x % length, 0, piece, canvas.height);
        x += piece;
      }
      clearedTo = head + margin;

      const firstNew = ages.findLastIndex(({ at }) => at <= drawnUntil) + 1;
      for (const { at, ageMs } of ages.slice(firstNew)) {
        const x = (at * perMs) % length;
        const y = margin + (yOf(plot, ageMs) - plot.top) * ratio;
        stamp(x, y, size);
        // What stands over one end of the belt begins at the other.
        if (x < size) stamp(x + length, y, size);
        if (x > length - size) stamp(x - length, y, size);
        drawnUntil = at;
      }

      context.save();
      context.setTransform(1, 0, 0, 1, Math.round(plot.left * ratio), Math.round(plot.top * ratio) - margin);
      const start = (((head - width) % length) + length) % length;
      const first = Math.min(width, length - start);
      context.drawImage(canvas, start, 0, first, canvas.height, 0, 0, first, canvas.height);
      if (first < width) {
        context.drawImage(canvas, 0, 0, width - first, canvas.height, first, 0, width - first, canvas.height);
      }
      context.restore();
    },
  };
};
