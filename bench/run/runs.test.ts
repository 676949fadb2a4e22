import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { schema } from "../record/run.ts";
import { comparedMetrics } from "../record/summary.ts";
import type { UnreadReason } from "../record/unread.ts";
import { factsOf } from "../transports.ts";
import { holdsRuns, readRuns } from "./runs.ts";

const estimate = { median: 1.5, low: 1, high: 2, trials: 6 };

const stored = {
  schema,
  id: "stored-under-another-name",
  startedAt: "2026-01-15T09:30:00.000Z",
  command: "npm run bench",
  profile: "quick",
  partial: false,
  plannedTrials: 3,
  link: { way: "namespaces", refused: null },
  environment: {
    node: "26.1.0",
    platform: "linux x64",
    cpu: "Example CPU",
    cores: 2,
    commit: null,
    uncommittedChanges: null,
  },
  transports: [factsOf("websocket")],
  differences: [],
  scenarios: [{ name: "broadcast", why: "", trials: 3, sideBySide: false }],
  trials: [{ status: "measured" }, { status: "measured" }, { status: "failed" }],
  summaries: [
    {
      scenario: "broadcast",
      transport: "websocket",
      conditions: { subscribers: 1 },
      metrics: { ...Object.fromEntries(comparedMetrics.map((name) => [name, estimate])), requestsPerDelivery: null },
    },
  ],
  warnings: [{ code: "one-core" }],
};

/** A folder of runs' folders, each with one of these texts as its results.json. */
const folderOf = (texts: Readonly<Record<string, string | null>>): string => {
  const out = mkdtempSync(join(tmpdir(), "runs-"));
  onTestFinished(() => rmSync(out, { recursive: true }));
  for (const [id, text] of Object.entries(texts)) {
    mkdirSync(join(out, id));
    writeFileSync(join(out, id, text === null ? "run.jsonl" : "results.json"), text ?? "");
  }
  return out;
};

const at = (startedAt: string): string => JSON.stringify({ ...stored, startedAt });

it("runs come newest first, with what a history needs of them and no more", () => {
  const out = folderOf({ "run-1": at("2026-01-15T09:30:00.000Z"), "run-2": at("2026-01-16T09:30:00.000Z") });
  const { runs, unread } = readRuns(out, ({ seed, id }) => `${id} ${seed}`);
  expect(runs.map(({ id }) => id)).toEqual(["run-2", "run-1"]);
  expect(runs[1]).toEqual({
    id: "run-1",
    startedAt: "2026-01-15T09:30:00.000Z",
    command: "npm run bench",
    profile: "quick",
    partial: false,
    plannedTrials: 3,
    link: stored.link,
    environment: stored.environment,
    transports: stored.transports,
    scenarios: ["broadcast"],
    trials: { measured: 2, saturated: 0, invalid: 0, failed: 1 },
    cells: [
      {
        scenario: "broadcast",
        transport: "websocket",
        conditions: { subscribers: 1 },
        metrics: {
          responseTimeP50Ms: estimate,
          responseTimeTailMs: estimate,
          bytesPerDelivery: estimate,
          requestsPerDelivery: null,
          serverCpuMsPerThousandDeliveries: estimate,
        },
      },
    ],
    digest: "stored-under-another-name undefined",
  });
  expect(unread).toEqual([]);
});

const damaged = (detail: string): UnreadReason => ({ code: "damaged", detail });
const [cell] = stored.summaries;

it.each([
  [null, { code: "under way", detail: "" }],
  ['{"schema":', damaged("it is not JSON")],
  ["[]", damaged("it is no object")],
  ["null", damaged("it is no object")],
  ["{}", { code: "other schema", detail: "undefined" }],
  ['{"schema":"push/0"}', { code: "other schema", detail: "push/0" }],
  [JSON.stringify({ schema }), damaged("startedAt: missing")],
  [JSON.stringify({ ...stored, summaries: 5 }), damaged("summaries: expected array")],
  [JSON.stringify({ ...stored, startedAt: "soon" }), damaged("startedAt: expected an instant")],
  [
    JSON.stringify({ ...stored, environment: { ...stored.environment, cores: "2" } }),
    damaged("environment.cores: expected number"),
  ],
  [
    JSON.stringify({ ...stored, summaries: [{ ...cell, conditions: { subscribers: {} } }] }),
    damaged("summaries.0.conditions.subscribers: expected (string | number | boolean)"),
  ],
  [
    JSON.stringify({
      ...stored,
      summaries: [cell, { ...cell, metrics: { ...cell?.metrics, bytesPerDelivery: { median: "<b>" } } }],
    }),
    damaged("summaries.1.metrics.bytesPerDelivery.median: expected number"),
  ],
  [at("1e999").replace('"1e999"', "1e999"), damaged("startedAt: expected string")],
  [
    JSON.stringify(stored).replace('"plannedTrials":3', '"plannedTrials":1e999'),
    damaged("plannedTrials: expected a finite number"),
  ],
] satisfies readonly (readonly [string | null, UnreadReason])[])(
  "a folder with %s is told with its reason, and stops no other",
  (text, reason) => {
    const out = folderOf({ good: at("2026-01-15T09:30:00.000Z"), odd: text });
    const { runs, unread } = readRuns(out, () => null);
    expect(runs.map(({ id }) => id)).toEqual(["good"]);
    expect(unread).toEqual([{ id: "odd", reason }]);
  },
);

it("what cannot be read is told with its reason, and is not taken for a run under way", () => {
  const out = folderOf({ large: "", none: null, folder: null, marked: `\uFEFF${at("2026-01-15T09:30:00.000Z")}` });
  truncateSync(join(out, "large", "results.json"), 600 * 1024 ** 2);
  rmSync(join(out, "none", "run.jsonl"));
  mkdirSync(join(out, "folder", "results.json"));
  const { runs, unread } = readRuns(out, () => null);
  expect(runs.map(({ id }) => id)).toEqual(["marked"]);
  expect(unread).toEqual([
    { id: "none", reason: { code: "no run", detail: "" } },
    { id: "large", reason: { code: "unreadable", detail: "it has 600 MiB, and 512 MiB can be read" } },
    { id: "folder", reason: { code: "unreadable", detail: "it is no file" } },
  ]);
  const file = join(out, "marked", "results.json");
  expect(readRuns(file, () => null)).toEqual({
    runs: [],
    unread: [{ id: "results.json", reason: { code: "no folder", detail: expect.stringMatching(/^ENOTDIR/) } }],
  });
});

it("what a caller cannot digest is damage", () => {
  const out = folderOf({ odd: at("2026-01-15T09:30:00.000Z") });
  const digest = (): never => {
    throw new TypeError("no trial");
  };
  expect(readRuns(out, digest).unread).toEqual([{ id: "odd", reason: damaged("no trial") }]);
});

it("links, hidden folders and files are no runs, and a missing folder holds none", () => {
  const out = folderOf({ run: at("2026-01-15T09:30:00.000Z"), ".hidden": null });
  symlinkSync("run", join(out, "latest"));
  writeFileSync(join(out, "index.html"), "");
  expect(readRuns(out, () => null)).toMatchObject({ runs: [{ id: "run" }], unread: [] });
  expect(readRuns(join(out, "missing"), () => null)).toEqual({ runs: [], unread: [] });
});

it("a folder is one of runs where bench left its link", () => {
  const out = folderOf({ run: null });
  expect([holdsRuns(out), holdsRuns(join(out, "missing"))]).toEqual([false, false]);
  symlinkSync("run", join(out, "latest"));
  expect(holdsRuns(out)).toBe(true);
});
