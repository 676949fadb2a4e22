// npm run picture -- RUN: the README's picture, taken of a run's page. Needs a Chromium.

import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../bench/failure.ts";
import { makeFolder, replaceFile } from "../bench/files.ts";
import { pictureCommand } from "../bench/options/tool-options.ts";
import { findChromium, launchChromium } from "../reports/fixtures/chromium.ts";
import { enter, print, writingTo } from "./entry.ts";

const size = { width: 1280, height: 1400 };
const pictures = resolve(import.meta.dirname, "../reports/pictures");

await enter(pictureCommand, async ({ folder }) => {
  const executable = findChromium(process.env);
  if (executable === null)
    throw new UsageError("there is no Chromium: run scripts/install-chromium.sh, or set CHROMIUM_PATH");
  const source = resolve(folder, "index.html");
  if (!existsSync(source))
    throw new UsageError(`${folder}: there is no page index.html; build it by npm run report -- ${folder}`);
  const path = join(pictures, "page.png");
  const browser = await launchChromium(executable);
  const page = await browser.newPage({ viewport: size, colorScheme: "light" });
  await page.goto(pathToFileURL(source).href);
  await page.waitForSelector("html[data-charts=live]", { state: "attached" });
  const image = await page.screenshot();
  await browser.close();
  await writingTo(`${path}: the picture`, async () => {
    makeFolder(pictures);
    replaceFile(path, image);
  });
  print(`Picture: ${relative(process.cwd(), path)}`);
  return 0;
});
