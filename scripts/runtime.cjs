// Preloaded by every npm script: the TypeScript files run directly, which needs a Node that strips types.
// Plain CommonJS, so that a Node too old for the rest can still read it and say so.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: Node 24.12 or newer is needed, and the locked one (npm package "node") is not installed here; ` +
      `run "npm ci" without --omit=optional and --ignore-scripts, or install a newer Node.\n`,
  );
  process.exit(2);
}
