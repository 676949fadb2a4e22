// A Chromium started quietly through Playwright. For tests and pictures; the reports themselves need none.
import type { Browser } from "playwright-core";
import { quietly } from "../bench/chromium.ts";

export { findChromium } from "../bench/chromium.ts";

export const launchChromium = async (executablePath: string): Promise<Browser> => {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath, args: [...quietly] });
};
