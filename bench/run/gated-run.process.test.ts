// A real run against another revision and against a stored run. Reruns are tested over runs that are given.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { fixtureHead } from "../../reports/fixtures/compare.ts";
import { fixtureRun } from "../../reports/fixtures/run.ts";
import { UsageError } from "../failure.ts";
import { unconfirmedCells } from "../gate/confirmation.ts";
import { judgeGate } from "../gate/gate.ts";
import { gitEnvironment } from "../machine/git.ts";
import { type BenchOptions, parseBenchOptions } from "../options/bench-options.ts";
import { layOut } from "../plan/plan.ts";
import type { Run } from "../record/run.ts";
import { runAgainst, runGated } from "./gated-run.ts";
import { noProgress } from "./progress.ts";
import type { Revision } from "./revision.ts";
import { type FinishedRun, type RunSetup, runBench } from "./run.ts";
import { loadTree, openSides } from "./sides.ts";
import { readRun } from "./store.ts";
import { compareStored } from "./stored-comparison.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const out = join(folder, "out");
const optionsOf = (...argv: readonly string[]): BenchOptions => {
  const options = parseBenchOptions([...argv, "--out", out]);
  if (options === "help") throw new Error("help was not asked for");
  return options;
};
const small = [
  ..."--scenarios broadcast --transports short-polling --subscribers 2 --trials 2".split(" "),
  ..."--warmup 50 --measure 200 --poll-every 50 --rate 50 --link loopback".split(" "),
];

const setupOf = (options: BenchOptions) => ({
  options,
  command: "npm run bench",
  now: () => new Date(),
  signal: new AbortController().signal,
  progress: noProgress,
  only: null,
  within: null,
});

/** A copy of this tree in which `file` is changed. */
const treeWith = (name: string, file: string, from: string, to: string): Revision => {
  const tree = join(folder, name);
  for (const room of ["servers", "clients", "bench"]) {
    cpSync(new URL(`../../${room}`, import.meta.url), join(tree, room), { recursive: true });
  }
  cpSync(new URL("../../package.json", import.meta.url), join(tree, "package.json"));
  symlinkSync(new URL("../../node_modules", import.meta.url), join(tree, "node_modules"), "dir");
  const path = join(tree, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(path, text.replace(from, to));
  return { name, commit: name, subject: { root: `${pathToFileURL(tree).href}/` }, remove: () => {} };
};

/** Other work on the machine makes trials invalid. Their counts hold all the same. */
const asMeasured = (run: Run): Run => ({
  ...run,
  trials: run.trials.map((trial) => (trial.status === "invalid" ? { ...trial, status: "measured" } : trial)),
});

/** null outside of a git repository. */
const listWorktrees = (): readonly string[] | null => {
  const { status, stdout } = spawnSync("git", ["worktree", "list", "--porcelain"], {
    env: gitEnvironment(process.env),
    encoding: "utf8",
  });
  return status === 0 ? stdout.split("\n").filter((line) => line.startsWith("worktree ")) : null;
};

describe("a run against another revision", { timeout: 60_000 }, () => {
  it("measures that revision's servers on the same plan, in turns, and tells them apart", async () => {
    const revision = treeWith(
      "fatter",
      // The revision has a default of its own, which this tree's must not replace.
      "servers/server.ts",
      "pollHeaders: [],",
      `pollHeaders: ["Content-Type", "application/json", "Cache-Control", "no-store", "X-Planted", "${"x".repeat(187)}"],`,
    );
    const {
      run,
      base,
      gate,
      folder: own,
    } = await runAgainst({
      ...setupOf(optionsOf(...small)),
      against: { kind: "revision", revision },
    });
    if (base === null || gate === null) return expect.fail("there is a base");
    expect(run.baseRun).toBe(base.id);
    expect(base.id).toBe(`${run.id}-base`);
    expect(run.trials.map(({ deliveries }) => deliveries?.expected)).toEqual(
      base.trials.map(({ deliveries }) => deliveries?.expected),
    );
    const inTurns = [...run.trials, ...base.trials].toSorted((x, y) => (x.startedAt < y.startedAt ? -1 : 1));
    expect(inTurns.map(({ repetition }) => repetition)).toEqual([0, 0, 1, 1]);

    const fatter = judgeGate(asMeasured(run), asMeasured(base)).lines.filter(({ verdict }) => verdict === "regression");
    expect(fatter.map(({ metric }) => metric)).toContain("headBytesPerFullAnswer");
    const [head] = run.trials;
    const [planted] = base.trials;
    const bytesOf = (trial: typeof head): number => trial?.requests?.headBytes.fullAnswer ?? 0;
    // A server that sets headers does not send "Connection: keep-alive" and "Keep-Alive: timeout=75": 24 bytes less for each.
    // An answer with several messages may have one digit more in Content-Length, and batching differs between trials.
    expect(Math.abs(bytesOf(planted) - bytesOf(head) - (200 - 24 - 24))).toBeLessThanOrEqual(1);
    expect(compareStored(join(own, "base"), own, optionsOf().tolerances)).toEqual({ base, head: run, gate });
  });

  it("stores of each side in which defaults its own transports differ", async () => {
    const revision = treeWith("held", "servers/long-polling.ts", "an empty answer after each hold", "nothing at all");
    const options = optionsOf(...small.with(3, "long-polling,websocket"));
    const against = { kind: "revision", revision } as const;
    const facts = { link: { way: "loopback", refused: null }, pinned: null } as const;
    const { all } = await openSides(layOut(options), facts, { ...setupOf(options), against });
    const [base, head] = all.map(({ store }) => readRun(store.folder).differences.flatMap(({ values }) => values));
    for (const { store } of all) store.close();
    expect(base).toContain("nothing at all");
    expect(head).not.toContain("nothing at all");
    expect(head).toHaveLength(base?.length ?? 0);
  });

  it("says so of a revision that does anything but name its transports when it is loaded", async () => {
    const planted: readonly (readonly [string, number, RegExp])[] = [
      ["process.exit(0);", 60_000, /: its process ended with exit code 0; choose another revision$/],
      ["process.kill(process.pid, 'SIGKILL');", 60_000, /: its process ended by SIGKILL; choose another revision$/],
      ["await new Promise(() => {});", 1_000, /: it was not loaded within 1 s; choose another revision$/],
      ["for (;;);", 1_000, /: it was not loaded within 1 s; choose another revision$/],
      ["throw new Error('of its own');", 60_000, /: bench\/transports\.ts cannot be loaded \(of its own\)/],
    ];
    const told = await Promise.all(
      planted.map(async ([line, longestMs], i) => {
        const from = "export const transports";
        const revision = treeWith(`planted-${i}`, "bench/transports.ts", from, `${line}\n${from}`);
        return loadTree(revision, ["websocket"], new AbortController().signal, longestMs).catch(String);
      }),
    );
    for (const [i, [, , message]] of planted.entries()) {
      expect(told[i]).toMatch(/^UsageError: --against planted-\d: that revision cannot be loaded: [^\n]+$/);
      expect(told[i]).toMatch(message);
    }
  });

  it("says so where that revision cannot be driven", async () => {
    const broken = treeWith("broken", "servers/poll-answer.ts", "export const createPollAnswers", "throw 1;\nconst x");
    await expect(
      runAgainst({
        ...setupOf({ ...optionsOf(...small), trials: 1 }),
        against: { kind: "revision", revision: broken },
      }),
    ).rejects.toThrow(/^--against broken: that revision's servers or clients cannot be measured by this one: .+$/);
    const none = treeWith("none", "bench/transports.ts", "export const transports", "const transports");
    await expect(
      runAgainst({ ...setupOf(optionsOf(...small)), against: { kind: "revision", revision: none } }),
    ).rejects.toBeInstanceOf(UsageError);
  });

  it.skipIf(listWorktrees() === null)(
    "leaves no worktree where it is interrupted (skipped: no repository)",
    async () => {
      const before = listWorktrees();
      const controller = new AbortController();
      const seen: (readonly string[] | null)[] = [];
      const progress = {
        ...noProgress,
        step: () => {
          seen.push(listWorktrees());
          controller.abort();
        },
      };
      const options = { ...optionsOf(...small, "--against", "HEAD"), trials: 1 };
      const { interrupted, gate } = await runGated({ ...setupOf(options), signal: controller.signal, progress });
      expect({ interrupted, gate, worktrees: listWorktrees() }).toEqual({
        interrupted: true,
        gate: null,
        worktrees: before,
      });
      expect(seen.map((worktrees) => worktrees?.length)).toEqual([(before?.length ?? 0) + 1]);
    },
  );

  it("compares with a stored run", async () => {
    const options = { ...optionsOf(...small), trials: 1 };
    const first = await runBench({ ...setupOf(options), against: null });
    const second = await runGated(setupOf({ ...options, baseline: first.folder }));
    expect(second.run.baseRun).toBe(first.run.id);
    expect(second.base).toEqual(first.run);
    const faults = second.gate?.lines.filter(({ because }) => because === "faults" || because === "no faults");
    expect(new Set(faults?.map(({ verdict }) => verdict))).toEqual(new Set(["same"]));
    // It is refused before anything is measured, and not minutes later.
    const measure = () => expect.fail("nothing is to be measured");
    const other = { ...options, ratePerSec: [7], baseline: first.folder };
    await expect(runGated(setupOf(other), measure)).rejects.toThrow(
      /^--baseline \S+: that run has no scenario, transport and conditions that this one would measure; give it the same/,
    );
    await expect(runGated(setupOf({ ...options, baseline: "/nowhere" }), measure)).rejects.toThrow(
      /^--baseline \/nowhere: \/nowhere is not a run's folder/,
    );
  });
});

describe("what is run again", () => {
  const asked = optionsOf();
  const first = judgeGate(fixtureRun, fixtureHead, asked.tolerances);
  const baseline = { kind: "baseline", run: fixtureRun } as const;

  /** Gives these runs one after the other, and tells which cells were asked for. */
  const scripted = (...heads: readonly Run[]) => {
    const asks: RunSetup[] = [];
    const measure = async (setup: RunSetup): Promise<FinishedRun> => {
      const run = heads[asks.length];
      asks.push(setup);
      if (run === undefined) throw new Error("no run is left");
      return { folder: "first", run, base: fixtureRun, interrupted: false };
    };
    return { asks, measure };
  };

  it("is each cell with a regression that a test told, once, within the run's folder", async () => {
    const { asks, measure } = scripted(fixtureHead, fixtureHead);
    const { gate } = await runAgainst({ ...setupOf(asked), against: baseline }, measure);
    expect(asks.map(({ only, within }) => [only, within])).toEqual([
      [null, null],
      [unconfirmedCells(first), "first"],
    ]);
    // A run has to have the plan of the stored run that it is held against.
    expect(asks.map(({ options }) => options.seed)).toEqual([1, 1]);
    const regressions = (lines: typeof first.lines) => lines.filter(({ verdict }) => verdict === "regression").length;
    expect(unconfirmedCells(first).size).toBeGreaterThan(0);
    expect(regressions(gate?.lines ?? [])).toBe(regressions(first.lines));
  });

  it("is nothing where the run was interrupted before both sides had a cell in common", async () => {
    const [some, other] = ["websocket", "long-polling"].map((name) => ({
      ...fixtureRun,
      trials: fixtureRun.trials.filter(({ transport }) => transport === name),
    }));
    if (some === undefined || other === undefined) return expect.fail("there are two");
    const measure = async (): Promise<FinishedRun> => ({ folder: "first", run: some, base: other, interrupted: true });
    const { gate } = await runAgainst({ ...setupOf(asked), against: baseline }, measure);
    expect(gate).toBe(null);
  });

  it("clears what does not show again", async () => {
    const { measure } = scripted(fixtureHead, fixtureRun);
    const { gate } = await runAgainst({ ...setupOf(asked), against: baseline }, measure);
    expect(unconfirmedCells(gate ?? first).size).toBe(0);
  });

  it("is nothing where nothing got slower, or where it is not wanted", async () => {
    const quiet = scripted(fixtureRun);
    await runAgainst({ ...setupOf(asked), against: baseline }, quiet.measure);
    const unwanted = scripted(fixtureHead);
    const { gate } = await runAgainst({ ...setupOf({ ...asked, rerun: false }), against: baseline }, unwanted.measure);
    expect([quiet.asks.length, unwanted.asks.length]).toEqual([1, 1]);
    expect(gate).toEqual(first);
  });
});
