// node scripts/picture.ts RUN: the README's picture, taken of a run's page. Needs a Chromium.

import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../bench/failure.ts";
import { findChromium, launchChromium } from "../reports/fixtures/chromium.ts";
import { enter } from "./entry.ts";

const size = { width: 1280, height: 1400 };
const folder = resolve(import.meta.dirname, "../reports/pictures");

await enter(async () => {
  const [run, ...rest] = process.argv.slice(2);
  if (run === undefined || rest.length > 0)
    throw new UsageError("picture RUN: name one run's folder, such as reports/out/latest");
  const executable = findChromium(process.env);
  if (executable === null)
    throw new UsageError("there is no Chromium: run scripts/install-chromium.sh, or set CHROMIUM_PATH");
  await mkdir(folder, { recursive: true });
  const path = join(folder, "page.png");
  const browser = await launchChromium(executable);
  const page = await browser.newPage({ viewport: size, colorScheme: "light" });
  await page.goto(pathToFileURL(resolve(run, "index.html")).href);
  await page.waitForSelector("html[data-charts=live]", { state: "attached" });
  await page.screenshot({ path });
  await browser.close();
  process.stdout.write(`Picture: ${relative(process.cwd(), path)}\n`);
  return 0;
});
