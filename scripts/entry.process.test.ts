// What every command has in common: how it ends where its output is not read, where it crashes, and where the disk or the npm
// that started it gives out.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixtureHead } from "../reports/fixtures/compare.ts";
import { fixtureRun } from "../reports/fixtures/run.ts";

const out = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** A run's folder with its facts, as a run leaves it; of one scenario, whose pages are quickly made. */
const store = (name: string, run: typeof fixtureRun): string => {
  const { trials: all, floors, endedAt, summaries, comparisons, silence, ...header } = run;
  const trials = all.filter(({ scenario }) => scenario === "broadcast");
  const folder = join(out, name);
  mkdirSync(folder);
  const facts = [{ fact: "run", run: header }, ...trials.map((trial) => ({ fact: "trial", trial }))];
  writeFileSync(join(folder, "run.jsonl"), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(""));
  return folder;
};
const base = store("base", fixtureRun);
const head = store("head", fixtureHead);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const endOf = (child: ChildProcess): Promise<Ended> => {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
};

/** Runs a shell's line, in which "$@" is the command. */
const shell = (line: string, command: readonly string[]): Promise<Ended> =>
  endOf(spawn("bash", ["-c", line, "bash", ...command]));

const commandOf = (name: string, args: readonly string[], ...preloaded: readonly string[]): readonly string[] => [
  process.execPath,
  ...["--disable-warning=ExperimentalWarning", "-r", "./scripts/runtime.cjs", ...preloaded],
  `scripts/${name}.ts`,
  ...args,
];

it("output that nobody reads changes no exit code", async () => {
  const compared = (folder: string) => commandOf("compare", [base, head, "--out", join(out, folder)]);
  const all = await Promise.all([
    shell(`"$@" | true; exit "$PIPESTATUS"`, compared("gone")),
    shell('"$@" >/dev/full 2>/dev/full', compared("full")),
    shell('"$@" >&- 2>&-', compared("closed")),
  ]);
  expect(all).toEqual(all.map(() => ({ code: 1, stdout: "", stderr: "" })));
  for (const folder of ["gone", "full", "closed"]) expect(readdirSync(join(out, folder))).toContain("compare.html");
});

describe.concurrent("a crash", () => {
  const preload = (program: string): string => `data:text/javascript,${encodeURIComponent(program)}`;
  const missing = `import { registerHooks } from "node:module";
    registerHooks({ resolve: (name, context, next) => next(name.endsWith("doctor.ts") && context.parentURL ? "./nope.ts" : name, context) });`;

  it.each([
    ["a module that is missing", missing, /ERR_MODULE_NOT_FOUND/],
    ["an error that nobody handles", "process.nextTick(() => { throw new TypeError('bad record'); })", /bad record/],
    ["a promise that nobody handles", "Promise.reject(new TypeError('bad record'))", /bad record/],
    [
      "code that ends the process",
      "process.once('newListener', () => setImmediate(() => process.exit(0)))",
      /^the command was ended before it was done, by code that it had loaded\n$/,
    ],
  ])("has a code of its own: %s", async (_, program, told) => {
    const { code, stderr } = await shell('"$@"', commandOf("doctor", [], "--import", preload(program)));
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(told) });
  });

  it.each([
    ["process.exit(0);", "it ends the process while it is loaded; let it only export its options"],
    ["await new Promise(() => {});", "it ends the process while it is loaded; let it only export its options"],
    ['throw new Error("no");', "it cannot be loaded: no"],
  ])("of a config file is wrong usage: %s", async (text, told) => {
    const config = join(mkdtempSync(join(out, "config-")), "bench.config.ts");
    writeFileSync(config, `${text}\nexport default {};\n`);
    const { code, stderr } = await shell('"$@"', commandOf("bench", ["--config", config]));
    expect(code).toBe(2);
    expect(stderr.replace(/(:\d+)?: /, ": ")).toBe(`${config}: ${told}\n`);
  });
});

describe("a disk that takes no more", () => {
  it("ends a command with 3 and one line, and leaves the facts and the verdict", async () => {
    const before = readFileSync(join(head, "run.jsonl"), "utf8");
    const limited = 'ulimit -f 4 && exec "$@"';
    const built = await shell(limited, commandOf("report", [head]));
    expect(built).toEqual({
      code: 3,
      stdout: "",
      stderr: `${head}/results.json cannot be written (EFBIG: file too large, write); allow larger files (ulimit -f)\n`,
    });
    const compared = await shell(limited, commandOf("compare", [base, head]));
    expect(compared).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^\d+ regressions?: \d+ of \d+ comparisons judged/),
    });
    expect(compared.stderr).toMatch(/^.*compare.html cannot be written \(EFBIG: .*\n$/);
    expect(readFileSync(join(head, "run.jsonl"), "utf8")).toBe(before);
    expect(readdirSync(head)).toEqual(["run.jsonl"]);
  });

  it("ends a run with 3 and one line, which says what is kept (needs user namespaces)", async (context) => {
    const mounting = 'mount -t tmpfs -o size=8k none "$0" && "$@"; code=$?; cat "$0"/out/latest/run.jsonl; exit $code';
    const disk = join(out, "disk");
    mkdirSync(disk);
    const args = ["--scenarios", "broadcast", "--transports", "websocket", "--subscribers", "2", "--trials", "3"];
    const short = ["--warmup", "0", "--measure", "100", "--link", "loopback", "--no-progress"];
    const bench = commandOf("bench", [...args, ...short, "--out", join(disk, "out")]);
    const words = ["-Urm", "bash", "-c", mounting, disk, ...bench];
    const { code, stdout, stderr } = await endOf(spawn("unshare", words));
    if (/^(unshare|mount): /.test(stderr)) context.skip(stderr);
    const line =
      /^\S+run.jsonl cannot be written \(ENOSPC: .*\); make room; (no trial of the run is|the run's trials until then \(\d\) are) kept.*\n$/;
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(line) });
    expect(stdout).toMatch(/^\{"fact":"run".*\}\n(\{.*\}\n)*$/);
  });
});

it("a signal that is passed on again and again does not take the end of a command that has stopped", async () => {
  // Two signals are one, since no time passes; what it has made takes a while to be cleared away.
  const program = `import { enter, interruptSignal, print } from ${JSON.stringify(new URL("./entry.ts", import.meta.url).href)};
    await enter({ help: "", parse: () => ({}) }, async () => {
      globalThis.made = Array.from({ length: 2e6 }, (_, i) => ({ i }));
      const waiting = setInterval(() => {}, 1000);
      const signal = interruptSignal("stopping", () => 0);
      print("ready");
      await new Promise((stopped) => signal.addEventListener("abort", stopped));
      clearInterval(waiting);
      return 0;
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program]);
  const ended = endOf(child);
  await new Promise((ready) => child.stdout.once("data", ready));
  while (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGINT");
    await new Promise((goOn) => setImmediate(goOn));
  }
  expect({ ...(await ended), signal: child.signalCode }).toEqual({
    code: 0,
    signal: null,
    stdout: "ready\n",
    stderr: "\nstopping\n",
  });
});

describe.concurrent("the npm that started a command", () => {
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });

  /** Resolves once the server listens. */
  const serve = async () => {
    const npm = spawn("npm", ["run", "serve", "--", "--port", "0", "--rate", "0"], { detached: true });
    children.push(npm);
    let said = "";
    npm.stdout.on("data", (chunk) => {
      said += chunk;
    });
    const ended = endOf(npm);
    const url = await vi.waitFor(() => /Live: (\S+)/.exec(said)?.[1] ?? expect.fail(said), { timeout: 60_000 });
    return { npm, ended, url };
  };
  const isGone = (url: string) =>
    fetch(`${url}healthz`).then(
      () => false,
      () => true,
    );

  it.each([
    ["SIGTERM", 0],
    ["SIGHUP", null],
    ["SIGKILL", null],
  ] as const)("takes the command with it when it gets %s", async (signal, code) => {
    const { npm, ended, url } = await serve();
    npm.kill(signal);
    // Its output ends with the last of its processes.
    expect(await ended).toMatchObject({ code, stderr: expect.stringContaining("all clients are told goodbye") });
    expect(await isGone(url)).toBe(true);
  });

  it("is told of Ctrl-C by the terminal too, and both end in order", async () => {
    const { npm, ended } = await serve();
    process.kill(-(npm.pid ?? 0), "SIGINT");
    const { code, stderr } = await ended;
    expect({ code, stderr: stderr.match(/^.+$/gm) }).toEqual({
      code: 0,
      stderr: ["stopping: all clients are told goodbye (press Ctrl-C again to stop at once)"],
    });
  });
});
