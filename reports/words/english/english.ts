// Everything that a page says in English, part by part.
import { englishBasics } from "./basics.ts";
import { englishCharts } from "./charts.ts";
import { englishChoosing } from "./choosing.ts";
import { englishChoosingPage } from "./choosing-page.ts";
import { englishDecision } from "./decision.ts";
import { englishEvidence } from "./evidence.ts";
import { englishFeatures } from "./features.ts";
import { englishFindings } from "./findings.ts";
import { englishIndex } from "./index.ts";
import { englishModel } from "./model.ts";
import { englishPage } from "./page.ts";
import { englishColumns, englishConditions, englishPanel } from "./panel.ts";
import { englishPublished } from "./published.ts";
import { englishRemarks } from "./remarks.ts";
import { englishRig } from "./rig.ts";
import { englishSweeps } from "./sweeps.ts";
import { englishVerdict } from "./verdict.ts";

export const english = {
  basics: englishBasics,
  page: englishPage,
  decision: englishDecision,
  verdict: englishVerdict,
  conditions: englishConditions,
  columns: englishColumns,
  panel: englishPanel,
  model: englishModel,
  charts: englishCharts,
  features: englishFeatures,
  findings: englishFindings,
  sweeps: englishSweeps,
  choosing: englishChoosing,
  choosingPage: englishChoosingPage,
  published: englishPublished,
  remarks: englishRemarks,
  rig: englishRig,
  evidence: englishEvidence,
  index: englishIndex,
};
