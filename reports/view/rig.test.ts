import { expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { isMeasured, type MeasuredTrial } from "../../bench/record/trial.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { renderRig } from "../page/rig.ts";
import { english } from "../words/english/english.ts";
import { viewRig } from "./rig.ts";

const rigOf = (run: Run) => viewRig(run, plainTransports(run));
const textOf = (run: Run): string =>
  renderRig({ rig: rigOf(run) }, english)
    .toString()
    .replaceAll("\u202f", " ");
const measured = fixtureRun.trials.filter(isMeasured);

/** One trial a change, all of one transport. */
const withLoads = (changes: readonly ((trial: MeasuredTrial) => MeasuredTrial)[]): Run => {
  const [first] = measured.filter(({ transport }) => transport === "websocket");
  if (first === undefined) throw new Error("the fixed run has WebSocket trials");
  return { ...fixtureRun, trials: changes.map((change) => change(first)) };
};

it("a link's error is half of the paced round trip minus what was asked for", () => {
  const floors = fixtureRun.floors.map((floor) => ({
    ...floor,
    pacedRoundTripMs: { ...floor.pacedRoundTripMs, p50: 2 * floor.oneWayMs + 0.5, p99: null },
  }));
  const rig = rigOf({ ...fixtureRun, floors });
  expect(rig.floors.map(({ oneWayMs, kind, errorMs }) => [oneWayMs, kind, errorMs])).toEqual([
    [0, "veth", { p50: 0.25, p99: null }],
    [10, "tun", { p50: 0.25, p99: null }],
    [50, "tun", { p50: 0.25, p99: null }],
    [140, "tun", { p50: 0.25, p99: null }],
  ]);
});

it("a transport's loads are the middle trial and the worst, invalid ones among them", () => {
  const loaded =
    (otherCores: number, littlesRatio: number | null, serverDisagrees: number) => (trial: MeasuredTrial) => ({
      ...trial,
      machine: { ...trial.machine, otherCores, littlesRatio },
      bytes: { ...trial.bytes, serverDisagrees },
    });
  const run = withLoads([loaded(0.1, 1, 0), loaded(0.3, 0.9, 12), loaded(0.2, null, 3)]);
  const [first, ...rest] = run.trials;
  if (first === undefined || first.status === "failed") throw new Error("there are three trials");
  const [load, ...others] = rigOf({ ...run, trials: [{ ...first, status: "invalid" }, ...rest] }).loads;
  expect(others).toEqual([]);
  expect(load).toMatchObject({
    label: "WebSocket",
    trials: 3,
    otherCores: { median: 0.2, most: 0.3 },
    littlesRatio: { least: 0.9, median: 0.95, most: 1 },
    disagreement: 15,
  });
});

it("the page says in words what agrees, and what does not", () => {
  expect(textOf(fixtureRun)).toContain("Server and clients counted the same bytes, kind by kind, in every trial.");
  const wrong = withLoads([(trial) => ({ ...trial, bytes: { ...trial.bytes, serverDisagrees: 15 } })]);
  expect(textOf(wrong)).toContain("Server and clients counted bytes differently: WebSocket 15 B over all trials.");
});

it("the page says how clients reached the server, and why", () => {
  expect(textOf(fixtureRun)).toContain("through network namespaces that each trial had to itself");
  expect(textOf({ ...fixtureRun, link: { way: "loopback", refused: "<b>not permitted</b>" } })).toContain(
    "because network namespaces could not be set up: &lt;b&gt;not permitted&lt;/b&gt;.",
  );
  expect(textOf({ ...fixtureRun, link: { way: "loopback", refused: null } })).toContain("as its command asked.");
});

it("the page says how soon bare writes reach that many sockets, and which processes the subscribers are in", () => {
  const [floor] = fixtureRun.floors;
  if (floor === undefined || floor.fanOut === null) throw new Error("the fixed run has a fan-out");
  const fanOut = { ...floor.fanOut, firstMs: { ...floor.fanOut.firstMs, p50: 0.25 } };
  const text = textOf({ ...fixtureRun, floors: [{ ...floor, fanOut }] });
  expect(text).toContain("Bare writes of a message to 100 sockets reached the first of them after 0.250 ms");
  const spread = (clientProcesses: number) => (trial: MeasuredTrial) => ({
    ...trial,
    conditions: { ...trial.conditions, clientProcesses },
  });
  expect(textOf(withLoads([spread(1)]))).toContain("One client process held all subscribers of a trial.");
  const swept = withLoads([spread(4), spread(1)]);
  expect(textOf(swept)).toContain("The subscribers of a trial were spread over 1 and 4 client processes.");
  const given = { ...fixtureRun, environment: { ...fixtureRun.environment, cores: 4 } };
  expect(rigOf(given).clientProcesses).toEqual([3]);
});

it("a run without floors, ceilings and trials says so, without empty tables", () => {
  const text = textOf({ ...fixtureRun, floors: [], ceilings: [], trials: [] });
  expect(text).toContain("The noise floor was not measured in this run.");
  expect(text).not.toContain("<table");
});
