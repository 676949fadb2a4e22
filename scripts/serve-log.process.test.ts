// The log of a server that runs: who may have it, what a kill leaves of it, and what a full disk or too few descriptors do to it.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, expect, it, vi } from "vitest";
import { fieldOf } from "../servers/live/chat/text.ts";
import { endServers, serve, serveBy } from "./serve.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-serve-log-"));
afterAll(() => {
  agent.destroy();
  endServers();
  rmSync(folder, { recursive: true, force: true });
});

/** One connection, and always the same: a server without descriptors takes no new ones. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const ask = async (
  url: string,
  method = "GET",
): Promise<{ readonly status: number | undefined; readonly body: unknown }> => {
  const asking = request(url, { agent, method }).end();
  const [answer]: IncomingMessage[] = await once(asking, "response");
  if (answer === undefined) throw new Error(`no answer from ${url}`);
  return { status: answer.statusCode, body: await json(answer) };
};

/** Whether the message was taken; it is not where there were too many. */
const publishOne = async (url: string): Promise<boolean> => (await ask(`${url}messages`, "POST")).status === 201;

const publish = async (url: string, count: number): Promise<void> => {
  for (let i = 0; i < count; i++) expect(await publishOne(url)).toBe(true);
};

const poll = { timeout: 20_000 };

const clockOf = async (url: string) => {
  const { body } = await ask(`${url}clock`);
  return { epoch: fieldOf(body, "epoch"), lastSeq: Number(fieldOf(body, "lastSeq")) };
};

/** The epoch of the file, and the seqs in its whole lines. */
const readLog = (file: string) => {
  const [header = "", ...lines] = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return {
    epoch: fieldOf(JSON.parse(header), "epoch"),
    seqs: lines.map((line) => Number(fieldOf(JSON.parse(line), "seq"))),
  };
};

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

it("is one server's under all of its names, until that is gone, killed in the middle of a write too", async () => {
  const names = ["live.jsonl", "link", "hard link"].map((name) => join(folder, name));
  const [log = "", link = "", hardLink = ""] = names;
  const first = await serve("--port", "0", "--rate", "0", "--log", log);
  symlinkSync("live.jsonl", link);
  linkSync(log, hardLink);
  const { port } = new URL(first.url);
  const others = await Promise.all(
    [...[...names, `${log}.chat`].map((name) => ["--port", "0", "--log", name]), ["--port", port, "--log", log]].map(
      async (args) => (await serve(...args)).ended,
    ),
  );
  const heldBy = `is held by process ${first.child.pid}; stop it, or name another file\n`;
  expect(others.map(({ status, stderr }) => [status, stderr])).toEqual([
    [2, `--log: ${log} ${heldBy}`],
    [2, `--log: ${log} ${heldBy}`],
    [
      2,
      `--log: ${hardLink} has another name too (a hard link), under which process ${first.child.pid} has it; remove one name, or name another file\n`,
    ],
    [2, `--log: ${log}.chat ${heldBy}`],
    [
      2,
      `--host 127.0.0.1 --port ${port}: cannot listen there (EADDRINUSE): the port is taken; choose another, or 0 for a free one\n`,
    ],
  ]);
  rmSync(hardLink);
  const { epoch } = await clockOf(first.url);
  let answered = 0;
  const flood = (async () => {
    for (;;) if (await publishOne(first.url)) answered++;
  })();
  await vi.waitFor(() => expect(answered).toBeGreaterThan(20), poll);
  first.child.kill("SIGKILL");
  await expect(flood).rejects.toThrow();
  await first.ended;
  const second = await serve("--port", "0", "--rate", "0", "--log", link);
  const taken = await clockOf(second.url);
  expect(taken.epoch).toBe(epoch);
  expect(taken.lastSeq).toBeGreaterThanOrEqual(answered);
  await publish(second.url, 1);
  second.child.kill("SIGTERM");
  expect(await second.ended).toMatchObject({ status: 0, stderr: expect.not.stringContaining("log") });
  expect(readLog(log)).toEqual({ epoch, seqs: upTo(taken.lastSeq + 1) });
});

it("is refused by one line where the chat's is of something else", async () => {
  const log = join(folder, "other.jsonl");
  const header = { format: "push-transport-log/1", epoch: "e", clockId: null };
  const message = { seq: 1, intendedAt: 1, sentAt: 1, body: "remember the milk" };
  writeFileSync(`${log}.chat`, `${JSON.stringify(header)}\n${JSON.stringify(message)}\n`);
  const { ended } = await serve("--port", "0", "--log", log);
  expect(await ended).toEqual({
    status: 2,
    stdout: "",
    stderr: `--log: ${log}.chat holds something other than the log of a chat; name another file\n`,
  });
});

const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;

it.skipIf(!hasPrlimit)(
  "goes on without descriptors, on the one that it has, and is made smaller when there are more",
  async () => {
    const log = join(folder, "descriptors.jsonl");
    const prefix = ["sh", "-c", 'ulimit -n 90 && exec "$@"', "sh"];
    const server = await serveBy(prefix, "--port", "0", "--rate", "0", "--max-log-messages", "20", "--log", log);
    expect(server.stderr()).toBe(
      "--max-connections 10000: a process may have 90 open files here, so 30 connections are the most; raise ulimit -n for more\n",
    );
    await publish(server.url, 1);
    const allow = (most: number): void =>
      void execFileSync("prlimit", ["--pid", String(server.child.pid), `--nofile=${most}:90`]);
    allow(8);
    await publish(server.url, 59);
    await vi.waitFor(
      () => expect(server.stderr()).toContain(`${log} cannot be made smaller now (EMFILE), and grows until it can\n`),
      poll,
    );
    const { epoch, seqs } = readLog(log);
    expect([readdirSync(folder).includes("descriptors.jsonl.aside"), seqs]).toEqual([false, upTo(60)]);
    allow(90);
    await vi.waitFor(async () => {
      await publish(server.url, 1);
      expect(readLog(log).seqs.length).toBeLessThan(40);
    }, poll);
    const { lastSeq } = await clockOf(server.url);
    server.child.kill("SIGTERM");
    expect((await server.ended).status).toBe(0);
    expect(readLog(log)).toMatchObject({ epoch, seqs: upTo(lastSeq).slice(-readLog(log).seqs.length) });
  },
);

/** A disk of its own for the servers of a test, of so many KiB; null where no namespace can be made. */
const mountDisk = async (place: string, kib: number) => {
  mkdirSync(place);
  const script = `mount -t tmpfs -o size=${kib}k none "$1" && echo mounted && exec cat`;
  const holder = spawn("unshare", ["-Urm", "sh", "-c", script, "sh", place], { stdio: ["pipe", "pipe", "ignore"] });
  holder.stdout.setEncoding("utf8");
  const [said] = await Promise.race([once(holder.stdout, "data"), once(holder, "close")]);
  if (said !== "mounted\n") return null;
  return {
    prefix: [
      "nsenter",
      "-t",
      `${holder.pid}`,
      "-U",
      "-m",
      "--preserve-credentials",
      "sh",
      "-c",
      'cd "$0" && exec "$@"',
      process.cwd(),
    ],
    /** The path of a file on it, from outside. */
    at: (name: string) => join(`/proc/${holder.pid}/root`, place, name),
    end: () => holder.stdin.end(),
  };
};

/** Takes all the space that is left. */
const fill = (file: string): void => {
  expect(() => writeFileSync(file, Buffer.alloc(1024 * 1024))).toThrow("ENOSPC");
};

it("goes on in memory while the disk is full, and has everything once when it is not", async ({ skip }) => {
  const place = join(folder, "disk");
  const disk = await mountDisk(place, 128);
  if (disk === null) return skip("no file system can be mounted here (unshare -Urm)");
  const [log, filler] = [disk.at("live.jsonl"), disk.at("filler")];
  const start = () => serveBy(disk.prefix, "--port", "0", "--rate", "0", "--log", join(place, "live.jsonl"));
  const first = await start();
  const publishUntil = async (text: string): Promise<void> => {
    for (let i = 0; i < 100 && !first.stderr().includes(text); i++) await publish(first.url, 1);
    expect(first.stderr()).toContain(text);
  };
  await publish(first.url, 5);
  fill(filler);
  await publishUntil(`${place}/live.jsonl cannot be written now (ENOSPC); messages are kept in memory until it can\n`);
  await publish(first.url, 5);
  const { epoch, lastSeq } = await clockOf(first.url);
  expect(existsSync(log)).toBe(false);
  expect((await ask(`${first.url}short-polling?since=0`)).body).toHaveLength(lastSeq);
  rmSync(filler);
  await vi.waitFor(
    () => expect(first.stderr()).toContain("live.jsonl is written again, and has what came meanwhile\n"),
    poll,
  );
  await publish(first.url, 1);
  expect(readLog(log)).toEqual({ epoch, seqs: upTo(lastSeq + 1) });
  expect(existsSync(`${log}.aside`)).toBe(false);
  // Whoever begins with a log that lacks messages that were served would give their seqs out again.
  fill(filler);
  await publishUntil(`again, and has what came meanwhile\n${place}/live.jsonl cannot be written now`);
  first.child.kill("SIGKILL");
  await first.ended;
  rmSync(filler);
  const second = await start();
  const fresh = await clockOf(second.url);
  expect([fresh.epoch === epoch, fresh.lastSeq, readLog(`${log}.aside`).epoch]).toEqual([false, 0, epoch]);
  second.child.kill("SIGTERM");
  expect((await second.ended).status).toBe(0);
  disk.end();
});
