// English: the charts trial by trial and within a trial, and what a chart offers beside its drawing.

export const englishFeatures = {
  highlight: "Highlight in all charts and tables:",
  save: { svg: "Save SVG", png: "Save PNG", csv: "Save CSV" },
  quantity: "Quantity",
  strips: {
    title: "Response time, trial by trial",
    axis: "Response time in ms",
    howToRead:
      "One point a trial: its median in the upper line of a row, its p99 in the lower. The tick is the median over trials, the " +
      "band its 95 % interval. Points that lie close together can be measured again; a point far from its neighbours is one " +
      "trial's accident. A hollow point is an invalid trial, which no other figure counts.",
  },
  timeline: {
    title: "Response time within a trial",
    description: (names: string): string =>
      `Line chart on a logarithmic axis: mean response time in ms over the seconds of the measured window, for ${names}.`,
    seconds: "Seconds of the measured window",
    time: "Mean response time in ms",
    from: "Due from",
    mean: "Mean response time",
    between: "Trials between",
    howToRead:
      "The window of a trial is cut into stretches; a point is the mean response time of the messages that were due in one of " +
      "them, as the median over trials, and the pale band goes from the least trial to the most. A level line was steady. One " +
      "that falls was still warming up, one that rises has a queue that grows; either would have to be cut off or run longer.",
    fromSecond: "From (s)",
    columns: {
      median: (name: string): string => `${name}, median (ms)`,
      least: (name: string): string => `${name}, least (ms)`,
      most: (name: string): string => `${name}, most (ms)`,
    },
  },
};
