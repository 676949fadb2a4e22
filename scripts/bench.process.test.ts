// npm run bench as it is run: its output, its files, its exit codes, and how it meets interruptions and failures.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { splitCores } from "../bench/machine/pinning.ts";
import type { Run } from "../bench/record/run.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const outFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
  folders.push(folder);
  return folder;
};

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In a process group of its own, as a shell starts it. */
const start = (
  script: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
  const options = ["--disable-warning=ExperimentalWarning", "-r", "./scripts/runtime.cjs"];
  const child = spawn(process.execPath, [...options, `scripts/${script}.ts`, ...args], { detached: true });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
};

const run = (script: string, ...args: readonly string[]): Promise<Ended> => start(script, args).ended;

const short = [
  "--scenarios",
  "broadcast",
  "--subscribers",
  "4",
  "--trials",
  "1",
  "--warmup",
  "50",
  "--measure",
  "200",
  "--poll-every",
  "50",
  "--rate",
  "50",
];

const readResults = (out: string): Run => JSON.parse(readFileSync(join(out, "latest", "results.json"), "utf8"));

/** Other tests run meanwhile, and these want a page, not a figure. */
const acceptBusy = "--accept-busy";

/** The number of trials on record so far. */
const trialsIn = (out: string): number =>
  readFileSync(join(out, "latest", "run.jsonl"), "utf8").match(/"fact":"trial"/g)?.length ?? 0;

/** Patience for conditions that a busy machine delays. */
const patiently = { timeout: 60_000, interval: 20 };

/** Child processes of `pid` whose command line names `file`. */
const childrenOf = (pid: number, file: string): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .split(" ")
    .filter((child) => child !== "")
    .map(Number)
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, "utf8").includes(file));

const hasProc = existsSync("/proc/self/task");

describe("npm run bench", () => {
  it("measures every transport, writes the run's folder, prints table, sentences and the page's path", async () => {
    const out = outFolder();
    const { code, stdout, stderr } = await run(
      "bench",
      ...short,
      acceptBusy,
      "--pin",
      "split",
      "--out",
      out,
      "--keep-raw",
    );
    const notes =
      /^(\[\d+\/\d+\] broadcast: .* left|measuring the noise floor|compiling the transports|saturated: .*|before the first trial .*)\n/gm;
    const results = readResults(out);
    expect({ code, stderr: stderr.replaceAll(notes, "") }).toEqual({ code: 0, stderr: "" });
    expect(results).toMatchObject({
      schema: "push-transport-benchmark/8",
      partial: false,
      profile: "default",
      seed: 1,
    });
    expect(results.command).toContain("--subscribers 4");
    expect(results.floors.map(({ oneWayMs }) => oneWayMs)).toEqual([0]);
    expect(results.trials.length).toBe(results.transports.length);
    expect(results.acceptBusy).toBe(true);
    expect(results.pinned).toBe(typeof (await splitCores()) === "string" ? null : "split");
    for (const { status } of results.trials) expect(["measured", "saturated"]).toContain(status);
    for (const trial of results.trials) {
      expect(trial.deliveries).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0 });
      expect(trial.deliveries?.expected).toBeGreaterThan(0);
    }
    for (const label of results.transports.map(({ label }) => label)) expect(stdout).toContain(label);
    const page = stdout.trim().split("\n").at(-1)?.replace("Page: ", "") ?? "";
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/i);
    const files = readdirSync(join(out, "latest")).toSorted();
    expect(files).toEqual([
      "badge.json",
      "index.html",
      "metrics.txt",
      "raw",
      "results.json",
      "run.jsonl",
      "summary.md",
      "trials.csv",
    ]);
    expect(readdirSync(join(out, "latest", "raw")).length).toBe(results.trials.length);

    const before = files.map((file) => (file === "raw" ? "" : readFileSync(join(out, "latest", file), "utf8")));
    expect((await run("report", join(out, "latest"))).code).toBe(0);
    const after = files.map((file) => (file === "raw" ? "" : readFileSync(join(out, "latest", file), "utf8")));
    expect(after, "the page built again has the same bytes").toEqual(before);
  });

  it("marks what the generator limited as invalid, says which limit was hit, and draws no number of it", async () => {
    const out = outFolder();
    const flood = ["--rate", "8000", "--subscribers", "40", "--warmup", "100", "--measure", "300", "--trials", "1"];
    const args = ["--scenarios", "broadcast", "--transports", "websocket", "--client-processes", "1", "--no-progress"];
    const { code, stdout } = await run("bench", ...flood, ...args, "--out", out);
    expect(code, "nothing valid was measured").toBe(1);
    const { trials, summaries } = readResults(out);
    expect(trials.map(({ status }) => status)).toEqual(["invalid"]);
    const codes = trials[0]?.reasons.map(({ code }) => code) ?? [];
    expect(codes).toContainEqual(expect.stringMatching(/^(client-|publisher-|rate-missed|published-late)/));
    expect(summaries[0]).toMatchObject({ trials: { invalid: 1 }, metrics: { responseTimeP50Ms: null } });
    expect(stdout).toMatch(/invalid/);
  });

  it.runIf(hasProc)("marks trials on a machine that others keep busy as invalid", async () => {
    const out = outFolder();
    const args = [...short, "--transports", "websocket", "--no-progress", "--out", out];
    const { child, ended } = start("bench", args);
    // From the trial's begin until it is on record: that begins long before its window, and ends long after it.
    await vi.waitFor(() => childrenOf(child.pid ?? 0, "server-process.ts")[0] ?? expect.fail(), patiently);
    const burners = Array.from({ length: 2 }, () => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
    try {
      await vi.waitFor(() => expect(trialsIn(out)).toBe(1), patiently);
    } finally {
      for (const burner of burners) burner.kill("SIGKILL");
    }
    expect((await ended).code, "nothing valid was measured").toBe(1);
    const [trial] = readResults(out).trials;
    expect(trial).toMatchObject({ status: "invalid" });
    expect(trial?.reasons).toContainEqual({ code: "other-work", otherCores: expect.any(Number) });
  });

  it("measures with a connection a response, a browser's headers, several client processes and ports of its own choice", async () => {
    const out = outFolder();
    const args = [
      "--connection",
      "close",
      "--headers",
      "browser",
      "--client-processes",
      "2",
      "--transports",
      "short-polling,long-polling",
    ];
    const { code } = await run("bench", ...short, ...args, acceptBusy, "--out", out, "--no-progress");
    expect(code).toBe(0);
    for (const { bytes, requests, connections } of readResults(out).trials) {
      // Four subscribers that keep their connections open four.
      expect(connections?.opened).toBeGreaterThan(8);
      expect((bytes?.kinds.up.httpHeaders ?? 0) / (requests?.total ?? 1)).toBeGreaterThan(400);
    }
  });

  it.each([
    [["--frobnicate"], "--frobnicate is not an option; see --help\n"],
    [
      ["--config", "missing.ts"],
      "--config missing.ts: there is no such file; name one that exists, or leave --config out\n",
    ],
    [["--trials", "0"], "--trials 0: give a whole number from 1 to 1000\n"],
    [["--subscribers", "99999", "--scenarios", "broadcast"], /^--subscribers 99999: this machine holds \d+ .*\n$/],
    [
      ["--client-processes", "9", "--subscribers", "8"],
      /^--client-processes 9: a trial has only 8 subscribers to spread.*\n$/,
    ],
    [["--out", "package.json"], /^--out package.json: the run's folder cannot be made there .*\n$/],
    [["--out", "/proc/nope/x"], /^--out \/proc\/nope\/x: the run's folder cannot be made there .*\n$/],
  ])("refuses %j with exit code 2 and one line", async (args, line) => {
    const { code, stdout, stderr } = await run("bench", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(line);
    expect(stderr.split("\n").length).toBe(2);
  });

  it("refuses a port that is taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, stderr } = await run(
      "bench",
      ...short,
      "--link",
      "loopback",
      "--port",
      String(port),
      "--out",
      outFolder(),
    );
    taken.close();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `--port ${port}: port ${port} cannot be had (EADDRINUSE); choose another, or leave --port out so that free ones are picked\n`,
    });
  });

  it("prints its options with --help", async () => {
    const { code, stdout } = await run("bench", "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("--baseline-transport NAME");
  });

  describe.runIf(hasProc)("in bad luck (needs /proc to find the processes)", () => {
    it("records a server and a client that die as failed trials, goes on with the next, and exits 1", async () => {
      const out = outFolder();
      const args = ["--scenarios", "broadcast", "--transports", "short-polling,long-polling,websocket"];
      const { child, ended } = start("bench", [
        ...args,
        ...["--subscribers", "4", "--trials", "1", "--measure", "700", "--warmup", "100", "--out", out],
      ]);
      let told = "";
      child.stderr?.on("data", (chunk) => {
        told += chunk;
      });
      // Before its first trial the run starts the same processes, to compile what they load.
      await vi.waitFor(() => expect(told).toContain("[1/3]"), patiently);
      const pid = child.pid ?? 0;
      const kill = async (file: string): Promise<void> => {
        process.kill(await vi.waitFor(() => childrenOf(pid, file)[0] ?? expect.fail(), patiently), "SIGKILL");
      };
      await kill("server-process.ts");
      // A trial is on record once all its processes have ended.
      await vi.waitFor(() => expect(trialsIn(out)).toBe(1), patiently);
      await kill("client-process.ts");
      const { code, stderr } = await ended;
      expect(code).toBe(1);
      const { trials, partial } = readResults(out);
      expect(partial).toBe(false);
      expect(trials.map(({ status }) => (status === "failed" ? status : "finished"))).toEqual([
        "failed",
        "failed",
        "finished",
      ]);
      const reasons = ["the server process ended by SIGKILL", "client process 1 ended by SIGKILL"];
      expect(trials.slice(0, 2).map((trial) => trial.reasons)).toEqual(
        reasons.map((why) => [{ code: "failure", why }]),
      );
      for (const reason of reasons) expect(stderr).toContain(reason);
      expect(existsSync(join(out, "latest", "index.html"))).toBe(true);
    });

    it("leaves no process behind where it is killed", async () => {
      const out = outFolder();
      const args = ["--scenarios", "broadcast", "--transports", "websocket", "--subscribers", "4", "--trials", "1"];
      const { child, ended } = start("bench", [...args, "--measure", "60000", "--delay", "5", "--out", out]);
      const children = await vi.waitFor(() => {
        const files = ["server-process.ts", "client-process.ts", "bench/network/link"];
        return files.map((file) => childrenOf(child.pid ?? 0, file)[0] ?? expect.fail());
      }, patiently);
      child.kill("SIGKILL");
      await ended;
      const living = () => children.filter((each) => existsSync(`/proc/${each}`));
      await vi.waitFor(() => expect(living()).toEqual([]), patiently);
    });

    it("keeps what was measured when its terminal is closed, marks the page partial, leaves no process, and exits 130", async () => {
      const out = outFolder();
      const args = [
        "--scenarios",
        "broadcast",
        "--subscribers",
        "4",
        "--trials",
        "20",
        "--measure",
        "100",
        "--warmup",
        "0",
        "--poll-every",
        "20",
      ];
      const { child, ended } = start("bench", [...args, "--out", out]);
      const pid = child.pid ?? 0;
      await vi.waitFor(() => expect(trialsIn(out)).toBeGreaterThanOrEqual(2), patiently);
      const children = await vi.waitFor(() => {
        const all = [...childrenOf(pid, "server-process.ts"), ...childrenOf(pid, "client-process.ts")];
        expect(all.length).toBeGreaterThan(0);
        return all;
      }, patiently);
      process.kill(-pid, "SIGHUP"); // to all of its processes, as the kernel sends it
      const { code, stdout, stderr } = await ended;
      expect(code).toBe(130);
      expect(stderr).toContain("stopping: what was measured is kept");
      expect(stdout).toMatch(/partial/i);
      const results = readResults(out);
      expect(results.partial).toBe(true);
      expect(results.trials.length).toBeGreaterThanOrEqual(2);
      expect(results.trials.every(({ status }) => status !== "failed")).toBe(true);
      expect(readFileSync(join(out, "latest", "index.html"), "utf8")).toMatch(/partial/i);
      for (const each of children) expect(existsSync(`/proc/${each}`)).toBe(false);
    });
  });
});

describe("npm run report", () => {
  it.each([[[]], [["a", "b"]]])("needs one folder, not %j", async (args) => {
    const { code, stderr } = await run("report", ...args);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "npm run report -- RUN: name one run's folder, such as reports/out/latest\n",
    });
  });

  it("refuses a folder that holds no run", async () => {
    const { code, stderr } = await run("report", "servers");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^servers is not a run's folder: its run.jsonl cannot be read .*\n$/);
  });
});

describe("npm run doctor", () => {
  it("tells what the machine holds", async () => {
    const { code, stdout } = await run("doctor");
    // A machine that is busy with other work is not fit, and these tests may be that work.
    const fit = /^Fit to measure on\.$/m.test(stdout);
    expect(code).toBe(fit ? 0 : 1);
    if (!fit) expect(stdout).toMatch(/^Not fit to measure on: .+\.$/m);
    expect(stdout).toMatch(/^most subscribers +\S+ +the most that one trial can have, by the limits above$/m);
  });
});
