import { describe, expect, it } from "vitest";
import type { Run } from "../bench/record/run.ts";
import { fixtureRun } from "./fixtures/run.ts";
import { formatTerminal } from "./terminal.ts";
import { buildReport } from "./view/report.ts";
import { plainTerminal } from "./writing/terminal.ts";

const broadcast: Run = {
  ...fixtureRun,
  partial: true,
  trials: fixtureRun.trials.filter(({ scenario }) => scenario === "broadcast"),
  summaries: fixtureRun.summaries.filter(({ scenario }) => scenario === "broadcast"),
  comparisons: fixtureRun.comparisons.filter(({ scenario }) => scenario === "broadcast"),
};
const verbose = { ...plainTerminal, verbose: true };
const show = (run: Run, terminal = plainTerminal): string =>
  formatTerminal(buildReport(run), terminal).replaceAll("\u202f", " ");

it("shows one table and the verdict", () => {
  expect(show(fixtureRun)).toMatchInlineSnapshot(`
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
    Against WebSocket: < less, > more, = same, ~ cannot tell, ? fewer than six pairs.

    Warning: the machine was busy at the start: load average 2.4 on 4 cores

    Invalid: a client process used 93 % of a core: raise --client-processes or lower --rate or
    --subscribers (6 of 116 trials).

    Failed: the server process ended with exit code 1 (1 of 116 trials); run such trials alone by
    --scenarios broadcast --transports long-polling --trials 1.

    Invalid: other work used 0.7 cores of this machine: stop it, or measure elsewhere (1 of 116 trials).

    One way and both: WebSocket, 0.351 ms at the median. Long polling where only plain requests pass:
    1.61 × as late, 1.90 × the bytes. Polling only where 1 s late is fine.

    116 trials planned: 108 measured, 7 invalid, 1 failed. All 295 310 expected deliveries arrived once
    and in order."
  `);
});

it("shows every table, with its notes and sentences, where that is asked for", () => {
  expect(show(broadcast, verbose)).toMatchInlineSnapshot(`
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
    * Long polling, hold 30 s: failed: the server process ended with exit code 1 (1 of 8 trials)
    * WebSocket: the server waited for a core during 12 % of the window (1 of 8 trials)
    * WebSocket (ws package): invalid: other work used 0.7 cores of this machine: stop it, or measure
    elsewhere (1 of 8 trials)

    Partial run. Not every planned trial was run. The figures rest on the trials that were run.

    Warning: the machine was busy at the start: load average 2.4 on 4 cores

    Failed: the server process ended with exit code 1 (1 of 32 trials); run such trials alone by
    --scenarios broadcast --transports long-polling --trials 1.

    Invalid: other work used 0.7 cores of this machine: stop it, or measure elsewhere (1 of 32 trials).

    One way and both: WebSocket, 0.351 ms at the median. Long polling where only plain requests pass:
    1.61 × as late, 1.90 × the bytes. Polling only where 1 s late is fine.

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
  const titles = (text: string): number => text.match(/^[A-Z][a-z]+: \d+.*·/gm)?.length ?? 0;
  expect([titles(show(fixtureRun)), titles(show(fixtureRun, verbose))]).toEqual([1, 4]);
});

describe.each([40, 60, 80, 100, 120])("in a window of %d columns", (columns) => {
  it.each([true, false])("no line is wider (verbose: %s)", (all) => {
    const long: Run = { ...fixtureRun, warnings: [{ code: "lines-left-out", why: `${"long ".repeat(60)}end` }] };
    const lines = formatTerminal(buildReport(long), { ...plainTerminal, columns, verbose: all }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });
});

it("drops columns where the window is narrow, and response times last", () => {
  const linesIn = (columns: number): readonly string[] => show(broadcast, { ...plainTerminal, columns }).split("\n");
  const heads = (columns: number): string => linesIn(columns).find((line) => line.includes("p50")) ?? "";
  expect(heads(100)).toContain("empty");
  expect(heads(80)).not.toContain("empty");
  expect(heads(40)).toMatch(/p50 +p99$/);
});

it("styles what matters, and nothing else", () => {
  const style = (format: string, of: string): string => `<${format}>${of}</${format}>`;
  const text = formatTerminal(buildReport(broadcast), { ...plainTerminal, style });
  expect(text).toMatch(/^<bold>Broadcast: /);
  expect(text).toContain("<yellow>Partial run. Not every planned trial was run. ");
  expect(text).toContain("<dim>  against the baseline");
});

it("control characters out of a run do not reach the terminal", () => {
  const why = "\u001b[2J\u0007gone\r\nnew line\u009b31m";
  const hostile: Run = { ...broadcast, warnings: [{ code: "cores-not-split", why }] };
  const text = formatTerminal(buildReport(hostile), verbose);
  expect(text).toContain("Warning: no process had a core of its own:  [2J gone new line 31m");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

describe("a row without a valid trial", () => {
  const lines = show(fixtureRun, verbose).split("\n");
  const at = lines.findIndex((line) => /^Short polling every 100 /.test(line));

  it("shows what was counted, and says that these are counts only", () => {
    expect(lines[at]).toMatch(/^Short polling every 100 ms \* +– +– +\S+ +– +\S+ +\S+ +– +–$/);
    expect(lines[at + 1]).toBe("  counts only: 6 invalid of 6 trials");
  });

  it("has its cause told once for all rows, with what to do next", () => {
    const told = show(fixtureRun).replaceAll("\n", " ");
    expect(told.match(/a client process used 93 % of a core: raise --client-processes/g)).toHaveLength(1);
  });
});
