// A column of the plot for each place along its axis: under the pointer it stands out, and one tooltip tells what every line
// says there. Knows nothing of what a line shows.
import { absent } from "../writing/numbers.ts";
import { type Layer, whereTold } from "./marks.ts";
import { ink, type quantity } from "./style.ts";

/** The lines of a tooltip: the place in words, and what every line of the chart says there. */
export interface Told {
  readonly lines: readonly (readonly [name: string, figure: string])[];
}

export interface Crossing {
  readonly at: number;
  readonly told: Told;
}

type Across = ReturnType<typeof quantity>;

/** `head` is what the places are, `lines` the lines' names with their figures; null where a line has none there. */
export const tellAll = (
  head: string,
  at: string,
  lines: readonly (readonly [name: string, figure: string | null])[],
): Told => ({ lines: [[head, at], ...lines.map(([name, figure]) => [name, figure ?? absent] as const)] });

/** The rows of the columns; each ends in the middle between two places, as the axis counts. Places ascend. */
export const crossingRows = (crossings: readonly Crossing[], { scale }: Across): readonly object[] => {
  const { type, domain } = scale;
  const [low = 0, high = 1] = domain ?? [];
  const between = (a: number, b: number): number => (type === "log" ? Math.sqrt(a * b) : (a + b) / 2);
  return crossings.map(({ at, told }, i) => {
    const [before, after] = [crossings[i - 1]?.at, crossings[i + 1]?.at];
    return {
      crossFrom: before === undefined ? low : between(before, at),
      crossTo: after === undefined ? high : between(at, after),
      told,
    };
  });
};

/** The page's script makes a table of it. Names stay data: they are in no expression, and no keys, which no language translates. */
export const toldTooltip = { field: "told", type: "nominal" } as const;

/** Stands before a chart's other layers, so that their marks lie above the columns. */
export const crosshair = (x: Across): Layer => ({
  name: "crosshair",
  ...whereTold("crossFrom"),
  mark: { type: "rect", opacity: 0 },
  encoding: {
    x: { ...x, field: "crossFrom" },
    x2: { field: "crossTo" },
    color: { value: ink },
    tooltip: toldTooltip,
  },
});
