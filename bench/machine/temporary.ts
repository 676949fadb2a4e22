// Folders in the system's temporary one, each with the name of the process that it belongs to, and the removal of those
// that killed processes left.

import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { reasonOf, UsageError } from "../failure.ts";
import { hasEnded, ownerWords } from "./owner.ts";

const prefix = "push-transport-benchmark-";
const ownerFile = "owner";

/** Makes a folder of this process's own; `purpose` is a part of its name. Throws UsageError where there can be none. */
export const makeTemporaryFolder = (purpose: string): string => {
  // Absolute and without links, as git names it again.
  const place = resolve(tmpdir());
  let folder: string | null = null;
  try {
    folder = realpathSync(mkdtempSync(join(place, `${prefix}${purpose}-`)));
    writeFileSync(join(folder, ownerFile), `${ownerWords()}\n`);
    return folder;
  } catch (error) {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
    throw new UsageError(
      `${place}: no temporary folder can be made there (${reasonOf(error)}); set TMPDIR to a folder that can be written`,
    );
  }
};

/** The same for as long as the work takes; first removes those that killed processes left. */
export const withTemporaryFolder = async <T>(purpose: string, work: (folder: string) => Promise<T>): Promise<T> => {
  removeLeftFolders();
  const folder = makeTemporaryFolder(purpose);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  try {
    return await work(folder);
  } finally {
    process.off("exit", remove);
    remove();
  }
};

/** Removes the folders of this user's processes that have ended without removing them. What cannot be removed stays. */
export const removeLeftFolders = (): void => {
  const place = resolve(tmpdir());
  for (const name of namesIn(place)) removeLeftFolder(join(place, name));
};

/** The same for one folder; any that makeTemporaryFolder did not make stays. */
export const removeLeftFolder = (folder: string): void => {
  try {
    if (!basename(folder).startsWith(prefix)) return;
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || (process.getuid !== undefined && stat.uid !== process.getuid())) return;
    const owner = join(folder, ownerFile);
    if (!lstatSync(owner).isFile() || !hasEnded(readFileSync(owner, "utf8"))) return;
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It has no owner, or somebody else removes it.
  }
};

const namesIn = (place: string): readonly string[] => {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
};
