// English: the frame of the published tables. What a table itself says of a publication is part of its data.

export const englishPublished = {
  contents: "Published comparisons",
  title: "Published comparisons, run again",
  why: "Each table sets the figures that others have published beside those that this run measured, and those that the model predicts from this run's delays and sizes. The notes below a table say what is wrong with the published figures, or different here.",
  missing: (ids: string): string => `Not in this run: ${ids}.`,
  says: "What it says.",
  caption: "Published, predicted and measured",
  captionExtrapolated: "Published, predicted and measured. An extrapolated figure is scaled up from fewer subscribers",
  heads: ["Figure", "Published", "Predicted", "Measured"],
  notGiven: "not given",
  notRun: "not run",
  extrapolated: "extrapolated",
  panels: "The scenarios behind these tables",
};
