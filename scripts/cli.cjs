#!/usr/bin/env node
// push-bench COMMAND: the commands of package.json under one name, so that npx runs them from a checkout or a git URL. Knows no
// option of any of them. Plain CommonJS, so that a Node too old for the rest can still read it and say so.

const { spawn } = require("node:child_process");
const {
  cpSync,
  existsSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} = require("node:fs");
const { hostname, tmpdir } = require("node:os");
const { basename, dirname, join, sep } = require("node:path");
const { scripts } = require("../package.json");

const commands = {
  bench: "measures the transports side by side, and builds the run's page",
  report: "builds a run's page again from its stored facts",
  compare: "sets two runs against each other",
  serve: "one server with every transport, and the live page",
  doctor: "what this machine can hold, and whether it is fit to measure",
  soak: "ten minutes of every transport at one server",
  pair: "code paths against each other by the paired method",
  codec: "the WebSocket core beside the ws package's",
  fuzz: "the WebSocket core under random and mutated input",
};

const usage = `push-bench COMMAND [OPTIONS]: what it costs, and how long it takes, to push
messages from a server to browsers

${Object.entries(commands)
  .map(([name, does]) => `  ${name.padEnd(9)} ${does}\n`)
  .join("")}
Examples:
  push-bench bench --profile quick
  push-bench bench --help
  push-bench serve --port 8080

A command's own help calls it "npm run bench --" and means the same.

Exit: that of the command · 2 usage
`;

/** The exit codes of bench/failure.ts. */
const exitCodes = { usage: 2, crash: 3 };

const installed = dirname(__dirname);

/** The Node that package.json locks, where it is installed; else the one that runs this. */
const lockedNode = () => {
  try {
    const manifest = require.resolve("node/package.json");
    const node = join(dirname(manifest), require(manifest).bin.node);
    return existsSync(node) ? node : process.execPath;
  } catch {
    return process.execPath;
  }
};

/** This process, as bench/machine/owner.ts has it: a later run removes what a killed one left. */
const ownerWords = () => {
  let numberSpace = "-";
  try {
    numberSpace = readlinkSync("/proc/self/ns/pid");
  } catch {
    // This system does not tell.
  }
  return `push-transport-benchmark: process ${process.pid} since - in ${numberSpace} on ${hostname()}\n`;
};

/**
 * Node strips no types within node_modules, which is where npx installs: a copy outside of it runs instead, with the same
 * packages. Throws where there is no room for one.
 */
const copyOutside = () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "push-transport-benchmark-copy-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, "owner"), ownerWords());
    const [root, own, above] = [join(folder, "app"), join(installed, "node_modules"), dirname(installed)];
    cpSync(installed, root, { recursive: true, filter: (path) => path !== own });
    if (existsSync(own)) symlinkSync(own, join(root, "node_modules"), "junction");
    if (basename(above) === "node_modules") symlinkSync(above, join(folder, "node_modules"), "junction");
    return { root, remove };
  } catch (error) {
    remove();
    throw error;
  }
};

const placeToRun = () =>
  installed.split(sep).includes("node_modules") ? copyOutside() : { root: installed, remove: () => {} };

/** Node's own words of the script in package.json, with files that are found from any folder. */
const wordsOf = (name, root) =>
  scripts[name]
    .replace(/^exec node /, "")
    .split(" ")
    .map((word) => (/^(\.\/)?scripts\//.test(word) ? join(root, word) : word));

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

const lookEveryMs = 500;

/** As scripts/entry.ts has it: an npm that is killed tells nobody, and its command gets another parent. */
const watchParent = (stop) => {
  const { npm_lifecycle_event: npmScript, NODE_RUN_SCRIPT_NAME: nodeScript } = process.env;
  if ((npmScript ?? nodeScript) === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, lookEveryMs);
  timer.unref();
};

const refuse = (code, line) => {
  process.stderr.write(`${line}\n`);
  process.exitCode = code;
};

const start = (name, args) => {
  let place;
  try {
    place = placeToRun();
  } catch (error) {
    refuse(
      exitCodes.usage,
      `${tmpdir()}: no copy of the program can be made there (${error.message}); set TMPDIR to a folder that has room`,
    );
    return;
  }
  const child = spawn(lockedNode(), [...wordsOf(name, place.root), ...args], {
    stdio: "inherit",
    // The command ends where this process does, as it does with an npm that started it.
    env: { ...process.env, NODE_RUN_SCRIPT_NAME: name },
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  watchParent(() => pass("SIGTERM"));
  child.once("error", (error) => {
    place.remove();
    refuse(exitCodes.crash, `Node cannot be started (${error.message})`);
  });
  child.once("exit", (code, signal) => {
    place.remove();
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    for (const each of signals) process.off(each, pass);
    process.kill(process.pid, signal);
  });
};

const enter = ([name, ...args]) => {
  if (name === undefined) refuse(exitCodes.usage, usage.trimEnd());
  else if (name === "--help" || name === "-h") process.stdout.write(usage);
  else if (Object.hasOwn(commands, name)) start(name, args);
  else refuse(exitCodes.usage, `${name} is no command of push-bench; see push-bench --help`);
};

enter(process.argv.slice(2));
