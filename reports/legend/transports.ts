// A transport's look: its label, and one colour, dash and shape on every page. Knows nothing of numbers.
import type { Run } from "../../bench/record/run.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";

export interface TransportView {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  /** SVG stroke-dasharray; [1, 0] is a solid line. */
  readonly dash: readonly number[];
  readonly shape: Shape;
}

export type Shape =
  | "circle"
  | "square"
  | "triangle-up"
  | "diamond"
  | "cross"
  | "triangle-down"
  | "triangle-left"
  | "triangle-right";
type Look = Pick<TransportView, "colour" | "dash" | "shape">;

// Okabe and Ito's colours can be told apart with any colour vision. They have a contrast of at least 3:1 with both the light
// and the dark page (the purple is darkened for that). A name keeps its look whatever else is in the run.
const looks: Readonly<Record<string, Look>> = {
  "short-polling": { colour: "#d55e00", dash: [7, 3], shape: "square" },
  "long-polling": { colour: "#009e73", dash: [2, 2], shape: "triangle-up" },
  websocket: { colour: "#0072b2", dash: [1, 0], shape: "circle" },
  "server-sent-events": { colour: "#b8609a", dash: [9, 3, 2, 3], shape: "diamond" },
};
const spare: readonly Look[] = [
  { colour: "#8c7300", dash: [5, 2, 1, 2], shape: "cross" },
  { colour: "#3d93c8", dash: [12, 3], shape: "triangle-down" },
  { colour: "#7a7a7a", dash: [1, 3], shape: "diamond" },
];
const fallback: Look = { colour: "#7a7a7a", dash: [1, 3], shape: "diamond" };

/** A page in Chromium is the same transport in another client: its colour, with a shape and a dash of its own. */
const inBrowser = ":browser";
export const isBrowserArm = (name: string): boolean => name.split(":").includes("browser");
/** The same transport, subscribed to by the load client. */
export const loadArmOf = (name: string): string => name.replace(inBrowser, "");
const turned: Readonly<Record<Shape, Shape>> = {
  circle: "triangle-right",
  square: "diamond",
  "triangle-up": "triangle-down",
  diamond: "square",
  cross: "triangle-left",
  "triangle-down": "triangle-up",
  "triangle-right": "circle",
  "triangle-left": "cross",
};
const browserLook = ({ colour, shape }: Look): Look => ({ colour, dash: [3, 2, 1, 2], shape: turned[shape] });

const lookOf = (name: string): Look | undefined => (Object.hasOwn(looks, name) ? looks[name] : undefined);

/** Charts tell rows apart by label, so a label that is missing or taken is completed with the name. */
const distinctLabels = (
  named: ReadonlyMap<string, string>,
  { basics }: Pick<Words, "basics">,
): ReadonlyMap<string, string> => {
  const taken = [...named.values()];
  return new Map(
    [...named].map(([name, label]) => {
      if (label.trim() === "") return [name, name];
      return [name, taken.indexOf(label) === taken.lastIndexOf(label) ? label : `${label}${basics.bracketed(name)}`];
    }),
  );
};

/** The run's transports in its order; a transport that only the trials name comes after them under its own name. */
export const plainTransports = (run: Run, { basics }: Pick<Words, "basics"> = english): readonly TransportView[] => {
  const named = new Map(run.transports.map(({ name, label }) => [name, basics.transport(name, label)]));
  for (const { transport } of run.trials) if (!named.has(transport)) named.set(transport, transport);
  let next = 0;
  const given = new Map<string, Look>();
  const ownLook = (name: string): Look => {
    const load = isBrowserArm(name) ? given.get(loadArmOf(name)) : undefined;
    if (load !== undefined) return browserLook(load);
    return lookOf(name) ?? spare[next++ % spare.length] ?? fallback;
  };
  return [...distinctLabels(named, { basics })].map(([name, label]) => {
    const look = ownLook(name);
    given.set(name, look);
    return { name, label, ...look };
  });
};

export const labelOf = (transports: readonly TransportView[], name: string): string =>
  transports.find((transport) => transport.name === name)?.label ?? name;
