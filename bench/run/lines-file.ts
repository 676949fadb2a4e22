// A file that lines are appended to, each whole or not at all. Knows nothing of what stands in them.

import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StorageFailure } from "../failure.ts";
import { makeFolder, remove, storageFailureOf } from "../files.ts";

export interface LinesFile {
  /** Throws StorageFailure; what stood in the file before stands in it still. */
  append(line: string): void;
  close(): void;
}

/** Everything in the open file. */
const contentOf = (file: number): Buffer => {
  const { size } = fstatSync(file);
  const content = Buffer.alloc(size);
  let read = 0;
  for (let more = 1; more > 0 && read < size; read += more) more = readSync(file, content, read, size - read, read);
  return content.subarray(0, read);
};

/**
 * Makes the file, which must not be there. Where it is removed or moved away later, it is made again with all that stood in
 * it, and `restored` is called. Throws the system's error where it cannot be made.
 */
export const openLines = (path: string, restored: () => void): LinesFile => {
  let file = openSync(path, "ax+");
  let length = 0;
  /** Half a line that could not be taken out again stands at the end. */
  let torn = false;

  /** Appends all of the text, or leaves the file as it was. */
  const write = (text: string | Buffer): void => {
    try {
      appendFileSync(file, text);
      length += Buffer.byteLength(text);
    } catch (error) {
      try {
        ftruncateSync(file, length);
      } catch {
        torn = true;
      }
      throw error;
    }
  };

  /** Whether the path still leads to the open file. */
  const isInPlace = (): boolean => {
    const [there, open] = [statSync(path, { throwIfNoEntry: false }), fstatSync(file)];
    return there?.ino === open.ino && there.dev === open.dev;
  };

  const restore = (): void => {
    const content = contentOf(file);
    makeFolder(dirname(path));
    const before = { file, length };
    [file, length] = [openSync(path, "ax+"), 0];
    try {
      write(content);
    } catch (error) {
      closeSync(file);
      remove(path);
      ({ file, length } = before);
      throw error;
    }
    closeSync(before.file);
    restored();
  };

  return {
    append: (line) => {
      try {
        if (!isInPlace()) restore();
        write(`${torn ? "\n" : ""}${line}\n`);
        torn = false;
      } catch (error) {
        throw error instanceof StorageFailure ? error : storageFailureOf(path, error);
      }
    },
    close: () => closeSync(file),
  };
};
