import { expect, it } from "vitest";
import { isMeasured, type MeasuredTrial } from "../../bench/record/trial.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { explainWire, levelsOf } from "./bytes-levels.ts";

const measuredOf = (transport: string, scenario: string): readonly MeasuredTrial[] =>
  fixtureRun.trials.filter(isMeasured).filter((trial) => trial.transport === transport && trial.scenario === scenario);

it("a WebSocket delivery is body, envelope and frame; on the wire a segment, and an acknowledgement the other way", () => {
  const row = { measured: measuredOf("websocket", "broadcast") };
  const [down, up] = [levelsOf(row, "down"), levelsOf(row, "up")];
  expect(Object.entries(down.kinds).filter(([, value]) => value > 0)).toEqual([
    ["body", 256],
    ["envelope", 52],
    ["framing", 4],
  ]);
  expect([down.application, down.wire]).toEqual([312, 364]);
  expect([up.application, up.wire]).toEqual([0, 52]);
});

it("the wire is null where no trial counted it, and the rest where some did", () => {
  expect(levelsOf({ measured: measuredOf("long-polling", "sparse") }, "down").wire).toBeNull();
  const short = measuredOf("short-polling", "broadcast");
  const counted = short.filter(({ bytes }) => bytes.wire !== null);
  expect([short.length, counted.length]).toEqual([8, 7]);
  expect(levelsOf({ measured: short }, "up").wire).toBe(levelsOf({ measured: counted }, "up").wire);
});

it("no trial gives no bytes", () => {
  const levels = levelsOf({ measured: [] }, "down");
  expect([levels.application, levels.wire]).toEqual([0, null]);
});

it("how the wire was counted, and where and why it was not, each reason once", () => {
  const shown = (transport: string, scenario: string) => ({
    name: transport,
    row: { measured: measuredOf(transport, scenario) },
  });
  expect(explainWire([shown("short-polling", "broadcast"), shown("websocket", "broadcast")], english)).toEqual([
    "The wire was counted by octet counters of the trial's own network.",
    "Not counted on the wire: short-polling in 1 of 8 trials (sockets opened or closed within the window, 3 of them, and their counters went with them).",
  ]);
  expect(explainWire([shown("long-polling", "sparse"), shown("websocket", "sparse")], english)).toEqual([
    "Not counted on the wire: long-polling and websocket (the system does not tell: no network namespace, and no ss).",
  ]);
  expect(explainWire([shown("short-polling", "broadcast")], chinese)).toEqual([
    "线路字节数的来源：试验自身网络的字节计数器。",
    "线路字节数未计数：short-polling（8 次试验中的 1 次）（测量窗口内有 3 个套接字打开或关闭，其计数器随之消失）。",
  ]);
  expect(explainWire([], english)).toEqual([]);
});
