// Words of processes that live and that have ended.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { hasEnded, ownerWords } from "./owner.ts";

const own = ownerWords();
const words = (change: (words: string) => string): string => change(own);

it("name a process until it has ended", async () => {
  const file = new URL("./owner.ts", import.meta.url).href;
  const script = `import { ownerWords } from ${JSON.stringify(file)}; console.log(ownerWords()); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout.setEncoding("utf8"), "data")).map(String);
  expect(said).toMatch(/^push-transport-benchmark: process \d+ since \S+ in \S+ on \S+\n$/);
  expect(hasEnded(said ?? "")).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(hasEnded(said ?? "")).toBe(true);
});

it.each([
  ["this process", own, false],
  ["an earlier process of the same number", words((own) => own.replace(/since \S+/, "since 1")), true],
  [
    "a process of another container",
    words((own) => own.replace(/in \S+/, "in pid:[1]").replace(/since \S+/, "since 1")),
    false,
  ],
  ["a process of another machine", words((own) => `${own}-2`.replace(/since \S+/, "since 1")), false],
  ["a process of which no start is told", words((own) => own.replace(/since \S+/, "since -")), false],
  ["somebody's reason", "on a disk that is not mounted", false],
  ["nothing", "", false],
  ["half of the words", own.slice(0, own.indexOf(" in ")), false],
])("of %s tell whether it has ended, or nothing", (_, text, ended) => expect(hasEnded(text)).toBe(ended));
