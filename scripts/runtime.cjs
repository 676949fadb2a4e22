// Preloaded by every npm script: the TypeScript files run directly, which needs a Node that strips types.
// Plain CommonJS, so that a Node too old for the rest can still read it and say so.

// A crash has an exit code of its own, since 1 says that a regression or a fault was found. Node says 1 for every error that
// nobody handles, of modules that cannot be loaded too. The entry points alone are meant, not the programs that run tests.
if (
  process.argv[1] !== undefined &&
  require("node:path").dirname(require("node:path").resolve(process.argv[1])) === __dirname
) {
  let crashed = false;
  process.on("uncaughtExceptionMonitor", () => {
    crashed = true;
  });
  process.on("exit", () => {
    if (crashed) process.exitCode = 3;
  });
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: Node 24.12 or newer is needed, and the locked one (npm package "node") is not installed here; ` +
      `run "npm ci" without --omit=optional and --ignore-scripts, or install a newer Node.\n`,
  );
  process.exit(2);
}
