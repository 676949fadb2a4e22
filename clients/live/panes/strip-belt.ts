// The marks of a latency strip, each drawn once, onto a belt that goes round behind the plot. A strip of three thousand marks
// therefore costs no more to draw than an empty one. Knows no axes.

import { type AgeAt, windowMs } from "../recent-ages.ts";
import { type Plot, yOf } from "./latency-strip.ts";

const markPx = 6;
/** Marks lie over each other. They are translucent, so that the eye sees how many. */
const markAlpha = 0.7;

type Size = ReturnType<typeof sizeFor>;

/**
 * In device px; `width` is the plot's, `length` and `height` the belt's. The margin around the plot holds the halves of marks on its
 * edges.
 */
const sizeFor = (plot: Plot) => {
  const ratio = devicePixelRatio;
  const mark = markPx * ratio;
  const margin = Math.ceil(2 * mark);
  const width = Math.round(plot.width * ratio);
  const [length, height] = [width + 2 * margin, Math.ceil(plot.height * ratio) + 2 * margin];
  return { ratio, mark, margin, width, length, height, perMs: width / windowMs };
};

export class Belt {
  readonly #mark: Path2D;
  readonly #canvas = document.createElement("canvas");
  readonly #belt = this.#canvas.getContext("2d");
  /** The size and colour that the belt was laid for. */
  #laidFor = "";
  /** Ages up to this instant, on their own clock, stand on the belt. */
  #drawnUntil = Number.NEGATIVE_INFINITY;
  /** How far the belt is ready for marks, in device px from instant 0. */
  #clearedTo = 0;

  /** `shape` as in clients/live/looks.ts. */
  constructor(shape: string) {
    this.#mark = new Path2D(shape);
  }

  /** Shows the ages of the window before `now`, the oldest first, on the plot. */
  draw(context: CanvasRenderingContext2D, plot: Plot, ages: readonly AgeAt[], now: number, colour: string): void {
    if (this.#belt === null || plot.width <= 0) return;
    const size = sizeFor(plot);
    const head = Math.floor(now * size.perMs);
    this.#lay(this.#belt, size, colour, head);
    this.#clear(this.#belt, size, head + size.margin);
    this.#stampNew(this.#belt, size, plot, ages);
    this.#copyTo(context, size, plot, head);
  }

  /** Begins anew where the plot has another size or the page another colour. */
  #lay(belt: CanvasRenderingContext2D, { width, length, height, margin }: Size, colour: string, head: number): void {
    const laidFor = `${width} ${height} ${colour}`;
    if (this.#laidFor === laidFor) return;
    this.#laidFor = laidFor;
    // A canvas that is given a size is cleared.
    [this.#canvas.width, this.#canvas.height] = [length, height];
    [this.#drawnUntil, this.#clearedTo] = [Number.NEGATIVE_INFINITY, head + margin];
    [belt.fillStyle, belt.globalAlpha] = [colour, markAlpha];
  }

  /** Takes the marks of a minute ago off the part that comes next, up to `end`. */
  #clear(belt: CanvasRenderingContext2D, { length, height }: Size, end: number): void {
    belt.setTransform(1, 0, 0, 1, 0, 0);
    for (let x = Math.max(this.#clearedTo, end - length); x < end; ) {
      const piece = Math.min(end - x, length - (x % length));
      belt.clearRect(x % length, 0, piece, height);
      x += piece;
    }
    this.#clearedTo = end;
  }

  #stampNew(belt: CanvasRenderingContext2D, size: Size, plot: Plot, ages: readonly AgeAt[]): void {
    const { length, mark } = size;
    const firstNew = ages.findLastIndex(({ at }) => at <= this.#drawnUntil) + 1;
    for (const { at, ageMs } of ages.slice(firstNew)) {
      const x = (at * size.perMs) % length;
      const y = size.margin + (yOf(plot, ageMs) - plot.top) * size.ratio;
      this.#stamp(belt, x, y, mark);
      // A mark that stands over one end of the belt begins at the other.
      if (x < mark) this.#stamp(belt, x + length, y, mark);
      if (x > length - mark) this.#stamp(belt, x - length, y, mark);
      this.#drawnUntil = at;
    }
  }

  /** The mark's path lies in a box of 12 by 12. */
  #stamp(belt: CanvasRenderingContext2D, x: number, y: number, size: number): void {
    belt.setTransform(size / 12, 0, 0, size / 12, x - size / 2, y - size / 2);
    belt.fill(this.#mark);
  }

  /** Copies the last `width` before `head`, in two pieces where the belt's end lies among them. */
  #copyTo(
    context: CanvasRenderingContext2D,
    { ratio, margin, width, length, height }: Size,
    plot: Plot,
    head: number,
  ): void {
    context.save();
    context.setTransform(1, 0, 0, 1, Math.round(plot.left * ratio), Math.round(plot.top * ratio) - margin);
    const start = (((head - width) % length) + length) % length;
    const first = Math.min(width, length - start);
    context.drawImage(this.#canvas, start, 0, first, height, 0, 0, first, height);
    if (first < width) {
      context.drawImage(this.#canvas, 0, 0, width - first, height, first, 0, width - first, height);
    }
    context.restore();
  }
}
