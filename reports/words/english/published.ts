// English: the frame of the published tables. What a table itself says of a publication is part of its data.

export const englishPublished = {
  contents: "Published comparisons",
  title: "Published comparisons, run again",
  why: "What others have published, beside what the closed forms predict from this run's own delays and sizes and what it measured. Below each table stands what is wrong with the published figures, or different here.",
  missing: (ids: string): string => `Not in this run: ${ids}.`,
  says: "What it says.",
  caption: "Published, predicted and measured",
  captionExtrapolated:
    "Published, predicted and measured; an extrapolated figure is a product of what fewer subscribers measured",
  heads: ["Figure", "Published", "Predicted", "Measured"],
  notGiven: "not given",
  notRun: "not run",
  extrapolated: "extrapolated",
  panels: "The scenarios behind these tables",
};
