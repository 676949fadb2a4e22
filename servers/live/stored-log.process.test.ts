// A log in a file: its messages after a restart, files that are no log, and files that cannot be written.

import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { MessageLog } from "../log.ts";
import { decodeMessage } from "../protocol/message.ts";
import { openStoredLog, type StoredLog, StoredLogError, type StoredLogOptions } from "./stored-log.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let epochs = 0;

const running: StoredLog[] = [];
afterEach(() => {
  for (const log of running.splice(0)) log.close();
});

/**
 * A file of the test's own, and how to open it as a server that starts does; the one before has ended by then. `said` holds the
 * complaints, `retry` is called when it is time to try again.
 */
const rig = (name: string, fixed: Partial<StoredLogOptions> = {}) => {
  const file = join(folder, name);
  const said: string[] = [];
  const due = new Set<() => void>();
  const every = (_: number, f: () => void) => {
    due.add(f);
    return () => void due.delete(f);
  };
  const usual = { file, maxMessages: 100, maxBytes: 100_000, clock: () => 1000, clockId: "boot 1", every };
  const others = { newEpoch: () => `epoch ${++epochs}`, complain: (line: string) => said.push(line) };
  const open = (options: Partial<StoredLogOptions> = {}, atEndOfTurn = (f: () => void): void => f()) => {
    for (const log of running.splice(0)) log.close();
    const opened = openStoredLog({ ...usual, ...others, ...fixed, ...options }, { atEndOfTurn });
    running.push(opened);
    return opened;
  };
  const retry = (): void => {
    for (const f of due) f();
  };
  return { file, open, said, retry, due, lines: () => readFileSync(file, "utf8").split("\n") };
};

const publish = (log: MessageLog, count: number): void => {
  for (let i = 0; i < count; i++) {
    const seq = log.lastSeq + 1;
    log.append({ seq, intendedAt: seq, sentAt: seq, body: `body ${seq} ü\n` });
  }
};

const bodiesOf = (log: MessageLog): readonly string[] => {
  const history = log.since(null);
  return history.gone ? [] : history.entries.map(({ json }) => decodeMessage(json.toString()).body);
};

describe("openStoredLog", () => {
  it("keeps epoch, seqs and messages over a restart, those from before store() too", () => {
    const { open, said } = rig("there/restart.jsonl");
    const first = open();
    publish(first.log, 1);
    first.store();
    publish(first.log, 2);
    first.close();
    publish(first.log, 1);
    const second = open();
    expect([second.epoch, second.log.lastSeq, bodiesOf(second.log)]).toEqual([
      first.epoch,
      3,
      ["body 1 ü\n", "body 2 ü\n", "body 3 ü\n"],
    ]);
    second.store();
    publish(second.log, 1);
    const { epoch, log } = open();
    expect([epoch, log.lastSeq, said]).toEqual([first.epoch, 4, []]);
  });

  it("leaves the file alone until it is told to store", () => {
    const { file, open, lines } = rig("alone.jsonl");
    const first = open();
    first.store();
    publish(first.log, 1);
    const before = lines();
    publish(open().log, 5);
    expect(lines()).toEqual(before);
    writeFileSync(file, `${before[0]}\nno message\n`);
    open();
    expect([lines(), existsSync(`${file}.aside`)]).toEqual([[before[0], "no message", ""], false]);
  });

  it("writes before anybody can read or hear of it, whoever was there before the file", () => {
    const { open, lines } = rig("before.jsonl");
    const due: (() => void)[] = [];
    const { log, store } = open({}, (f) => due.push(f));
    let written = 0;
    log.subscribe(() => {
      written = lines().length;
    });
    store();
    publish(log, 1);
    expect([log.lastSeq, lines().length, written]).toEqual([1, 3, 0]);
    due.pop()?.();
    expect(written).toBe(3);
  });

  it("drops an unfinished last line, and goes on after the one before", () => {
    const { file, open, said } = rig("unfinished.jsonl");
    const first = open();
    first.store();
    publish(first.log, 2);
    first.close();
    appendFileSync(file, '{"seq":3,"intendedAt":3,"se');
    const second = open();
    second.store();
    publish(second.log, 1);
    const { epoch, log } = open();
    expect([epoch, bodiesOf(log), said]).toEqual([first.epoch, ["body 1 ü\n", "body 2 ü\n", "body 3 ü\n"], []]);
  });

  it("stays bounded, in one step, and knows after a restart where its history starts", () => {
    const { open, lines } = rig("bounded.jsonl", { maxMessages: 4 });
    const first = open();
    first.store();
    let most = 0;
    for (let i = 0; i < 30; i++) {
      publish(first.log, 1);
      most = Math.max(most, lines().length - 2);
    }
    first.close();
    expect(most).toBe(8);
    const { log, epoch } = open();
    expect([epoch, log.oldestSeq, log.lastSeq, log.since(25)]).toEqual([
      first.epoch,
      27,
      30,
      { gone: true, oldestSeq: 27 },
    ]);
  });

  it.each([
    { what: "the host was started anew", options: { clockId: "boot 2" }, says: /clock began anew/ },
    { what: "the host's clock went back", options: { clock: () => 1.5 }, says: /clock began anew/ },
  ])("begins a new epoch where $what", ({ what, options, says }) => {
    const { open, said } = rig(`${what}.jsonl`);
    const first = open();
    first.store();
    publish(first.log, 2);
    const second = open(options);
    expect([second.log.lastSeq, second.epoch === first.epoch, said]).toEqual([0, false, [expect.stringMatching(says)]]);
  });

  it("keeps to the file that a link leads to, one that is not there yet too", () => {
    const { open } = rig("unused.jsonl");
    mkdirSync(join(folder, "far/below"), { recursive: true });
    symlinkSync("far/below", join(folder, "short"));
    symlinkSync("../up.jsonl", join(folder, "far/below/last"));
    symlinkSync("short/last", join(folder, "first"));
    const { epoch, store, log } = open({ file: join(folder, "first") });
    store();
    publish(log, 1);
    expect(readFileSync(join(folder, "far/up.jsonl"), "utf8").split("\n")).toHaveLength(3);
    for (const link of ["first", "far/below/last"]) {
      expect(lstatSync(join(folder, link)).isSymbolicLink(), link).toBe(true);
      expect(open({ file: join(folder, link) }).epoch).toBe(epoch);
    }
  });

  it("follows no link that lies where it writes", () => {
    const { file, open, lines } = rig("planted.jsonl", { newEpoch: () => "taken" });
    const victim = join(folder, "victim");
    writeFileSync(victim, "mine");
    symlinkSync(victim, `${file}.taken.new`);
    expect(() => open().store()).toThrow(
      new StoredLogError(`the log cannot be written to ${file} (EEXIST); name another file`),
    );
    symlinkSync(victim, `${file}.new`);
    open({ newEpoch: () => "free" }).store();
    expect([lines().length, readFileSync(victim, "utf8")]).toEqual([2, "mine"]);
  });

  it("removes what a server left that was killed while it wrote, and nothing else", () => {
    const { file, open } = rig("killed.jsonl");
    const left = `${file}.0b13d0a2-49d4-4f5b-a3f1-0cf0a8a6d2ce.new`;
    for (const path of [left, `${file}.new`, `${file}.2.new`]) writeFileSync(path, "");
    open().store();
    expect([left, `${file}.new`, `${file}.2.new`].map((path) => existsSync(path))).toEqual([false, true, true]);
  });
});

describe("what stands in the file", () => {
  const line = (seq: number, more: object = {}): string =>
    JSON.stringify({ seq, intendedAt: seq, sentAt: seq, body: `${seq}`, ...more });
  const header = (more: object = {}): string =>
    JSON.stringify({ format: "push-transport-log/1", epoch: "kept", clockId: "boot 1", ...more });
  const log = (...lines: readonly string[]): string => [header(), ...lines, ""].join("\n");

  it.each([
    ["notes", "remember the milk\n"],
    ["a JSON of another shape", '{"format":"push-transport-log/2"}\n'],
    ["an array", "[1]\n"],
    ["a number as its epoch", `${header({ epoch: 1 })}\n`],
    ["an epoch that no address could hold", `${header({ epoch: "x".repeat(200) })}\n`],
    ["NUL bytes", "\0".repeat(8192)],
    ["a line without an end", "x".repeat(100_000)],
  ])("is refused and not touched where it is %s", (what, text) => {
    const { file, open } = rig(`other ${what}`);
    writeFileSync(file, text);
    expect(() => open()).toThrow(
      new StoredLogError(`${file} holds something other than a message log; name another file`),
    );
    expect([readFileSync(file, "utf8"), existsSync(`${file}.lock`)]).toEqual([text, false]);
  });

  it.each([
    ["a gap", log(line(1), line(3))],
    ["a seq that goes back", log(line(2), line(1))],
    ["a seq twice", log(line(2), line(2))],
    ["a seq of 0", log(line(0))],
    ["a negative seq", log(line(-5, { intendedAt: 1, sentAt: 1 }))],
    ["a fraction as seq", log(line(1.5))],
    ["the last safe integer as seq", log(line(Number.MAX_SAFE_INTEGER, { intendedAt: 1, sentAt: 1 }))],
    ["a seq beyond all numbers", log(line(1).replace("1", "1e999"))],
    ["a negative time", log(line(1, { intendedAt: -1 }))],
    ["a time beyond all numbers", log(line(1).replace('"intendedAt":1', '"intendedAt":-1e999'))],
    ["a message that was meant after it was sent", log(line(1, { intendedAt: 1e308 }))],
    ["times that go back", log(line(1, { sentAt: 1e308 }), line(2))],
    ["a body that is no text", log(line(1, { body: 1 }))],
    ["a time that is text", log(line(1, { sentAt: "1" }))],
    ["an empty line", log(line(1), "", line(2))],
    ["an array as a line", log("[]")],
    ["NUL bytes in a line", log(line(1), `${line(2)}\0\0`)],
    ["bytes that are no UTF-8", Buffer.concat([Buffer.from(log(line(1))), Buffer.from([0xff, 0x0a])])],
    ["a line longer than any message", log(line(1, { body: "x".repeat(2 ** 20) }))],
  ])("is kept aside where it has %s", (what, text) => {
    const { file, open, said, lines } = rig(`damaged ${what}`);
    writeFileSync(file, text);
    writeFileSync(`${file}.aside`, "of an earlier damage");
    const { epoch, log: fresh, store } = open();
    expect([epoch === "kept", fresh.lastSeq]).toEqual([false, 0]);
    store();
    expect(said).toEqual([`${file} is damaged; a new log begins, and this one is kept as ${file}.aside-2`]);
    expect([lines().length, readFileSync(`${file}.aside`, "utf8")]).toEqual([2, "of an earlier damage"]);
    expect(readFileSync(`${file}.aside-2`)).toEqual(Buffer.from(text));
  });

  it("is kept aside where it was written later than now, at the same boot", () => {
    const { file, open, said } = rig("later.jsonl");
    writeFileSync(file, log(line(1, { sentAt: 1e308 })));
    open().store();
    expect(said).toEqual([
      `${file} was written before this host's clock began anew; a new log begins, and this one is kept as ${file}.aside`,
    ]);
  });

  it("is refused where it is the log of something else", () => {
    const { file, open } = rig("content.jsonl");
    writeFileSync(file, log(line(1)));
    const content = { name: "a chat", has: (body: string) => body !== "1" };
    expect(() => open({ content })).toThrow(
      new StoredLogError(`${file} holds something other than the log of a chat; name another file`),
    );
    expect(readFileSync(file, "utf8")).toBe(log(line(1)));
  });

  it("is refused where it is larger than any log", () => {
    const { file, open } = rig("large.jsonl");
    writeFileSync(file, log());
    truncateSync(file, 2 ** 30);
    expect(() => open()).toThrow(new StoredLogError(`${file} is too large for a log; name another file`));
    rmSync(file);
  });

  it("is no file", () => {
    const { file, open } = rig("no file");
    const [pipe, loop, dangling] = ["pipe", "loop", "dangling"].map((name) => join(folder, name));
    execFileSync("mkfifo", [`${pipe}`]);
    symlinkSync(`${loop}`, `${loop}`);
    symlinkSync(folder, `${dangling}`);
    for (const no of [folder, "/dev/null", "/dev/full", `${pipe}`, `${dangling}`]) {
      expect(() => open({ file: no })).toThrow(new StoredLogError(`${no} is not a file; name another`));
    }
    expect(() => open({ file: `${loop}` })).toThrow(
      new StoredLogError(`${loop} is a link that leads to no file; name another`),
    );
    writeFileSync(file, "");
    for (const below of [file, "/dev/null", "/proc/nowhere"]) {
      expect(() => open({ file: join(below, "log.jsonl") }).store()).toThrow(StoredLogError);
    }
  });
});

describe("the lock", () => {
  it("is one for all names of a file, from before it is read until it is closed, and nobody's after that", () => {
    const { file, open } = rig("held.jsonl");
    const link = join(folder, "held link");
    symlinkSync("held.jsonl", link);
    const first = open();
    const names = [file, link, relative(".", file), join(folder, "..", basename(folder), "held.jsonl")];
    const beside = {
      maxMessages: 1,
      maxBytes: 1,
      clock: () => 0,
      clockId: null,
      newEpoch: () => "",
      complain: () => {},
    };
    const refused = (name: string): string => {
      try {
        openStoredLog({ ...beside, file: name }).close();
        return "";
      } catch (error) {
        return error instanceof StoredLogError ? error.message : String(error);
      }
    };
    for (const name of names) {
      const real = name === link ? join(realpathSync(folder), "held.jsonl") : name;
      expect(refused(name)).toBe(`${real} is held by process ${process.pid}; stop it, or name another file`);
    }
    first.store();
    linkSync(file, join(folder, "held hard link"));
    expect(refused(join(folder, "held hard link"))).toMatch(/ has another name too \(a hard link\), under which /);
    rmSync(join(folder, "held hard link"));
    first.close();
    expect([refused(file), readFileSync(`${file}.lock`, "utf8")]).toEqual(["", ""]);
  });

  it("is refused where something else has its name", () => {
    const { file, open } = rig("locked.jsonl");
    const way = `${file}.lock is in the way: it would be the log's lock, and is not an empty file; name another log`;
    symlinkSync(join(folder, "nowhere"), `${file}.lock`);
    expect(() => open()).toThrow(new StoredLogError(way));
    rmSync(`${file}.lock`);
    writeFileSync(`${file}.lock`, "of something else");
    expect(() => open()).toThrow(new StoredLogError(way));
    expect([existsSync(join(folder, "nowhere")), readFileSync(`${file}.lock`, "utf8")]).toEqual([
      false,
      "of something else",
    ]);
  });
});

// Root may write whatever the permissions say.
it.skipIf(process.getuid?.() === 0)("is not begun with a lock that could be read alone, which would be none", () => {
  const { file, open } = rig("read alone.jsonl");
  writeFileSync(`${file}.lock`, "", { mode: 0o400 });
  const reason = "attempt to write a readonly database";
  expect(() => open()).toThrow(
    new StoredLogError(`${file} cannot be locked (${file}.lock: ${reason}); name another file`),
  );
});

describe("a file that others change meanwhile", () => {
  it.each([
    ["removed", (file: string) => rmSync(file)],
    ["moved", (file: string) => renameSync(file, `${file}.1`)],
    ["removed with its folder", (file: string) => rmSync(dirname(file), { recursive: true })],
    ["emptied", (file: string) => truncateSync(file)],
    ["written into", (file: string) => appendFileSync(file, "by another\n")],
  ])("is whole again with the next message where it was %s", (how, change) => {
    const { file, open, said } = rig(join(how, "log.jsonl"));
    const first = open();
    first.store();
    publish(first.log, 2);
    change(file);
    publish(first.log, 2);
    const { epoch, log } = open();
    expect([epoch, bodiesOf(log).length, said]).toEqual([first.epoch, 4, []]);
  });

  it.each([
    ["a folder", (file: string) => mkdirSync(file)],
    ["a file", (file: string) => writeFileSync(file, "of something else")],
    ["a link", (file: string) => symlinkSync("nowhere", file)],
  ])("goes on in memory while %s stands in its place, and is whole when that is gone", (what, change) => {
    const { file, open, said, retry, due } = rig(`place of ${what}`);
    const first = open();
    first.store();
    publish(first.log, 1);
    rmSync(file);
    change(file);
    const other = lstatSync(file).ino;
    publish(first.log, 2);
    retry();
    expect([first.log.lastSeq, lstatSync(file).ino]).toEqual([3, other]);
    rmSync(file, { recursive: true });
    retry();
    publish(first.log, 1);
    expect([said, due.size]).toEqual([
      [
        `${file} cannot be written now (something else stands there); messages are kept in memory until it can`,
        `${file} is written again, and has what came meanwhile`,
      ],
      0,
    ]);
    const { epoch, log } = open();
    expect([epoch, bodiesOf(log).length]).toEqual([first.epoch, 4]);
  });

  it("says so where it could not be written to the end", () => {
    const { file, open, said } = rig("end.jsonl");
    const first = open();
    first.store();
    rmSync(file);
    mkdirSync(file);
    publish(first.log, 1);
    first.close();
    expect(said.at(-1)).toBe(`the log could not be written to the end of ${file}; the next start begins a new one`);
  });
});
