import { expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import type { MeasuredTrial } from "../../bench/record/trial.ts";
import { factsOf } from "../../bench/transports.ts";
import { deriveRun, fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { browserSentence } from "./browser-sentence.ts";
import { buildPanels } from "./panels.ts";

const names = ["long-polling", "websocket"];
const isMeasured = (trial: Run["trials"][number]): trial is MeasuredTrial => trial.status === "measured";

/** The same trial from a page: so much later, with heads so much larger. */
const inBrowser = (trial: MeasuredTrial): MeasuredTrial => {
  const { responseTimeMs: times, requests, bytes } = trial;
  const { headBytes } = requests;
  const handshake = bytes.handshakePerConnection;
  return {
    ...trial,
    transport: `${trial.transport}:browser`,
    responseTimeMs: { ...times, p50: (times.p50 ?? 0) + (trial.transport === "websocket" ? 0.5 : -0.25) },
    requests: {
      ...requests,
      headBytes: { ...headBytes, request: headBytes.request === null ? null : headBytes.request + 455 },
    },
    bytes: { ...bytes, handshakePerConnection: handshake && { ...handshake, up: handshake.up + 325 } },
  };
};

/** `offsetBoundMs` of the pages' clocks. */
const run = (offsetBoundMs = 0.1): Run => {
  const load = fixtureRun.trials
    .filter(isMeasured)
    .filter(
      ({ scenario, transport, conditions }) =>
        scenario === "broadcast" && names.includes(transport) && conditions.subscribers === 100,
    );
  const transports = names.flatMap((name) => [
    { ...factsOf(name), label: fixtureRun.transports.find((each) => each.name === name)?.label ?? name },
    { ...factsOf("websocket"), name: `${name}:browser`, label: `${name}, in Chromium` },
  ]);
  return {
    ...fixtureRun,
    transports,
    ...deriveRun([...load, ...load.map((trial) => ({ ...inBrowser(trial), clock: { offsetBoundMs, driftMs: 0.01 } }))]),
  };
};

const told = (of: Run, words: Words): readonly (string | null)[] =>
  buildPanels(of, plainTransports(of, words), words).map(
    (panel) => browserSentence(panel, words)?.replaceAll("\u202f", " ") ?? null,
  );

it("a sentence each says what a browser costs beside the load client, in both languages", () => {
  const both = run();
  expect(told(both, english)).toEqual([
    "In Chromium the median response time was 0.250 ms shorter with long polling and 0.500 ms longer with WebSocket than at the load client (not tested). The headers of a poll were larger by 455 B (long polling). The request that opens a connection was larger by 325 B (WebSocket).",
  ]);
  expect(told(both, chinese)).toEqual([
    "与负载客户端相比，在 Chromium 中响应时间的中位数经长轮询短 0.250 ms 和经 WebSocket 长 0.500 ms（未作检验）。每次轮询的头部多出 455 B（长轮询）。建立连接的请求多出 325 B（WebSocket）。",
  ]);
});

it("a difference that the pages' clocks cannot tell is none", () => {
  expect(told(run(0.3), english)[0]).toMatch(
    /was no longer or shorter with long polling, as far as the clocks tell \(± 0\.310 ms\), and 0\.500 ms longer with WebSocket than/,
  );
});

it("nothing is said where there is no browser", () => {
  expect(new Set(told(fixtureRun, english))).toEqual(new Set([null]));
});
