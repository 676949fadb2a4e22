// Runs the scripts that stand packed in the page, in their order. The page's policy names each of them by its hash, as it names
// those that stand open.
import { readPacked } from "./packed.js";

const run = (source) => {
  const script = document.createElement("script");
  script.textContent = source;
  document.body.append(script);
};

const start = async () => {
  for (const source of await readPacked("scripts")) run(source);
};

start();
