// When the page is drawn: with the browser's frames and no more often than an eye needs. Knows nothing of what is drawn.

export interface Renderer {
  /** Words and figures. */
  show(): void;
  /** What moves; the style sheet does so from frame to frame. */
  move(): void;
  /** Strips. */
  draw(): void;
}

interface Pace {
  readonly showMs: number;
  readonly moveMs: number;
  readonly drawMs: number;
}

/** A strip of 300 px moves by 5 px a second: five times a second are enough for it. */
const lively: Pace = { showMs: 100, moveMs: 100, drawMs: 200 };
/** Between two looks at what is due: each frame that is asked for costs one. */
const restMs = 25;
/** For who prefers reduced motion: once a second, like a clock. */
const still: Pace = { showMs: 500, moveMs: 1_000, drawMs: 1_000 };

/** Goes on for as long as the page does; a page that is not seen gets no frames. */
export const startRendering = ({ show, move, draw }: Renderer): void => {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  let [shownAt, movedAt, drawnAt] = [0, 0, 0];
  const frame = (now: number): void => {
    const pace = reduced.matches ? still : lively;
    if (now - shownAt >= pace.showMs) {
      shownAt = now;
      show();
    }
    if (now - movedAt >= pace.moveMs) {
      movedAt = now;
      move();
    }
    if (now - drawnAt >= pace.drawMs) {
      drawnAt = now;
      draw();
    }
    setTimeout(() => requestAnimationFrame(frame), restMs);
  };
  requestAnimationFrame(frame);
};
