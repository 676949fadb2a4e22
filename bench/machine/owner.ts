// The process that something on disk belongs to, in words that outlive it: so that what a killed process left can be told
// from what a living one uses.

import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { readText } from "./proc.ts";

/** Begins the words, which are one line without a quotation mark: git keeps them as a reason. */
const mark = "push-transport-benchmark";

/** The stand-in on a system that does not tell, so that the words of two such systems are alike. */
const untold = "-";

/** The namespace that process numbers are counted in: a container has one of its own. */
const numberSpace = (): string => {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return untold;
  }
};

/** When the process started, in ticks since the machine did: tells it from a later one of the same number. */
const startOf = (pid: number): string => {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? untold;
};

const placeOfProcess = (): string => `in ${numberSpace()} on ${hostname()}`;

/** This process, in words. */
export const ownerWords = (): string =>
  `${mark}: process ${process.pid} since ${startOf(process.pid)} ${placeOfProcess()}`;

/** Whether the words name a process of this machine that has ended; false for any other words, and where it cannot be known. */
export const hasEnded = (words: string): boolean => {
  const [, pid, since, place] = /^([\d]+) since (\S+) (in .*)$/.exec(wordsAfterMark(words)) ?? [];
  if (pid === undefined || since === undefined || place !== placeOfProcess()) return false;
  if (!isThere(Number(pid))) return true;
  // Another user's process may hide when it started.
  const found = startOf(Number(pid));
  return found !== untold && since !== untold && found !== since;
};

const wordsAfterMark = (words: string): string => {
  const head = `${mark}: process `;
  return words.startsWith(head) ? words.slice(head.length).trimEnd() : "";
};

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
};
