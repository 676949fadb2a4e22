import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { fixtureRun } from "../../reports/fixtures/run.ts";
import { digestRun } from "../../reports/history/history.ts";
import { formatTerminal } from "../../reports/terminal.ts";
import { formatMarkdown } from "../../reports/text.ts";
import { buildReport } from "../../reports/view/report.ts";
import { UsageError } from "../failure.ts";
import { judgeGate } from "../gate/gate.ts";
import { defaultTolerances } from "../gate/tolerances.ts";
import { schema } from "../record/run.ts";
import { factsOf } from "../transports.ts";
import { readRun } from "./store.ts";

const folder = mkdtempSync(join(tmpdir(), "facts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { floors, ceilings, trials: all, endedAt, stopped, ...given } = fixtureRun;
/** Few, since each reading derives everything anew. */
const trials = ["websocket", "short-polling"].flatMap((name) =>
  all.filter(({ transport, scenario }) => transport === name && scenario === all[0]?.scenario).slice(0, 2),
);
const header = { ...given, plannedTrials: trials.length };
const end = { endedAt, interrupted: false, stopped };
const facts: readonly object[] = [
  { fact: "run", run: header },
  ...floors.slice(0, 1).map((floor) => ({ fact: "floor", floor })),
  ...ceilings.slice(0, 1).map((ceiling) => ({ fact: "ceiling", ceiling })),
  ...trials.map((trial) => ({ fact: "trial", trial })),
  { fact: "warning", remark: { code: "one-core" } },
  { fact: "end", end },
];
const lines = facts.map((fact) => JSON.stringify(fact));

const readText = (text: string | Buffer): ReturnType<typeof readRun> => {
  writeFileSync(join(folder, "run.jsonl"), text);
  return readRun(folder);
};
const whole = readText(lines.join("\n"));
const [first, second, ...rest] = lines;

describe("run.jsonl", () => {
  it("reads the same with the marks and line ends of other systems, and with blank lines", () => {
    for (const text of [
      `\uFEFF${lines.join("\r\n")}\r\n`,
      `\n \n${lines.join("\n\n")}\n\n`,
      `${lines.join("\n")}\n{"fact`,
    ]) {
      expect(readText(text)).toEqual(whole);
    }
    expect(whole.trials).toEqual(trials);
  });

  const last = lines.length - 1;
  const trialAt = lines.findIndex((line) => line.includes('"fact":"trial"'));
  const spoilt = (change: (trial: Record<string, unknown>) => object): string =>
    JSON.stringify({ fact: "trial", trial: change(JSON.parse(lines[trialAt] ?? "").trial) });
  const shapes: readonly (readonly [string, string])[] = [
    ["{", "it is not JSON"],
    ["null", "expected object"],
    ["[]", "fact: missing"],
    ['"trial"', "expected object"],
    ["{}", "fact: missing"],
    ['{"fact":"trial"}', "trial: missing"],
    ['{"fact":"trial","trial":null}', "trial: expected object"],
    [spoilt(() => ({})), "trial.status: missing"],
    [
      spoilt((trial) => ({ ...trial, status: "maybe" })),
      'trial.status: expected ("measured" | "saturated" | "invalid" | "failed")',
    ],
    [spoilt((trial) => ({ ...trial, measureMs: "1000" })), "trial.measureMs: expected number"],
    [spoilt((trial) => ({ ...trial, measureMs: 0 })), "trial.measureMs: expected more than 0"],
    [spoilt((trial) => ({ ...trial, reasons: [null] })), "trial.reasons.0: expected a remark"],
    [spoilt((trial) => ({ ...trial, reasons: [{ code: "tired" }] })), "trial.reasons.0: expected a remark"],
    [spoilt((trial) => ({ ...trial, warnings: [{ code: "link-late" }] })), "trial.warnings.0: expected a remark"],
    [
      spoilt((trial) => ({ ...trial, bytes: { ...trials[0]?.bytes, wireSource: "TCP_INFO" } })),
      "trial.bytes.wireSource: expected a remark on the wire",
    ],
    [spoilt((trial) => ({ ...trial, deliveries: {} })), "trial.deliveries.expected: missing"],
    [spoilt((trial) => ({ ...trial, startedAt: "soon" })), "trial.startedAt: expected an instant"],
    [spoilt((trial) => ({ ...trial, transport: "pigeon" })), "a trial of a transport that the run lacks"],
    [spoilt((trial) => ({ ...trial, scenario: "flood" })), "a trial of a scenario that the run lacks"],
    ['{"fact":"tomorrow"}', 'fact: expected ("floor" | "ceiling" | "trial" | "warning" | "end")'],
  ];

  it("loses a line of another shape and no other, and says which and why", () => {
    for (const [line, damage] of shapes) {
      const run = readText(lines.with(trialAt, line).join("\n"));
      expect(run.trials).toEqual(trials.slice(1));
      expect(run.warnings, line).toContainEqual({ code: "lines-left-out", why: `line ${trialAt + 1} (${damage})` });
      expect(run.partial).toBe(true);
      expect(formatTerminal(buildReport(run))).toContain("Warning: damaged lines of run.jsonl were left out");
      expect(formatMarkdown(buildReport(run))).toContain("damaged lines of run.jsonl were left out");
    }
    expect(last).toBeGreaterThan(trialAt);
  });

  it("loses a line with a byte that is no text, and names no more than five lines", () => {
    const [before, after] = [Buffer.from(`${first}\n`), Buffer.from(`\n${lines.slice(2).join("\n")}\n`)];
    expect(readText(Buffer.concat([before, Buffer.of(0x22, 0xff, 0x22), after])).warnings).toContainEqual({
      code: "lines-left-out",
      why: "line 2 (it is not JSON)",
    });
    const { warnings } = readText([first, ...Array.from({ length: 7 }, () => "?"), second, ...rest].join("\n"));
    const why = expect.stringMatching(/^line 2 \(it is not JSON\), .*line 6 \(.*\), and 2 more$/);
    expect(warnings).toContainEqual({ code: "lines-left-out", why });
  });

  const told = { run: header };
  it.each<[string | Buffer, RegExp]>([
    ["", /: run\.jsonl does not start with the run's facts; choose another run$/],
    ["\0\0\0\0\n", /: run\.jsonl does not start with the run's facts/],
    [Buffer.from(lines.join("\n"), "utf16le"), /: run\.jsonl does not start with the run's facts/],
    [rest.join("\n"), /: run\.jsonl does not start with the run's facts/],
    ['{"fact":"run"}\n', /: run\.jsonl does not start with the run's facts/],
    [
      '{"fact":"run","run":{}}\n',
      new RegExp(`: its schema is undefined, and this version reads ${schema}; measure it again$`),
    ],
    ['{"fact":"run","run":{"schema":{"toString":1}}}\n', /: its schema is \{"toString":1\}, and this version reads/],
    [
      JSON.stringify({ fact: "run", run: { schema } }),
      /: run\.jsonl: line 1: the run's facts are damaged \(id: missing\)/,
    ],
    [
      JSON.stringify({ fact: "run", ...told, run: { ...header, environment: { ...header.environment, cores: "4" } } }),
      /the run's facts are damaged \(environment\.cores: expected number\); choose another run$/,
    ],
    [
      JSON.stringify({ fact: "run", run: { ...header, transports: [{ ...factsOf("websocket"), name: "pigeon" }] } }),
      /: this version has no transport pigeon; choose another run, or read it with the version that made it$/,
    ],
    [
      JSON.stringify({
        fact: "run",
        run: { ...header, transports: [{ ...factsOf("websocket"), name: "constructor" }] },
      }),
      /: this version has no transport constructor;/,
    ],
  ])("is refused in one line where there is no run in it: %j", (text, message) => {
    const read = (): unknown => readText(text);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});

/** Anything that JSON can hold, and numbers at the ends of what it can. */
const anything = fc.oneof(
  fc.constantFrom(null, true, "", "x", "1e9", "__proto__", 0, -1, 0.5, 2 ** 53, 1e308, -1e308, 5e-324),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The value with one thing in it replaced, left out, or there twice. */
const spoil = (value: unknown, path: readonly number[], by: unknown): unknown => {
  const [step, ...further] = path;
  if (step === undefined || typeof value !== "object" || value === null) return by;
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0) return by;
  const at = step % entries.length;
  const changed = entries.flatMap(([key, inner], i) => {
    if (i !== at) return [[key, inner]] as const;
    return step % 11 === 0 ? [] : [[key, spoil(inner, further, by)] as const];
  });
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
};

it("spoilt anywhere reads and can be shown and compared, or is refused in one line", () => {
  const step = fc.nat({ max: 1000 });
  fc.assert(
    fc.property(step, fc.array(step, { maxLength: 6 }), anything, (line, path, by) => {
      const at = line % facts.length;
      try {
        const run = readText(lines.with(at, JSON.stringify(spoil(facts[at], path, by))).join("\n"));
        const report = buildReport(run);
        formatTerminal(report);
        formatMarkdown(report);
        digestRun(run);
        judgeGate(whole, run, defaultTolerances);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        expect(error.message).not.toContain("\n");
      }
    }),
    { numRuns: 100, seed: 14 },
  );
});
