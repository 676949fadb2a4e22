// A Chromium started quietly through Playwright. For tests and pictures; the reports themselves need none.
import type { Browser } from "playwright-core";
import { quietly } from "../bench/chromium.ts";

export { findChromium } from "../bench/chromium.ts";

/**
 * Left out: for every page that is opened, the pop-ups of its window's address bar, a process each, and a process held
 * ready for the page after it, which cost more than most pages. A list given replaces Playwright's own, so that what
 * bears on pages and on calls to other hosts in that one stands here again.
 */
const without = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "SpareRendererForSitePerProcess",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
  "Translate",
] as const;

export const launchChromium = async (executablePath: string): Promise<Browser> => {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath, args: [...quietly, `--disable-features=${without.join(",")}`] });
};
