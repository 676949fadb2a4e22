import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { replaceFile } from "./files.ts";

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

it("writes a file, replaces it, and leaves nothing else behind", async () => {
  const folder = await makeFolder();
  const path = join(folder, "page.html");
  expect(await replaceFile(path, "first")).toBe(path);
  expect(await replaceFile(path, "second")).toBe(path);
  expect(await readFile(path, "utf8")).toBe("second");
  expect(await readdir(folder)).toEqual(["page.html"]);
});

it("leaves nothing unfinished behind where the file cannot be put in its place", async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, "page.html", "inside"), { recursive: true });
  await expect(replaceFile(join(folder, "page.html"), "text")).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["page.html"]);
});
