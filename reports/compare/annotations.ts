// Regressions as annotations of a GitHub workflow: one command a line on standard output. Pure: view in, lines out.
import type { CompareWords } from "../words/english/compare.ts";
import { annotationProperty, annotationText } from "../writing/escapes.ts";
import type { Compared } from "./view.ts";

/** GitHub shows ten annotations of a kind for each step; where there are more, the tenth says how many. */
const mostAnnotations = 10;

const command = (kind: "error" | "warning", title: string, text: string): string =>
  `::${kind} title=${annotationProperty(title)}::${annotationText(text)}`;

/** Empty where the environment is not that of a workflow. */
export const formatAnnotations = (
  { regressions, warnings, headline, noPass }: Compared,
  words: CompareWords,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] => {
  const { GITHUB_ACTIONS: inWorkflow } = environment;
  if (inWorkflow !== "true") return [];
  const most = mostAnnotations - (noPass ? 1 : 0);
  const shown = regressions.length > most ? regressions.slice(0, most - 1) : regressions;
  const rest = regressions.length - shown.length;
  return [
    ...(noPass ? [command("error", words.annotation.noPass, headline)] : []),
    ...shown.map(({ where, metric, tier, base, head, why }) =>
      command("error", words.annotation.title(metric), `${where} (${tier}): ${base} → ${head}: ${why}`),
    ),
    ...(rest > 0 ? [command("error", words.annotation.moreTitle, words.annotation.more(rest))] : []),
    ...warnings.slice(0, mostAnnotations).map((text) => command("warning", words.annotation.warning, text)),
  ];
};
