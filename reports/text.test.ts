import { expect, it } from "vitest";
import type { Run } from "../bench/record/run.ts";
import { fixtureRun } from "./fixtures/run.ts";
import { formatMarkdown } from "./text.ts";
import { buildReport } from "./view/report.ts";

const broadcast: Run = {
  ...fixtureRun,
  partial: true,
  trials: fixtureRun.trials.filter(({ scenario }) => scenario === "broadcast"),
  summaries: fixtureRun.summaries.filter(({ scenario }) => scenario === "broadcast"),
  comparisons: fixtureRun.comparisons.filter(({ scenario }) => scenario === "broadcast"),
};

it("the summary is Markdown with one table a panel", () => {
  const text = formatMarkdown(buildReport(fixtureRun)).replaceAll("\u202f", " ");
  expect(text).toMatch(/^# WebSocket delivered in 0\.351 ms at the median, sooner than long polling /);
  expect(text.match(/^\| Transport \|/gm)).toHaveLength(4);
  expect(text).toContain("| Short polling, every 1 s | 505 (494–509); 1408× (1354–1465) more | 989 (987–991); 1348× (");
  expect(text).toContain(
    "| WebSocket (ws package) | 0.378 (0.327–0.390); 1.02× (0.914–1.13) \\~, could have seen ±30 % | ",
  );
  expect(text).toContain("| Short polling, every 100 ms | invalid: a client process used 93 % of a core: ");
  expect(text).toContain("–; 1.79× † | ");
  expect(text).toContain("    npm run bench -- --profile default --seed 7\n");
  expect(text.endsWith("\n")).toBe(true);
});

it("nothing in a run becomes markup in the summary", () => {
  const hostile: Run = {
    ...broadcast,
    command: "npm run bench\n\n# <img src=x onerror=alert(1)>",
    warnings: [
      {
        code: "cores-not-split",
        why: "<script>alert(1)</script> [x](javascript:alert(1)) | `code` **bold**\n# heading",
      },
    ],
  };
  const text = formatMarkdown(buildReport(hostile));
  expect(text).toContain(
    "> Warning: no process had a core of its own: &lt;script&gt;alert(1)&lt;/script&gt; \\[x\\](javascript:alert(1)) \\| \\`code\\` \\*\\*bold\\*\\* #\u200b heading",
  );
  expect(text).toContain("    npm run bench # <img src=x onerror=alert(1)>\n");
});
