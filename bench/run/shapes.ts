// What shapes of stored facts are made of, and the words for what does not fit: a file on disk may hold anything. Each shape
// has the fields of its type in bench/record/, no fewer; further fields are let pass. Knows no file.

import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import * as v from "valibot";
import type { LinkLoad } from "../record/loads.ts";
import { isRemark, isWireRemark, type Remark, type WireRemark } from "../record/remarks.ts";
import type { Distribution } from "../record/times.ts";

/** A schema for each field of the type. */
export type Shape<T> = { readonly [K in keyof T]-?: v.GenericSchema<unknown, T[K]> };

export const text = v.string();
export const finite = v.pipe(v.number(), v.finite("expected a finite number"));
export const count = v.pipe(finite, v.integer("expected a whole number"), v.minValue(0, "expected 0 or more"));
export const positive = v.pipe(finite, v.gtValue(0, "expected more than 0"));
export const least0 = v.pipe(finite, v.minValue(0, "expected 0 or more"));
export const finiteOrNull = v.nullable(finite);
export const least0OrNull = v.nullable(least0);

export const remark = v.custom<Remark>(isRemark, "expected a remark");

export const wireRemark = v.custom<WireRemark>(isWireRemark, "expected a remark on the wire");

/** A text that Date reads. */
export const instant = v.pipe(
  text,
  v.check((written) => Number.isFinite(Date.parse(written)), "expected an instant"),
);

const isHistogram = (written: string): boolean => {
  try {
    decodeFromCompressedBase64(written);
    return true;
  } catch {
    return false;
  }
};

export const percentiles = v.object({
  mean: finiteOrNull,
  p50: finiteOrNull,
  p90: finiteOrNull,
  p99: finiteOrNull,
  p999: finiteOrNull,
  max: finiteOrNull,
  count,
  events: count,
} satisfies Shape<Omit<Distribution, "histogram">>);

export const distribution = v.pipe(
  v.object({ ...percentiles.entries, histogram: text } satisfies Shape<Distribution>),
  v.check(({ count, histogram }) => count === 0 || isHistogram(histogram), "expected a histogram"),
);

export const link = v.object({
  kind: v.picklist(["loopback", "veth", "tun", "proxy"]),
  cpuUtilization: finite,
} satisfies Shape<Pick<LinkLoad, "kind" | "cpuUtilization">>);

/** The first field that does not fit, and its proper type: `environment.cores: expected number`; null where all fit. */
export const damageIn = (shape: v.GenericSchema, value: unknown): string | null => {
  const [issue] = v.safeParse(shape, value, { abortEarly: true }).issues ?? [];
  if (issue === undefined) return null;
  const { kind, type, expected, received, message } = issue;
  const wanted =
    kind === "schema" && type !== "custom" && expected !== null ? `expected ${expected.toLowerCase()}` : message;
  const path = v.getDotPath(issue);
  return `${path === null ? "" : `${path}: `}${received === "undefined" ? "missing" : wanted}`;
};

/** The schema that a file names, whatever stands in its place. */
export const schemaWords = (found: unknown): string => (typeof found === "string" ? found : `${JSON.stringify(found)}`);
