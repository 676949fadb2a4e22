// A log in a file: its messages after a restart, files that are no log, and files that cannot be written.

import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { MessageLog } from "../log.ts";
import { decodeMessage } from "../protocol/message.ts";
import { openStoredLog, StoredLogError, type StoredLogOptions } from "./stored-log.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let epochs = 0;

/** A file of the test's own, and how to open it as a server that starts does. `said` holds the complaints. */
const rig = (name: string, fixed: Partial<StoredLogOptions> = {}) => {
  const file = join(folder, name);
  const said: string[] = [];
  const usual = { file, maxMessages: 100, maxBytes: 100_000, clock: () => 1000, clockId: "boot 1" };
  const others = { newEpoch: () => `epoch ${++epochs}`, complain: (line: string) => said.push(line) };
  const open = (options: Partial<StoredLogOptions> = {}, atEndOfTurn = (f: () => void): void => f()) =>
    openStoredLog({ ...usual, ...others, ...fixed, ...options }, { atEndOfTurn });
  return { file, open, said, lines: () => readFileSync(file, "utf8").split("\n") };
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
    expect([open().epoch, open().log.lastSeq, said]).toEqual([first.epoch, 4, []]);
  });

  it("leaves the file alone until it is told to store", () => {
    const { open, lines } = rig("alone.jsonl");
    const first = open();
    first.store();
    publish(first.log, 1);
    const before = lines();
    publish(open().log, 5);
    expect(lines()).toEqual(before);
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
    expect([open().epoch, bodiesOf(open().log), said]).toEqual([
      first.epoch,
      ["body 1 ü\n", "body 2 ü\n", "body 3 ü\n"],
      [],
    ]);
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

  it("begins a new epoch where the file is damaged", () => {
    const { file, open, said, lines } = rig("damaged.jsonl");
    const first = open();
    first.store();
    publish(first.log, 3);
    const [header, one, , three] = lines();
    writeFileSync(file, [header, one, three, ""].join("\n"));
    expect([open().log.lastSeq, open().epoch === first.epoch]).toEqual([0, false]);
    expect(said[0]).toMatch(/damaged/);
  });

  it("refuses a file that is something else, and does not touch it", () => {
    const { file, open } = rig("notes.txt");
    writeFileSync(file, "remember the milk\n");
    expect(() => open()).toThrow(
      new StoredLogError(`${file} holds something other than a message log; name another file`),
    );
    expect(readFileSync(file, "utf8")).toBe("remember the milk\n");
    for (const no of [folder, "/dev/null", "/dev/full"]) {
      expect(() => open({ file: no })).toThrow(new StoredLogError(`${no} is not a file; name another`));
    }
    for (const below of [file, "/dev/null", "/proc/nowhere"]) {
      expect(() => open({ file: join(below, "log.jsonl") }).store()).toThrow(StoredLogError);
    }
  });

  it("keeps to the file that a link leads to", () => {
    const { file, open, lines } = rig("target.jsonl");
    const link = join(folder, "link.jsonl");
    writeFileSync(file, "");
    symlinkSync(file, link);
    const { log, store } = open({ file: link });
    store();
    publish(log, 1);
    expect([lines().length, lstatSync(link).isSymbolicLink()]).toEqual([3, true]);
  });

  it("gives the file up where it can no longer be written, so that no seq is given out twice in one epoch", () => {
    const { file, open, said } = rig("lost.jsonl");
    const first = open();
    first.store();
    publish(first.log, 1);
    rmSync(file);
    mkdirSync(file);
    publish(first.log, 2);
    expect(said).toEqual([`the log is no longer kept in ${file} (EISDIR); remove it before the next start`]);
    expect(first.log.lastSeq).toBe(3);
  });

  it("leaves no file behind where one can no longer be replaced", () => {
    const { file, open, said } = rig("stuck.jsonl", { maxMessages: 1 });
    const first = open();
    first.store();
    publish(first.log, 1);
    mkdirSync(`${file}.new`);
    publish(first.log, 3);
    expect(said).toEqual([`the log is no longer kept in ${file} (EISDIR); a restart begins a new one`]);
    expect([first.log.lastSeq, open().epoch === first.epoch]).toEqual([4, false]);
  });
});
