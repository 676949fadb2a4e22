// A file of lines under a limit on its size, which a process of its own is given, and one that is taken away.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openLines } from "./lines-file.ts";

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "lines-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** Appends a line that fits, one that is cut by the limit, and one that fits again; says what was thrown. */
const appending = (path: string): string => `
  import { openLines } from "./bench/run/lines-file.ts";
  const lines = openLines(${JSON.stringify(path)}, () => {});
  lines.append("first");
  try {
    lines.append("x".repeat(5000));
  } catch (error) {
    process.stdout.write(error.name + ": " + error.message);
  }
  lines.append("third");
  lines.close();
`;

it("keeps whole lines alone where one finds no room, and takes a shorter one after it", () => {
  const path = join(temporary(), "run.jsonl");
  const node = ["--input-type=module", "-e", appending(path)];
  const limited = ["-c", 'ulimit -f 2 && exec "$0" "$@"', process.execPath, ...node];
  const { status, stdout } = spawnSync("sh", limited, { encoding: "utf8" });
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `StorageFailure: ${path} cannot be written (EFBIG: file too large, write); allow larger files (ulimit -f)`,
  });
  expect(readFileSync(path, "utf8")).toBe("first\nthird\n");
});

it("makes the file again where it is removed or moved away, with all that stood in it", () => {
  const parent = temporary();
  const inside = join(parent, "run.jsonl");
  let restored = 0;
  const lines = openLines(inside, () => restored++);
  lines.append("first");
  rmSync(inside);
  lines.append("second");
  renameSync(inside, join(parent, "elsewhere"));
  lines.append("third");
  lines.close();
  expect(readFileSync(inside, "utf8")).toBe("first\nsecond\nthird\n");
  expect(readFileSync(join(parent, "elsewhere"), "utf8")).toBe("first\nsecond\n");
  expect(restored).toBe(2);
});

it("refuses a file that is there, and one in whose place another stands", () => {
  const folder = temporary();
  const path = join(folder, "run.jsonl");
  const lines = openLines(path, () => {});
  lines.append("first");
  expect(() => openLines(path, () => {})).toThrow(/EEXIST/);
  renameSync(path, `${path}.away`);
  openLines(path, () => {}).close();
  expect(() => lines.append("second")).toThrow(/run.jsonl cannot be written \(EEXIST: /);
  lines.close();
  expect(readFileSync(`${path}.away`, "utf8")).toBe("first\n");
});
