// When the page is drawn: with the browser's frames, and no more often than an eye needs. Knows nothing of what is drawn.

interface Renderer {
  /** Words and figures. */
  show(): void;
  /** Parts that move; the style sheet moves them from frame to frame. */
  move(): void;
  /** Strips. */
  draw(): void;
}

/** How often each part is drawn, in ms. */
type Pace = Readonly<Record<keyof Renderer, number>>;

/** A strip of 300 px moves by 5 px a second: five times a second are enough for it. */
const lively: Pace = { show: 100, move: 100, draw: 200 };
/** Visitors who prefer reduced motion see it move once a second, like a clock. */
const still: Pace = { show: 500, move: 1_000, draw: 1_000 };
/** The rest between two looks at what is due: each frame that is asked for has a cost. */
const restMs = 25;

const parts = ["show", "move", "draw"] as const;

/** Goes on for as long as the page does. A page that is not seen gets no frames. */
export const startRendering = (renderer: Renderer): void => {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const doneAt = { show: 0, move: 0, draw: 0 };
  const frame = (now: number): void => {
    const pace = reduced.matches ? still : lively;
    for (const part of parts) {
      if (now - doneAt[part] < pace[part]) continue;
      doneAt[part] = now;
      renderer[part]();
    }
    setTimeout(() => requestAnimationFrame(frame), restMs);
  };
  requestAnimationFrame(frame);
};
