// English: the charts trial by trial and within a trial, and what a chart offers beside its drawing.

export const englishFeatures = {
  highlight: "Highlight in all charts and tables:",
  save: { svg: "Save SVG", png: "Save PNG", csv: "Save CSV" },
  quantity: "Quantity",
  strips: {
    title: "Response time, trial by trial",
    axis: "Response time in ms",
    tail: "tail",
    howToRead:
      "Each point is a trial: its median in the upper line of a row, its tail in the lower: the time within which 99 % of its deliveries came. The tick is the median over trials, and " +
      "the band is its 95 % interval. Points that lie close together mean that the result repeats. A point far from the others is " +
      "one trial's accident. A hollow point is an invalid trial, which no other figure counts.",
  },
  timeline: {
    title: "Response time within a trial",
    description: (names: string): string =>
      `Line chart on a logarithmic axis: mean response time in ms over the seconds of the measured window, for ${names}.`,
    seconds: "Seconds of the measured window",
    time: "Mean response time in ms",
    from: "Due from",
    howToRead:
      "The measured window of a trial is cut into stretches. A point is the mean response time of the messages that were due in one " +
      "stretch, as the median over trials. The pale band goes from the lowest trial to the highest. A level line is steady. A line " +
      "that falls was still warming up. A line that rises has a queue that grows. Neither is steady: such trials need a longer " +
      "warm-up or a longer window.",
    fromSecond: "From (s)",
    columns: {
      median: (name: string): string => `${name}, median (ms)`,
      least: (name: string): string => `${name}, least (ms)`,
      most: (name: string): string => `${name}, most (ms)`,
    },
  },
};
