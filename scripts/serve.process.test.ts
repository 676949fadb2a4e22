// npm run serve as it is run: its output, its end, and its reading of the command line.

import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fieldOf } from "../servers/live/chat/text.ts";
import { defaultLiveOptions } from "../servers/live/live-server.ts";
import { command, endServers, serve } from "./serve.fixture.ts";
import { serveCommand, withinOpenFiles } from "./serve-options.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-serve-"));
afterAll(() => {
  endServers();
  rmSync(folder, { recursive: true, force: true });
});

describe("npm run serve", () => {
  it("prints its address, answers what is held when told to stop, exits 0 by itself, and goes on with its log", async () => {
    const log = join(folder, "live.jsonl");
    const first = await serve("--port", "0", "--rate", "0", "--log", log);
    const publish = await fetch(`${first.url}messages`, { method: "POST" });
    expect(await publish.json()).toEqual({ seq: 1 });
    const epoch = fieldOf(await (await fetch(`${first.url}clock`)).json(), "epoch");
    const socket = new WebSocket(`${first.url.replace("http", "ws")}websocket?since=1`);
    await once(socket, "open");
    const goodbye = once(socket, "close");
    const held = fetch(`${first.url}long-polling?since=1&page=a`);
    await vi.waitFor(async () => {
      const meters = await (await fetch(`${first.url}meters?page=a`)).json();
      expect(meters).toMatchObject({ "long-polling": { requests: 1 } });
    });
    first.child.kill("SIGTERM");
    expect((await held).status).toBe(204);
    expect((await goodbye)[0]).toMatchObject({ code: 1001, reason: "server stops" });
    expect(await first.ended).toEqual({
      status: 0,
      stdout: `Live: ${first.url}\n`,
      stderr: "\nstopping: all clients are told goodbye (press Ctrl-C again to stop at once)\n",
    });
    expect(readFileSync(log, "utf8").split("\n")).toHaveLength(3);
    const second = await serve("--port", "0", "--rate", "0", "--log", log);
    expect(await (await fetch(`${second.url}clock`)).json()).toMatchObject({ epoch, lastSeq: 1 });
    second.child.kill("SIGINT");
    expect((await second.ended).status).toBe(0);
  });

  it("refuses a port that is taken, and a log that is none, with exit code 2 and one line", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [...command, ...args], { encoding: "utf8" });
    expect(run("--port", port, "--log", join(folder, "taken.jsonl"))).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `--host 127.0.0.1 --port ${port}: cannot listen there (EADDRINUSE): the port is taken; choose another, or 0 for a free one\n`,
    });
    taken.close();
    expect(run("--port", "0", "--log", "README.md")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "--log: README.md holds something other than a message log; name another file\n",
    });
  });
});

describe("serveCommand", () => {
  it("gives loopback, port 8080 and a log of its own by default; none for a port that is picked, or echo alone", () => {
    expect(serveCommand.parse([])).toEqual({ ...defaultLiveOptions, logFile: "reports/out/live-8080.jsonl" });
    expect(serveCommand.parse(["--port", "0"])).toEqual({ ...defaultLiveOptions, port: 0 });
    expect(serveCommand.parse(["--log", "none"])).toEqual(defaultLiveOptions);
    expect(defaultLiveOptions).toMatchObject({ host: "127.0.0.1", port: 8080, origins: [], logFile: null });
  });

  it("reads what conformance suites are run against", () => {
    const argv = ["--echo", "--max-message", "64MiB", "--max-fragments", "100000", "--deflate"];
    expect(serveCommand.parse(argv)).toEqual({
      ...defaultLiveOptions,
      echoAlone: true,
      maxMessageBytes: 64 * 1024 * 1024,
      maxFragments: 100_000,
      deflate: true,
    });
  });

  it.each([
    ["--port=9000", { port: 9000, logFile: "reports/out/live-9000.jsonl" }],
    ["--host=0.0.0.0", { host: "0.0.0.0" }],
    ["--origin=https://Live.example/,http://x:81", { origins: ["https://live.example", "http://x:81"] }],
    ["--trust-proxy=10.0.0.0/8,::1", { proxies: ["10.0.0.0/8", "::1"] }],
    ["--log=a.jsonl", { logFile: "a.jsonl" }],
    ["--max-log=1MiB", { maxLogBytes: 1024 * 1024 }],
    ["--max-log-messages=5", { maxLogMessages: 5 }],
    ["--rate=0", { ratePerSec: 0 }],
    ["--rate=0.5", { ratePerSec: 0.5 }],
    ["--body=16", { bodyBytes: 16 }],
    ["--poll-hold=500", { holdMs: 500 }],
    ["--max-unsent=2MiB", { maxBufferedBytes: 2 * 1024 * 1024 }],
    ["--max-head=1024", { maxHeaderBytes: 1024 }],
    ["--max-body=2KiB", { maxBodyBytes: 2048 }],
    ["--max-per-second=7", { maxPerSec: 7 }],
    ["--max-burst=8", { maxBurst: 8 }],
    ["--max-connections=9", { maxConnections: 9 }],
    ["--max-connections-per-address=3", { maxConnectionsPerAddress: 3 }],
    ["--max-pages=2", { maxPages: 2 }],
    ["--handshake=900", { handshakeMs: 900 }],
    ["--keep-alive=800", { keepAliveMs: 800 }],
    ["--ping=700", { pingEveryMs: 700 }],
    ["--pong=600", { pongWithinMs: 600 }],
  ])("reads %s", (flag, expected) => {
    const usual = { ...defaultLiveOptions, logFile: "reports/out/live-8080.jsonl" };
    expect(serveCommand.parse([flag])).toEqual({ ...usual, ...expected });
  });

  it.each([
    { openFiles: null, most: 10_000, warning: null },
    { openFiles: 10_064, most: 10_000, warning: null },
    {
      openFiles: 1024,
      most: 960,
      warning: /^--max-connections 10000: a process may have 1024 open files here, so 960 /,
    },
    { openFiles: 60, most: 20, warning: /so 20 connections are the most; raise ulimit -n for more$/ },
  ])(
    "has room for $most connections where a process may have $openFiles open files",
    ({ openFiles, most, warning }) => {
      const within = withinOpenFiles(defaultLiveOptions, openFiles);
      expect(within.options).toEqual({ ...defaultLiveOptions, maxConnections: most });
      expect(within.warning).toEqual(warning === null ? null : expect.stringMatching(warning));
    },
  );

  it.each([
    ["--prt", /^--prt is not an option; did you mean --port\? see --help$/],
    ["--port=70000", /^--port 70000: give a whole number from 0 to 65535$/],
    ["--max-message=64MB", /^--max-message 64MB: give a size from 1 to 512MiB, such as 65536, 64KiB or 16MiB$/],
    ["--max-message=0", /^--max-message 0: give a size/],
    ["--rate=60", /^--rate 60: give a number from 0.02 to 50 messages a second, or 0$/],
    ["--origin=live.example", /^--origin live.example: give scheme, name and port/],
    ["--origin=https://ada:secret@live.example", /^--origin .*: give scheme, name and port/],
    ["--origin=https://live.example/path", /^--origin .*: give scheme, name and port/],
    ["--trust-proxy=proxy.example", /^--trust-proxy proxy.example: give addresses or networks of proxies/],
    ["--trust-proxy=0.0.0.0/0", /^--trust-proxy 0.0.0.0\/0: give addresses or networks of proxies/],
    ["--open", /^--open is not an option; see --help$/],
    ["--no-open", /^--no-open is not an option; see --help$/],
  ])("refuses %s", (flag, message) => {
    expect(() => serveCommand.parse([flag])).toThrow(message);
  });

  it("names every option in --help, in lines that fit a terminal", () => {
    expect(serveCommand.parse(["--port", "0", "--help"])).toBe("help");
    const lines = serveCommand.help.split("\n");
    expect(lines.filter((line) => line.startsWith("  --")).length).toBe(27);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});
