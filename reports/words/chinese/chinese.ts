// Everything that a page says in Chinese, part by part.

import type { Words } from "../words.ts";
import { chineseBasics } from "./basics.ts";
import { chineseCharts } from "./charts.ts";
import { chineseChoosing } from "./choosing.ts";
import { chineseChoosingPage } from "./choosing-page.ts";
import { chineseDecision } from "./decision.ts";
import { chineseEvidence } from "./evidence.ts";
import { chineseFeatures } from "./features.ts";
import { chineseFindings } from "./findings.ts";
import { chineseIndex } from "./index.ts";
import { chineseModel } from "./model.ts";
import { chinesePage } from "./page.ts";
import { chineseColumns, chineseConditions, chinesePanel } from "./panel.ts";
import { chinesePublished } from "./published.ts";
import { chineseRemarks } from "./remarks.ts";
import { chineseRig } from "./rig.ts";
import { chineseSweeps } from "./sweeps.ts";
import { chineseVerdict } from "./verdict.ts";

export const chinese: Words = {
  basics: chineseBasics,
  page: chinesePage,
  decision: chineseDecision,
  verdict: chineseVerdict,
  conditions: chineseConditions,
  columns: chineseColumns,
  panel: chinesePanel,
  model: chineseModel,
  charts: chineseCharts,
  features: chineseFeatures,
  findings: chineseFindings,
  sweeps: chineseSweeps,
  choosing: chineseChoosing,
  choosingPage: chineseChoosingPage,
  published: chinesePublished,
  remarks: chineseRemarks,
  rig: chineseRig,
  evidence: chineseEvidence,
  index: chineseIndex,
};
