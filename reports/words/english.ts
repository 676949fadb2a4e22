// Everything that a page says in English, part by part.
import { englishBasics } from "./english-basics.ts";
import { englishCharts } from "./english-charts.ts";
import { englishChoosing } from "./english-choosing.ts";
import { englishChoosingPage } from "./english-choosing-page.ts";
import { englishEvidence } from "./english-evidence.ts";
import { englishFeatures } from "./english-features.ts";
import { englishIndex } from "./english-index.ts";
import { englishModel } from "./english-model.ts";
import { englishPage } from "./english-page.ts";
import { englishColumns, englishConditions, englishPanel } from "./english-panel.ts";
import { englishPublished } from "./english-published.ts";
import { englishRig } from "./english-rig.ts";
import { englishSweeps } from "./english-sweeps.ts";
import { englishVerdict } from "./english-verdict.ts";

export const english = {
  basics: englishBasics,
  page: englishPage,
  verdict: englishVerdict,
  conditions: englishConditions,
  columns: englishColumns,
  panel: englishPanel,
  model: englishModel,
  charts: englishCharts,
  features: englishFeatures,
  sweeps: englishSweeps,
  choosing: englishChoosing,
  choosingPage: englishChoosingPage,
  published: englishPublished,
  rig: englishRig,
  evidence: englishEvidence,
  index: englishIndex,
};
