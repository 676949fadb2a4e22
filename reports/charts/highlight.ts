// Lets a compiled chart set one transport off from the others: all but the names in the signal `highlight` fade. The rules
// are encodings of the spec, so that the page only sets the signal. Knows nothing of pages and pointers.
import type { Axis, EncodeEntry, Legend, Mark, NumericValueRef, ProductionRule, Spec } from "vega";
import type { Series } from "./style.ts";

/** The share of its own opacity that a faded mark keeps. */
export const faint = 0.15;

type Rule = { readonly test?: string } & NumericValueRef;

/** `name` is an expression for the name of what is drawn; it and the signal hold a run's texts as data, never as code. */
const fadeTest = (name: string): string => `length(highlight) > 0 && indexof(highlight, ${name}) < 0`;

/** Each rule has a faint twin before it, so that marks that were pale or unseen stay so. */
const fade = (opacity: ProductionRule<NumericValueRef> | undefined, name: string): Rule[] => {
  const rules: readonly Rule[] = opacity === undefined ? [{ value: 1 }] : Array.isArray(opacity) ? opacity : [opacity];
  const twins = rules.flatMap(({ test, ...rule }) => {
    const value = "value" in rule && typeof rule.value === "number" ? rule.value : 1;
    return { test: test === undefined ? fadeTest(name) : `(${test}) && ${fadeTest(name)}`, value: value * faint };
  });
  return [...twins, ...rules];
};

const fadeEntry = (entry: EncodeEntry | undefined, name: string): EncodeEntry => ({
  ...entry,
  opacity: fade(entry?.opacity, name),
});

const fadeMark = (mark: Mark, name: string): Mark => {
  if (mark.type === "group") return { ...mark, marks: (mark.marks ?? []).map((inner) => fadeMark(inner, name)) };
  return Object.assign({}, mark, { encode: { ...mark.encode, update: fadeEntry(mark.encode?.update, name) } });
};

/** The scales whose domain holds names: the entries of their guides stand for these. */
const namedScales = (spec: Spec, names: readonly string[]): readonly string[] =>
  (spec.scales ?? [])
    .filter(({ domain }) => Array.isArray(domain) && domain.some((value) => names.some((name) => name === value)))
    .map(({ name }) => name);

const fadeLegend = (legend: Legend, scales: readonly string[]): Legend => {
  const { fill, stroke, shape, strokeDash, encode } = legend;
  if (![fill, stroke, shape, strokeDash].some((scale) => scale !== undefined && scales.includes(scale))) return legend;
  const faded = (part: "symbols" | "labels") => ({
    ...encode?.[part],
    update: fadeEntry(encode?.[part]?.update, "datum.value"),
  });
  return { ...legend, encode: { ...encode, symbols: faded("symbols"), labels: faded("labels") } };
};

const fadeAxis = (axis: Axis, scales: readonly string[]): Axis => {
  const { scale, encode } = axis;
  if (!scales.includes(scale) || axis.labels === false) return axis;
  return {
    ...axis,
    encode: { ...encode, labels: { ...encode?.labels, update: fadeEntry(encode?.labels?.update, "datum.value") } },
  };
};

/**
 * The spec with these rules. `usermeta.series` tells the page the field of a row that holds the name, and the transport that
 * each name stands for. The spec stays as it is where the chart names no transports.
 */
export const withHighlight = (spec: Spec, series: Series | undefined): Spec => {
  if (series === undefined) return spec;
  const names = series.shown.map(({ name, view }) => [name, view.name] as const);
  const scales = namedScales(
    spec,
    names.map(([name]) => name),
  );
  return {
    ...spec,
    usermeta: { series: { field: series.field, names } },
    marks: (spec.marks ?? []).map((mark) => fadeMark(mark, `datum['${series.field}']`)),
    ...(spec.legends ? { legends: spec.legends.map((legend) => fadeLegend(legend, scales)) } : {}),
    ...(spec.axes ? { axes: spec.axes.map((axis) => fadeAxis(axis, scales)) } : {}),
  };
};
