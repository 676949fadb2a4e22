import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { StorageFailure } from "./failure.ts";
import { makeFolder, replaceFile, storageFailureOf } from "./files.ts";

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

describe("makeFolder", () => {
  it("makes a folder and those that it lies in, and takes one that is there", () => {
    const folder = temporary();
    makeFolder(folder);
    makeFolder(join(folder, "a", "b", "c"));
    makeFolder(`${folder}/a/b/c/d/`);
    makeFolder(`${folder}/a/e/.`);
    symlinkSync(join(folder, "a"), join(folder, "link"));
    makeFolder(join(folder, "link"));
    makeFolder(join(folder, "link", "f"));
    expect(readdirSync(join(folder, "a"), { recursive: true }).toSorted()).toEqual(["b", "b/c", "b/c/d", "e", "f"]);
  });

  it.runIf(existsSync("/proc/self"))("ends on file systems where nothing can be made", () => {
    for (const place of ["/proc/nope/x", "/proc/self/x/y/z", "/sys/x/y", "/dev/null/x", "/proc/self/fd/99/x"]) {
      expect(() => makeFolder(place), place).toThrow(StorageFailure);
    }
  });

  it("ends where a file, a link to nothing, a loop or too long a name is in the way", () => {
    const folder = temporary();
    writeFileSync(join(folder, "file"), "");
    symlinkSync(join(folder, "nothing"), join(folder, "dangling"));
    symlinkSync("loop", join(folder, "loop"));
    const places = ["file", "file/x", "dangling", "dangling/x", "loop", "loop/x", "a".repeat(300), "a\0b"];
    for (const place of places) expect(() => makeFolder(`${folder}/${place}`), place).toThrow(StorageFailure);
    expect(() => makeFolder("")).toThrow(StorageFailure);
    expect(readdirSync(folder).toSorted()).toEqual(["dangling", "file", "loop"]);
  });
});

describe("replaceFile", () => {
  it("writes a file, replaces it, and leaves nothing else behind", () => {
    const folder = temporary();
    const path = join(folder, "page.html");
    expect(replaceFile(path, "first")).toBe(path);
    expect(replaceFile(path, "second")).toBe(path);
    expect(readFileSync(path, "utf8")).toBe("second");
    expect(readdirSync(folder)).toEqual(["page.html"]);
  });

  it("follows no link that stands where the unfinished file would be", () => {
    const folder = temporary();
    const [path, victim] = [join(folder, "page.html"), join(folder, "victim")];
    writeFileSync(victim, "theirs");
    symlinkSync(victim, `${path}.${process.pid}.unfinished`);
    replaceFile(path, "ours");
    expect([readFileSync(path, "utf8"), readFileSync(victim, "utf8")]).toEqual(["ours", "theirs"]);
    expect(readdirSync(folder)).toEqual(["page.html", "victim"]);
  });

  it("leaves nothing unfinished behind where the file cannot be put in its place", () => {
    const folder = temporary();
    mkdirSync(join(folder, "page.html", "inside"), { recursive: true });
    expect(() => replaceFile(join(folder, "page.html"), "text")).toThrow(StorageFailure);
    expect(readdirSync(folder)).toEqual(["page.html"]);
  });
});

describe("storageFailureOf", () => {
  it.each([
    ["ENOSPC", true, "; make room"],
    ["EDQUOT", true, "; make room within the quota"],
    ["EFBIG", true, "; allow larger files (ulimit -f)"],
    ["EMFILE", true, "; allow more open files (ulimit -n)"],
    ["EIO", true, "; see to the disk"],
    ["EROFS", false, ""],
    ["EACCES", false, ""],
  ])("of %s says whether the machine has given out: %s", (code, ofMachine, remedy) => {
    const cause = Object.assign(new Error(`${code}: words`), { code });
    const failure = storageFailureOf("a/file", cause);
    expect(storageFailureOf("a\nfile", cause).message).toContain("a\\u000afile cannot");
    expect(failure).toMatchObject({ message: `a/file cannot be written (${code}: words)${remedy}`, ofMachine, cause });
  });
});
