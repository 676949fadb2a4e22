// Everything that a page says in Chinese, part by part.
import { chineseBasics } from "./chinese-basics.ts";
import { chineseCharts } from "./chinese-charts.ts";
import { chineseChoosing } from "./chinese-choosing.ts";
import { chineseChoosingPage } from "./chinese-choosing-page.ts";
import { chineseEvidence } from "./chinese-evidence.ts";
import { chineseFeatures } from "./chinese-features.ts";
import { chineseIndex } from "./chinese-index.ts";
import { chineseModel } from "./chinese-model.ts";
import { chinesePage } from "./chinese-page.ts";
import { chineseColumns, chineseConditions, chinesePanel } from "./chinese-panel.ts";
import { chinesePublished } from "./chinese-published.ts";
import { chineseRig } from "./chinese-rig.ts";
import { chineseSweeps } from "./chinese-sweeps.ts";
import { chineseVerdict } from "./chinese-verdict.ts";
import type { Words } from "./words.ts";

export const chinese: Words = {
  basics: chineseBasics,
  page: chinesePage,
  verdict: chineseVerdict,
  conditions: chineseConditions,
  columns: chineseColumns,
  panel: chinesePanel,
  model: chineseModel,
  charts: chineseCharts,
  features: chineseFeatures,
  sweeps: chineseSweeps,
  choosing: chineseChoosing,
  choosingPage: chineseChoosingPage,
  published: chinesePublished,
  rig: chineseRig,
  evidence: chineseEvidence,
  index: chineseIndex,
};
