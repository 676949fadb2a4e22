import { describe, expect, it } from "vitest";
import { type SampleCell, sampleEstimate, sampleRun } from "../../bench/fixtures/run.ts";
import type { Run } from "../../bench/record/run.ts";
import type { SilenceFit } from "../../bench/record/summary.ts";
import { drawChart } from "../charts/drawing.ts";
import { silenceCharts } from "../charts/silence.ts";
import { plainTransports } from "../legend/transports.ts";
import { renderSilence } from "../page/silence.ts";
import { english } from "../words/english/english.ts";
import { describeNumbers, viewSilence } from "./silence.ts";

const seen = (text: string): string => text.replaceAll("\u202f", " ");

const cell = (transport: string, subscribers: number): SampleCell => ({
  scenario: "silence",
  transport,
  conditions: { schedule: "silent", ratePerSec: 0, subscribers },
  metrics: { serverCpuUtilization: sampleEstimate(0.01), requestsPerSubscriberSecond: sampleEstimate(1) },
  trials: [{}],
});

const conditionsOf = (run: Run, transport: string): SilenceFit["conditions"] => {
  const found = run.summaries.find((summary) => summary.transport === transport);
  if (found === undefined) throw new Error(`no ${transport}`);
  const { subscribers: _, ...rest } = found.conditions;
  return rest;
};

const fitted = (
  run: Run,
  transport: string,
  quantity: SilenceFit["quantity"],
  [slope, low, high]: readonly [number, number | null, number | null],
): SilenceFit => ({
  transport,
  conditions: conditionsOf(run, transport),
  quantity,
  slope,
  low,
  high,
  intercept: 0.5,
  points: [50, 100].map((subscribers) => ({ subscribers, value: 0.5 + slope * subscribers })),
});

const bare = sampleRun(["short-polling", "websocket"].flatMap((name) => [cell(name, 100), cell(name, 50)]));
const run: Run = {
  ...bare,
  silence: [
    fitted(bare, "short-polling", "serverBytes", [10 * 1024, 9 * 1024, 11 * 1024]),
    fitted(bare, "websocket", "serverBytes", [2048, null, null]),
    fitted(bare, "short-polling", "serverCpuUtilization", [60e-6, 55e-6, 65e-6]),
    fitted(bare, "websocket", "serverCpuUtilization", [1e-6, -2e-6, 4e-6]),
  ],
};
const view = viewSilence(run, plainTransports(run), english);

describe("silence", () => {
  it("lists its cells by the number of subscribers", () => {
    expect(view?.lines.map(({ name, cells }) => [name, cells.map(({ subscribers }) => subscribers)])).toEqual([
      ["short-polling", [50, 100]],
      ["websocket", [50, 100]],
    ]);
    expect(view && describeNumbers(view, english)).toBe("50 and 100 idle subscribers");
  });

  it("is charted with every trial and its line, from nobody on", async () => {
    const charts = view === null ? [] : silenceCharts(view, english);
    expect(charts.map(({ id }) => id)).toEqual(["silence-cpu", "silence-memory"]);
    const rows = charts[0]?.table.rows.map((row) =>
      row.map((part) => (typeof part === "number" ? Number(part.toFixed(6)) : part)),
    );
    expect(rows).toEqual([
      ["short-polling", 50, 50.3, 50.3],
      ["short-polling", 100, 50.6, 50.6],
      ["websocket", 50, 50.005, 50.005],
      ["websocket", 100, 50.01, 50.01],
    ]);
    for (const chart of charts) {
      const { svg } = await drawChart(chart);
      expect(svg).toContain("fits_marks");
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it("shows slopes with their intervals", () => {
    const page = seen(String(renderSilence(view, [], english)));
    expect(page).toContain("<td>10<small>9 – 11</small></td>");
    expect(page).toContain("<td>1<small>−2 – 4</small></td>");
    expect(page).toContain('<td class="absent">–</td>');
  });

  it("without fits is its cells alone", () => {
    const one = viewSilence(bare, plainTransports(bare), english);
    expect(one === null ? null : silenceCharts(one, english)).toEqual([]);
    expect(String(renderSilence(one, [], english))).not.toContain("silence-fits");
    expect(String(renderSilence(one, [], english))).toContain("silence-cells");
  });

  it("is no section where no trial was silent", () => {
    expect(viewSilence({ ...run, summaries: [] }, [], english)).toBeNull();
    expect(renderSilence(null, [], english)).toBe(false);
  });
});
