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
      "0.569|0.535 – 0.629|1.61× more|1.50–1.72",
      "1.32|1.19 – 1.45|1.69× more|1.58–1.80",
      "594|582 – 602|1053 in a browser|1.90×",
      "752|732 – 764",
      "1.01|0.963 – 1.04",
      "0",
      "58.1|56.0 – 62.2|6.47× more|6.21–6.74",
      "14.1|13.8 – 14.4",
      "7|420 messages|1 failed",
    ]);
    expect(cellsOf(page, "WebSocket (ws package)").slice(1, 4)).toEqual([
      "0.378|0.327 – 0.390|1.02× ~|0.914–1.13|could have seen ±30 %",
      "0.810|0.741 – 0.882|1.05× same|0.944–1.16|could have seen ±29 %",
      "312|1×",
    ]);
    expect(cellsOf(page, "WebSocket (ws package)").at(7)).toBe("7.38|7.19 – 7.75|0.817× less|0.783–0.851");
  });

  it("stands nothing of the baseline itself, which is named", () =>
    expect(cellsOf(page, "WebSocket").slice(0, 3)).toEqual([
      "WebSocket|baseline",
      "0.351|0.344 – 0.373",
      "0.762|0.725 – 0.796",
    ]));

  it("stands a footnote's mark where there were too few trials, and the footnote only there", () => {
    const sparse = render(fixtureRun, 1);
    expect(cellsOf(sparse, "Long polling").slice(1, 4)).toEqual(["–", "–|1.79× †", "852|1762 in a browser|2.73×"]);
    expect(sparse).toContain("† Fewer than six pairs: no difference could be told, however large.");
    expect(page).toContain("Each ratio is to WebSocket in the same repetition");
    expect(page).not.toContain("†");
  });
});

it("a row without a measured trial says why across all its figures", () => {
  const trials = fixtureRun.trials.map((trial) =>
    trial.transport === "short-polling" && trial.status === "measured"
      ? { ...trial, status: "invalid" as const, reasons: [{ code: "failure" as const, why: "<b>too busy</b>" }] }
      : trial,
  );
  const page = render({ ...fixtureRun, ...deriveRun(trials) }, 0);
  expect(page).toContain(
    `<td colspan="${columns.length}" class="absence">invalid: &lt;b&gt;too busy&lt;/b&gt; (8 of 8 trials)</td><td>0<small>0 messages</small><small class="bad">8 invalid</small></td>`,
  );
});

it("a run without comparisons has no ratio and no word about them", () => {
  const page = render({ ...fixtureRun, comparisons: [] }, 0);
  expect(page).not.toMatch(/Against |baseline|class="ratio"/);
});
