// npm run picture -- RUN: the README's picture, taken of a run's page. Needs a Chromium.

import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { reasonOf, UsageError } from "../bench/failure.ts";
import { makeFolder, replaceFile } from "../bench/files.ts";
import { pictureCommand } from "../bench/options/tool-options.ts";
import { folderOfRun } from "../bench/run/stored-file.ts";
import { findChromium, launchChromium } from "../reports/fixtures/chromium.ts";
import { enter, print, writingTo } from "./entry.ts";

const size = { width: 1280, height: 1400 };
const pictures = resolve(import.meta.dirname, "../reports/pictures");

/** Throws UsageError where the page is not a run's, or cannot be shown. */
const photograph = async (executable: string, page: string): Promise<Buffer> => {
  let browser: Awaited<ReturnType<typeof launchChromium>> | null = null;
  try {
    browser = await launchChromium(executable);
    const tab = await browser.newPage({ viewport: size, colorScheme: "light" });
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector("html[data-charts=live]", { state: "attached" });
    return await tab.screenshot();
  } catch (error) {
    const [reason] = reasonOf(error).split("\n");
    throw new UsageError(`${page}: no picture can be taken (${reason}); build the page again: npm run report -- RUN`);
  } finally {
    await browser?.close();
  }
};

await enter(pictureCommand, async ({ folder }) => {
  const executable = findChromium(process.env);
  if (executable === null)
    throw new UsageError("there is no Chromium: run scripts/install-chromium.sh, or set CHROMIUM_PATH");
  const source = resolve(folderOfRun(folder), "index.html");
  if (!existsSync(source))
    throw new UsageError(`${folder}: it has no index.html; build it: npm run report -- ${folder}`);
  const path = join(pictures, "page.png");
  const picture = await photograph(executable, source);
  await writingTo(`${path}: the picture`, async () => {
    makeFolder(pictures);
    replaceFile(path, picture);
  });
  print(`Picture: ${relative(process.cwd(), path)}`);
  return 0;
});
