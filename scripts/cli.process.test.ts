// push-bench: the commands under one name, from a checkout and as a package that npx has installed.

import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixtureRun } from "../reports/fixtures/run.ts";

const root = join(import.meta.dirname, "..");
const {
  scripts,
  bin,
}: Record<"scripts" | "bin", Readonly<Record<string, string>>> = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const commands = Object.keys(scripts).filter((name) => !["test", "check", "picture"].includes(name));
const checkout = join(root, bin["push-bench"] ?? "");

const folder = realpathSync(mkdtempSync(join(tmpdir(), "push-bench-")));
const temporary = join(folder, "temporary");
mkdirSync(temporary);

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In a folder that is no checkout, as nobody's npm. */
const start = (cli: string, args: readonly string[]) => {
  const { npm_lifecycle_event: _, NODE_RUN_SCRIPT_NAME: __, ...environment } = process.env;
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: { ...environment, TMPDIR: temporary } });
  children.push(child);
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, said, ended };
};

const run = (...args: readonly string[]): Promise<Ended> => start(checkout, args).ended;

describe("push-bench", () => {
  it("tells its commands, and that none is wrong usage", async () => {
    const [help, short, none] = await Promise.all([run("--help"), run("-h"), run()]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(short).toEqual(help);
    expect(none).toEqual({ ...help, code: 2, stdout: "", stderr: help.stdout });
    expect([...help.stdout.matchAll(/^ {2}(\w+) +[a-zA-Z]/gm)].map(([, name]) => name).toSorted()).toEqual(
      commands.toSorted(),
    );
    expect(help.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(["frobnicate", "test", "toString", "--profile"])("refuses %s in one line", async (name) => {
    expect(await run(name)).toMatchObject({
      code: 2,
      stdout: "",
      stderr: `${name} is no command of push-bench; see push-bench --help\n`,
    });
  });

  it.each(commands)("%s takes its arguments as they are, and ends with its code", async (name) => {
    const [help, wrong] = await Promise.all([run(name, "--help"), run(name, "--frobnicate")]);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining(`npm run ${name}`), stderr: "" });
    expect(wrong).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^--frobnicate is not an option; .*\n$/),
    });
  });
});

/** Resolves once the server listens. */
const serve = async () => {
  const { child, said, ended } = start(checkout, ["serve", "--port", "0", "--rate", "0"]);
  const url = await vi.waitFor(() => /Live: (\S+)/.exec(said.stdout)?.[1] ?? expect.fail(said.stderr), {
    timeout: 60_000,
  });
  return { child, ended, url };
};

describe("a command that push-bench has started", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("is told of %s, and ends in order", async (signal) => {
    const { child, ended } = await serve();
    child.kill(signal);
    expect(await ended).toMatchObject({
      code: 0,
      signal: null,
      stderr: expect.stringContaining("all clients are told goodbye"),
    });
  });

  it("ends where push-bench is killed", async () => {
    const { child, ended, url } = await serve();
    child.kill("SIGKILL");
    // The outputs end with the last process that has them.
    expect(await ended).toMatchObject({
      signal: "SIGKILL",
      stderr: expect.stringContaining("all clients are told goodbye"),
    });
    await expect(fetch(`${url}healthz`)).rejects.toThrow();
  });

  it("takes push-bench with it by the signal that ended it (needs /proc)", async (context) => {
    const { child, ended } = await serve();
    const own = ((): number | null => {
      try {
        return Number.parseInt(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8"), 10);
      } catch {
        return null;
      }
    })();
    if (own === null || Number.isNaN(own)) return context.skip("this system does not tell a process's children");
    process.kill(own, "SIGKILL");
    expect(await ended).toMatchObject({ code: null, signal: "SIGKILL" });
  });
});

/** The package's files, as npm packs them, in a node_modules beside the packages that it needs. */
const install = async (): Promise<string> => {
  const packing = spawn("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let answer = "";
  packing.stdout.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  await new Promise((resolve) => packing.once("close", resolve));
  const packed: Readonly<Record<string, { readonly files: readonly { readonly path: string }[] }>> = JSON.parse(answer);
  const packages = join(folder, "node_modules");
  const installed = join(packages, "push-transport-benchmark");
  for (const { path } of Object.values(packed).flatMap(({ files }) => files)) {
    mkdirSync(dirname(join(installed, path)), { recursive: true });
    cpSync(join(root, path), join(installed, path));
  }
  for (const name of readdirSync(join(root, "node_modules"))) {
    symlinkSync(join(root, "node_modules", name), join(packages, name));
  }
  return join(installed, bin["push-bench"] ?? "");
};

/** A run's folder with its facts, of one scenario, whose page is quickly made. */
const storeRun = (): string => {
  const { trials, floors, endedAt, summaries, comparisons, silence, ...header } = fixtureRun;
  const facts = [
    { fact: "run", run: header },
    ...trials.filter(({ scenario }) => scenario === "broadcast").map((trial) => ({ fact: "trial", trial })),
  ];
  mkdirSync(join(folder, "out", "run"), { recursive: true });
  writeFileSync(join(folder, "out", "run", "run.jsonl"), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(""));
  return "out/run";
};

it("a package in node_modules, where Node strips no types, runs from a copy that is gone afterwards", async () => {
  const installed = await install();
  expect(await start(installed, ["report", storeRun()]).ended).toMatchObject({
    code: 0,
    stdout: "Page: out/run/index.html\n",
    stderr: "",
  });
  expect(readFileSync(join(folder, "out", "run", "index.html"), "utf8")).toMatch(/^<!doctype html>/i);
  expect(readdirSync(temporary)).toEqual([]);
  expect(await start(installed, ["report", "nowhere"]).ended).toMatchObject({ code: 2, stdout: "" });
  expect(readdirSync(temporary)).toEqual([]);
});
