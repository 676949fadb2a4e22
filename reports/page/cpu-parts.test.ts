import { expect, it } from "vitest";
import { sampleEstimate } from "../../bench/fixtures/run.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { english } from "../words/english/english.ts";
import { renderCpuParts } from "./cpu-parts.ts";

const { panels, transports } = buildReport(fixtureRun);

it("the parts of each row that has them stand in a fold", () => {
  const [panel] = panels;
  if (panel === undefined) throw new Error("the fixed run has a panel");
  const slope = { msPerThousandDeliveries: sampleEstimate(2.5, 0.5), idleCores: sampleEstimate(0.04) };
  const rows = panel.rows.map((row, i) => ({ ...row, cpuSlope: i === 0 ? slope : null }));
  const told = String(renderCpuParts({ ...panel, rows }, transports, english));
  expect(told).toMatch(/^<details><summary>Server CPU in two parts<\/summary>/);
  expect(told.match(/<th scope="row".*<\/tr>/g)?.map((row) => row.replace(/<svg.*?<\/svg>/g, ""))).toEqual([
    expect.stringMatching(
      /^<th scope="row".*Short polling.*<td.*>2\.50<small>2 – 3<\/small><\/td><td.*>0\.04\d*<\/td><\/tr>$/,
    ),
  ]);
});

it("nothing stands where no row's CPU could be parted", () => {
  for (const panel of panels) {
    const rows = panel.rows.map((row) => ({ ...row, cpuSlope: null }));
    expect(renderCpuParts({ ...panel, rows }, transports, english)).toBe(false);
  }
});
