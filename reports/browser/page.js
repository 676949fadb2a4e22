// The page's own script: turns the still charts into live ones with tooltips, and saves the raw results.
// Needs the globals vega and vegaEmbed; without it the page reads just as well.

(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);

  const save = document.getElementById("save-results");
  save.hidden = false;
  save.addEventListener("click", () => {
    const text = `${JSON.stringify(read("results"), null, 2)}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "results.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });

  const options = {
    mode: "vega",
    renderer: "svg",
    ast: true,
    actions: { export: true, source: false, compiled: false, editor: false },
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };
  const specs = read("specs");

  const resize = (plot, view) => {
    const width = Math.max(280, Math.floor(plot.clientWidth));
    if (width !== view.width()) view.width(width).run();
  };

  const draw = async (plot) => {
    const live = document.createElement("div");
    const spec = { ...specs[plot.id], width: Math.max(280, Math.floor(plot.clientWidth)) };
    const { view } = await vegaEmbed(live, spec, { ...options, downloadFileName: plot.id });
    plot.replaceChildren(live);
    plot.classList.add("live");
    new ResizeObserver(() => resize(plot, view)).observe(plot);
  };

  const drawAll = async () => {
    for (const plot of document.querySelectorAll(".plot")) await draw(plot);
    document.documentElement.dataset.charts = "live";
  };
  drawAll();
})();
