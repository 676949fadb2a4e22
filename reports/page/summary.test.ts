import { describe, expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { deriveRun, fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { columns } from "../words/columns.ts";
import { english } from "../words/english/english.ts";
import { renderSummary } from "./summary.ts";

const render = (run: Run, index: number): string => {
  const { panels, transports } = buildReport(run);
  const panel = panels[index];
  if (panel === undefined) throw new Error(`no panel ${index}`);
  return String(renderSummary(panel, transports, english));
};

/** The cells of a transport's row as text, lines apart by "|". */
const cellsOf = (page: string, label: string): readonly string[] => {
  const row = page.split("<tr>").find((part) => part.includes(`</svg>${label}<`)) ?? "";
  return [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell]) =>
    (cell ?? "")
      .replace(/<small[^>]*>/g, "|")
      .replace(/<sup>.*?<\/sup>/g, "")
      .replace(/<[^>]+>/g, "")
      .replaceAll("\u202f", " "),
  );
};

describe("beside a compared figure", () => {
  const page = render(fixtureRun, 0);

  it("stand its interval, the ratio to the baseline with its interval, and what the test told", () => {
    expect(cellsOf(page, "Long polling")).toEqual([
      "Long polling|hold 30 s",
      "0.569|0.534 – 0.629|1.62× more|1.45–1.81",
      "1.21|1.11 – 1.37|1.61× more|1.47–1.95",
      "596|580 – 599|1.91× more|1.86–1.92",
      "754|730 – 759",
      "1.01|0.959 – 1.03|more",
      "0",
      "60.9|56.8 – 62.1|6.41× more|5.93–6.86",
      "14.1|13.7 – 14.4",
      "7|1 failed",
    ]);
    expect(cellsOf(page, "WebSocket (ws package)").slice(1, 4)).toEqual([
      "0.378|0.326 – 0.390|1.08× ~|0.883–1.12",
      "0.782|0.692 – 0.821|1.04× ~|0.910–1.18",
      "312|1× ~",
    ]);
    expect(cellsOf(page, "WebSocket (ws package)").at(7)).toBe("7.01|6.66 – 7.50|0.738× less|0.689–0.815");
  });

  it("stands nothing of the baseline itself, which is named", () =>
    expect(cellsOf(page, "WebSocket").slice(0, 3)).toEqual([
      "WebSocket|baseline",
      "0.351|0.345 – 0.372",
      "0.750|0.686 – 0.764",
    ]));

  it("stands a footnote's mark where there were too few trials, and the footnote only there", () => {
    const sparse = render(fixtureRun, 1);
    expect(cellsOf(sparse, "Long polling").slice(1, 4)).toEqual(["0.646|2.13× †", "–", "852|2.73× †"]);
    expect(sparse).toContain("† Too few trials to tell, however large the difference.");
    expect(page).toContain("Each ratio compares a median with that of WebSocket");
    expect(page).not.toContain("†");
  });
});

it("a row without a measured trial says why across all its figures", () => {
  const trials = fixtureRun.trials.map((trial) =>
    trial.transport === "short-polling" && trial.status === "measured"
      ? { ...trial, status: "invalid" as const, reasons: ["<b>too busy</b>"] }
      : trial,
  );
  const page = render({ ...fixtureRun, ...deriveRun(trials) }, 0);
  expect(page).toContain(
    `<td colspan="${columns.length}" class="absence">invalid: &lt;b&gt;too busy&lt;/b&gt; (8 of 8 trials)</td><td>0<small class="bad">8 invalid</small></td>`,
  );
});

it("a run without comparisons has no ratio and no word about them", () => {
  const page = render({ ...fixtureRun, comparisons: [] }, 0);
  expect(page).not.toMatch(/Against |baseline|class="ratio"/);
});
