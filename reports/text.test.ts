import { expect, it } from "vitest";
import type { Run } from "../bench/record/run.ts";
import { fixtureRun } from "./fixtures/run.ts";
import { formatMarkdown, formatTerminal } from "./text.ts";
import { buildReport } from "./view/report.ts";

const broadcast: Run = {
  ...fixtureRun,
  partial: true,
  trials: fixtureRun.trials.filter(({ scenario }) => scenario === "broadcast"),
  summaries: fixtureRun.summaries.filter(({ scenario }) => scenario === "broadcast"),
  comparisons: fixtureRun.comparisons.filter(({ scenario }) => scenario === "broadcast"),
};

it("the terminal gets a table, the warnings and the three findings", () => {
  expect(formatTerminal(buildReport(broadcast)).replaceAll("\u202f", " ")).toMatchInlineSnapshot(`
    "Broadcast: 100 subscribers · 10 messages/s, Poisson · 256 B bodies · minimal headers · 6 s measured
    after 1 s of warm-up
                                      p50      p99    bytes     wire requests    empty   CPU ms   memory
                                       ms       ms  B/dlvry  B/dlvry   /dlvry        %  /1k dlv  KiB/sub
    Short polling every 1 s           505      989      337      353    0.100        0     31.0     9.46
      against the baseline         1408×>   1348×>   1.08×                               3.46×>
    Long polling hold 30 s *        0.569     1.32      594      752     1.01        0     58.1     14.1
      against the baseline         1.61×>   1.69×>   1.90×                               6.47×>
    WebSocket *                     0.351    0.762      312      416        0        –     8.85     11.6
    WebSocket (ws package) *        0.378    0.810      312      416        0        –     7.38     15.5
      against the baseline         1.02×~   1.05×=      1×                              0.817×<
    Against WebSocket in the same repetitions (below p99: each trial's own tail), 9 tests: < less, >
    more, = same, ~ cannot tell, ? fewer than six pairs. Counts are not tested.
    * Long polling, hold 30 s: failed: the server process ended with code 1 after 2.1 s (1 of 8 trials)
    * WebSocket: the server waited for a core during 12 % of the window (1 of 8 trials)
    * WebSocket (ws package): invalid: other work used 0.7 cores of this machine: stop it, or measure
    elsewhere (1 of 8 trials)

    Partial: not every planned trial was run.

    Warning: the server and the load generator share 4 cores; CPU figures hold for this machine only

    Broadcast (100 subscribers, 10 messages/s, 256 B bodies, short polling every 1 s, long polling with
    a hold of 30 s): the median response time was 0.351 ms by WebSocket (0.344 to 0.373), 0.378 ms by
    WebSocket (ws package) (0.327 to 0.390), 0.569 ms by long polling (0.535 to 0.629) and 505 ms by
    short polling (494 to 509), with 95 % intervals over 7 to 8 trials each. Long polling and short
    polling took more than WebSocket, and WebSocket (ws package) (±30 % would have shown) could not be
    told from WebSocket.

    In the same trials a delivery moved 312 B by WebSocket, 312 B by WebSocket (ws package), 337 B by
    short polling (337 to 338) and 594 B by long polling (582 to 602), up and down together, with
    minimal heads in requests. A delivery took 0, 0, 0.100 and 1.01 requests, in the same order. With a
    browser's heads it would be 383 B by short polling and 1053 B by long polling: 1.23 × and 3.38 × as
    much as by WebSocket, instead of 1.08 × and 1.90 ×.

    Broadcast: the server's processor time for a thousand deliveries was 7.38 ms by WebSocket (ws
    package) (7.19 to 7.75), 8.85 ms by WebSocket (8.74 to 9.41), 31.0 ms by short polling (29.5 to
    33.1) and 58.1 ms by long polling (56.0 to 62.2). WebSocket (ws package) took less than WebSocket,
    and short polling and long polling took more than WebSocket.

    Checked against the model: the median residual is 0.9 % for requests, 0.5 % for bytes; none of 6
    predictions is outside.

    116 trials planned: 30 measured, 1 invalid, 1 failed, 84 not run. All 215 900 expected deliveries
    arrived once and in order."
  `);
});

it("no line is wider than 100 columns", () => {
  const long = { ...fixtureRun, warnings: [`${"long ".repeat(60)}end`] };
  for (const line of formatTerminal(buildReport(long)).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

it("control characters out of a run do not reach the terminal", () => {
  const hostile = { ...broadcast, warnings: ["\u001b[2J\u0007gone\r\nnew line\u009b31m"] };
  const text = formatTerminal(buildReport(hostile));
  expect(text).toContain("Warning:  [2J gone new line 31m");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

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
    warnings: ["<script>alert(1)</script> [x](javascript:alert(1)) | `code` **bold**\n# heading"],
  };
  const text = formatMarkdown(buildReport(hostile));
  expect(text).toContain(
    "> Warning: &lt;script&gt;alert(1)&lt;/script&gt; \\[x\\](javascript:alert(1)) \\| \\`code\\` \\*\\*bold\\*\\* #\u200b heading",
  );
  expect(text).toContain("    npm run bench # <img src=x onerror=alert(1)>\n");
});
