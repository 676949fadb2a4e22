// The names of factors, quantities and standings that pages speak of. Each language has a word for every one of them.

/** Factors that every transport responds to, so that a scenario run with several values of one is a sweep over all of them. */
export const sharedFactors = [
  "ratePerSec",
  "oneWayMs",
  "bodyBytes",
  "subscribers",
  "headers",
  "clientProcesses",
] as const;

export type SharedFactor = (typeof sharedFactors)[number];

/** A factor that a sweep goes along; a poll interval is a factor of short polling alone. */
export type Factor = SharedFactor | "pollEveryMs";

export type ModelQuantity = "mean" | "median" | "p90" | "p99" | "empty" | "requests" | "messages" | "bytes";

/** How far a run can be relied upon: the worst that applies to it. */
export type Standing = "measured" | "invalid" | "failed" | "partial";

export const measuredFactors = [
  "ratePerSec",
  "subscribers",
  "bodyBytes",
  "oneWayMs",
  "pollEveryMs",
  "requestsPerSec",
  "deliveriesPerSec",
] as const;

/** Requests and deliveries are those of all subscribers. */
export type MeasuredFactor = (typeof measuredFactors)[number];

export const quantities = ["meanMs", "p99Ms", "requestsPerSec", "bytesPerSec", "cores"] as const;

export type Quantity = (typeof quantities)[number];

/** The costs of a month: three amounts, then what they come to where one runs the server, and where a service is paid. */
export const monthQuantities = ["requests", "egressGb", "processorHours", "ownCost", "hostedCost"] as const;

export type MonthQuantity = (typeof monthQuantities)[number];

/** The controls of the panel "Which transport should I use?" that set a number, as an address names them. */
export type ControlKey = "rate" | "subscribers" | "body" | "delay" | "stale" | "sends";

/**
 * The kinds of things between clients and server: nothing; a proxy that holds an answer back until it is whole; one that cuts connections
 * that are idle; one that lets no connection be upgraded. An address names it so.
 */
export const betweens = ["nothing", "buffers", "cuts", "refuses"] as const;

export type Between = (typeof betweens)[number];

/** The prices of a month, as an address names them. */
export const priceKeys = ["request", "egress", "processor", "connection", "message"] as const;

export type PriceKey = (typeof priceKeys)[number];
