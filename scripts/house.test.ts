// The rooms are as docs/architecture.md says: of a size, each with a wall, on floors without a circle.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, matchesGlob } from "node:path";
import { expect, it } from "vitest";
import { gitEnvironment } from "../bench/machine/git.ts";

const root = join(import.meta.dirname, "..");

const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.js"], {
  cwd: root,
  env: gitEnvironment(process.env),
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path.includes("/") && existsSync(join(root, path)))
  .filter((path) => !/\.(test|fixture)\.ts$/.test(path));

interface Wall {
  /** The files that the wall is around, as a glob. */
  readonly files: string;
  /** The folder from which the patterns are relative. */
  readonly room: string;
  /** Patterns that no import may match; one that begins with an exclamation mark lets in again. */
  readonly patterns: readonly string[];
}

interface Config {
  readonly linter: { readonly rules: { readonly suspicious: { readonly noImportCycles: unknown } } };
  readonly overrides: readonly {
    readonly includes: readonly [string, ...string[]];
    readonly linter: {
      readonly rules: {
        readonly style: {
          readonly noRestrictedImports: {
            readonly level: string;
            readonly options: { readonly patterns: readonly [{ readonly group: readonly string[] }] };
          };
        };
      };
    };
  }[];
}

const config: Config = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));

const walls = config.overrides.map(({ includes: [files], linter }): Wall => {
  const { level, options } = linter.rules.style.noRestrictedImports;
  if (level !== "error") throw new Error(`the wall of ${files} is not an error`);
  const inside = sources.find((path) => matchesGlob(path, files));
  return { files, room: dirname(inside ?? files), patterns: options.patterns[0].group };
});

const isPure = ({ patterns }: Wall): boolean => patterns.includes("node:*");
const wallsOf = (path: string): readonly Wall[] => walls.filter(({ files }) => matchesGlob(path, files));

it("has no room of more than 25 files", () => {
  const rooms = Object.groupBy(sources, dirname);
  const sizes = Object.entries(rooms).map(([room, files = []]) => [room, files.length] as const);
  expect(sizes.filter(([, size]) => size > 25)).toEqual([]);
});

it("has one wall around each file, and none around nothing", () => {
  expect(sources.filter((path) => wallsOf(path).length !== 1)).toEqual([]);
  expect(walls.filter(({ files }) => !sources.some((path) => matchesGlob(path, files)))).toEqual([]);
});

it("has walls that forbid other rooms unless they name them", () => {
  expect(walls.filter(({ patterns }) => !patterns.includes("../**")).map(({ files }) => files)).toEqual([]);
});

/** The room that a pattern lets in; where it names a file, the folder of that file. */
const letIn = (room: string, pattern: string): string => {
  const path = join(room, pattern.slice(1));
  return /\.ts$|\*\*?$/.test(path) ? dirname(path) : path;
};

const isNested = (one: string, other: string): boolean =>
  `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);

/** Doors stand outside of their rooms and are open to all of them. */
const doors = new Set(["bench", "reports", "servers", "clients"]);

it("has floors: what a room may import may not import that room, however many rooms lie between", () => {
  const above = new Map<string, Set<string>>();
  for (const { room, patterns } of walls) {
    if (doors.has(room)) continue;
    const below = above.get(room) ?? new Set<string>();
    above.set(room, below);
    for (const pattern of patterns.filter((each) => each.startsWith("!.."))) {
      const other = letIn(room, pattern);
      if (!doors.has(other) && !isNested(room, other)) below.add(other);
    }
  }
  const reach = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
    for (const next of above.get(from) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reach(next, seen);
    }
    return seen;
  };
  expect([...above.keys()].filter((room) => reach(room).has(room))).toEqual([]);
});

/** The row of a wall in docs/architecture.md: its room, Node's modules that it lets in, and ours. */
const rowOf = ({ files, room, patterns }: Wall): string => {
  const [top = ""] = files.split("/");
  const label = files.replace(/(\*\*\/)?\*\.(ts|js|\{ts,js\})$/, "");
  const modules = patterns.filter((each) => each.startsWith("!node:")).map((each) => each.slice("!node:".length));
  const ours = patterns
    .filter((each) => each.startsWith("!.."))
    .map((each) => join(room, each.slice(1)).replace(/\/\*\*$/, "/"))
    .map((path) => {
      const inside = path.startsWith(`${top}/`) ? path.slice(top.length + 1) : "";
      return /^([^/]+|.+\/)$/.test(inside) ? inside : path;
    });
  const node = patterns.includes("node:*") ? modules.join(", ") || "none" : "all";
  return `| \`${label}\` | ${node} | ${ours.map((path) => `\`${path}\``).join(", ") || "nothing"} |`;
};

it("has its walls in the table of docs/architecture.md", () => {
  const document = readFileSync(join(root, "docs", "architecture.md"), "utf8");
  const [table = ""] =
    document.split("| room | modules of Node | lets in |\n| --- | --- | --- |\n")[1]?.split("\n\n") ?? [];
  expect(table.split("\n").toSorted()).toEqual(walls.map(rowOf).toSorted());
});

it("fails the check on a circle of imports, of types too", () => {
  expect(config.linter.rules.suspicious.noImportCycles).toEqual({ level: "error", options: { ignoreTypes: false } });
});

it("tells no time in pure rooms", () => {
  const clocks = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.|\bhrtime\b/;
  // Code in a browser has the page's clock.
  const pure = walls.filter((wall) => isPure(wall) && !wall.files.startsWith("clients/"));
  expect(pure.length).toBeGreaterThan(10);
  const files = sources.filter((path) => pure.some((wall) => matchesGlob(path, wall.files)));
  expect(files.filter((path) => clocks.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
});
