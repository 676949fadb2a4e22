import { expect, test } from "vitest";
import type { Run } from "../bench/record.ts";
import { fixtureRun } from "./fixture.ts";
import { buildReport } from "./report.ts";
import { formatMarkdown, formatTerminal } from "./text.ts";

const broadcast: Run = {
  ...fixtureRun,
  partial: true,
  trials: fixtureRun.trials.filter(({ scenario }) => scenario === "broadcast"),
  summaries: fixtureRun.summaries.filter(({ scenario }) => scenario === "broadcast"),
};

test("the terminal gets a table, the warnings and the three sentences", () => {
  expect(formatTerminal(buildReport(broadcast)).replaceAll("\u202f", " ")).toMatchInlineSnapshot(`
    "Broadcast: 100 subscribers · 10 messages/s, Poisson · 256 B bodies · minimal headers · 5 s measured
    after 1 s of warm-up
                                      p50      p99       up     down requests    empty   CPU ms   memory
                                       ms       ms  B/dlvry  B/dlvry   /dlvry        %  /1k dlv  KiB/sub
    Short polling every 1 s           502      990     12.1      325    0.103        0     30.7     9.56
    Long polling hold 30 s *        0.599     1.29      119      473     1.01        0     58.2     14.0
    WebSocket *                     0.354    0.724        0      312        0        –     9.38     11.6
    * Long polling, hold 30 s: failed: the server process ended with code 1 after 2.1 s (1 of 8 trials)
    * WebSocket: publish delay p99 0.9 ms is more than the median response time (1 of 8 trials)

    Partial: not every planned trial was run.

    Warning: the server and the load generator share 4 cores; CPU figures hold for this machine only

    Broadcast (100 subscribers, 10 messages/s, 256 B bodies, short polling every 1 s, long polling with
    a hold of 30 s): the median response time was 0.354 ms by WebSocket (0.324 to 0.374), 0.599 ms by
    long polling (0.534 to 0.629) and 502 ms by short polling (492 to 508), with 95 % intervals over 7
    to 8 trials each; no two of the intervals overlap.

    In the same trials a delivery moved 312 B by WebSocket, 337 B by short polling (335 to 338) and
    592 B by long polling (579 to 601), up and down together (no two of the intervals overlap); it took
    0, 0.103 and 1.01 requests in the same order.

    Broadcast: the server's processor time for a thousand deliveries was 9.38 ms by WebSocket (8.89 to
    9.68), 30.7 ms by short polling (29.5 to 32.5) and 58.2 ms by long polling (54.8 to 61.9); no two of
    the intervals overlap.

    69 trials planned: 23 measured, 1 failed, 45 not run. All 137 300 expected deliveries arrived once
    and in order."
  `);
});

test("no line is wider than 100 columns", () => {
  const long = { ...fixtureRun, warnings: [`${"long ".repeat(60)}end`] };
  for (const line of formatTerminal(buildReport(long)).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("control characters out of a run do not reach the terminal", () => {
  const hostile = { ...broadcast, warnings: ["\u001b[2J\u0007gone\r\nnew line\u009b31m"] };
  const text = formatTerminal(buildReport(hostile));
  expect(text).toContain("Warning:  [2J gone new line 31m");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test("the summary is Markdown with one table a panel", () => {
  const text = formatMarkdown(buildReport(fixtureRun)).replaceAll("\u202f", " ");
  expect(text).toMatch(/^# WebSocket delivered soonest: /);
  expect(text.match(/^\| Transport \|/gm)).toHaveLength(3);
  expect(text).toContain("| Short polling, every 1 s | 502 (492–508) | 990 (989–991) |");
  expect(text).toContain("    npm run bench -- --profile default --seed 7\n");
  expect(text.endsWith("\n")).toBe(true);
});

test("nothing in a run becomes markup in the summary", () => {
  const hostile: Run = {
    ...broadcast,
    command: "npm run bench\n\n# <img src=x onerror=alert(1)>",
    warnings: ["<script>alert(1)</script> [x](javascript:alert(1)) | `code` **bold**\n# heading"],
  };
  const text = formatMarkdown(buildReport(hostile));
  expect(text).toContain(
    "> Warning: &lt;script&gt;alert(1)&lt;/script&gt; \\[x\\](javascript:alert(1)) \\| \\`code\\` \\*\\*bold\\*\\* \\# heading",
  );
  expect(text).toContain("    npm run bench # <img src=x onerror=alert(1)>\n");
});
