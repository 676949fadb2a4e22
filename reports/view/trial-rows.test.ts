import { expect, it } from "vitest";
import { fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { buildReport } from "./report.ts";
import { viewDefaults } from "./trial-rows.ts";

const { trials } = buildReport(fixtureRun);

it("a row tells both sides of the rig, and the wire up and down together", () => {
  const [first] = fixtureRun.trials;
  if (first === undefined || first.status === "failed" || first.bytes.wire === null) {
    throw new Error("the fixed run's first trial counted its wire");
  }
  const { server, generator, machine } = first;
  const { up, down } = first.bytes.wire;
  expect(trials[0]).toMatchObject({
    wireBytes: up + down,
    cpu: { server: server.cpuUtilization, clients: generator.cpuUtilization },
    loopDelayP99Ms: { server: server.loopDelayP99Ms, clients: generator.loopDelayP99Ms },
    loopUtilization: { server: server.loopUtilization, clients: generator.loopUtilization },
    gcPauseMaxMs: { server: server.gcPauseMaxMs, clients: generator.gcPauseMaxMs },
    runDelayShare: { server: server.runDelayShare, clients: generator.runDelayShare },
    otherCores: machine.otherCores,
    littlesRatio: machine.littlesRatio,
  });
});

it("a trial that was not finished, and a wire that was not counted, are null and never 0", () => {
  const nobody = { server: null, clients: null };
  expect(trials.find(({ status }) => status === "failed")).toMatchObject({
    wireBytes: null,
    cpu: nobody,
    gcPauseMaxMs: nobody,
    otherCores: null,
    littlesRatio: null,
  });
  expect(trials.filter(({ scenario }) => scenario === "sparse").map(({ wireBytes }) => wireBytes)).toEqual([
    null,
    null,
    null,
  ]);
});

const topics = [
  { topic: "upkeep", values: ["the empty polls", "an empty answer after each hold", "a ping every 30 s", "a drum"] },
];
const view = (words: typeof english) =>
  viewDefaults({ ...fixtureRun, differences: topics }, plainTransports(fixtureRun, words), words);

it("has a column a transport of the run and a row a topic", () => {
  expect(view(english)).toEqual({
    labels: ["Short polling", "Long polling", "WebSocket", "WebSocket (ws package)"],
    rows: [{ topic: "Upkeep", values: topics[0]?.values }],
  });
});

it("says in Chinese what it knows, and leaves the rest as the run has it", () => {
  expect(view(chinese)).toEqual({
    labels: ["短轮询", "长轮询", "WebSocket", "WebSocket（ws 包）"],
    rows: [{ topic: "维持", values: ["空的轮询", "每次挂起到期后一个空响应", "每 30 s 一个 ping", "a drum"] }],
  });
});
