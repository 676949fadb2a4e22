// npm run picture -- RUN: the README's picture, taken of a run's page. Needs a Chromium.

import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../bench/failure.ts";
import { pictureCommand } from "../bench/options/tool-options.ts";
import { findChromium, launchChromium } from "../reports/fixtures/chromium.ts";
import { enter, print } from "./entry.ts";

const size = { width: 1280, height: 1400 };
const pictures = resolve(import.meta.dirname, "../reports/pictures");

await enter(pictureCommand, async ({ folder }) => {
  const executable = findChromium(process.env);
  if (executable === null)
    throw new UsageError("there is no Chromium: run scripts/install-chromium.sh, or set CHROMIUM_PATH");
  await mkdir(pictures, { recursive: true });
  const path = join(pictures, "page.png");
  const browser = await launchChromium(executable);
  const page = await browser.newPage({ viewport: size, colorScheme: "light" });
  await page.goto(pathToFileURL(resolve(folder, "index.html")).href);
  await page.waitForSelector("html[data-charts=live]", { state: "attached" });
  await page.screenshot({ path });
  await browser.close();
  print(`Picture: ${relative(process.cwd(), path)}`);
  return 0;
});
