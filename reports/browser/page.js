// The page's own script: makes the still charts live, with tooltips, and saves charts and raw results as files.
// Needs the globals vega and vegaEmbed; where no script runs, the page reads just as well.

(() => {
  const read = (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  };

  const saveAs = (name, url) => {
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
  };

  const saveResults = async () => {
    const text = `${JSON.stringify(await read("results"), null, 2)}\n`;
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    saveAs("results.json", url);
    URL.revokeObjectURL(url);
  };

  const views = new Map();
  const saveChart = async ({ chart, save }) => {
    const view = views.get(chart);
    // A saved chart leaves the page, so it takes a ground of its own along: its colours are made for a light one.
    view.background("#ffffff");
    saveAs(`${chart}.${save}`, await view.toImageURL(save, save === "png" ? 2 : 1));
    await view.background("transparent").runAsync();
  };

  const widthOf = (plot) => Math.max(280, Math.floor(plot.clientWidth));
  const options = {
    mode: "vega",
    renderer: "svg",
    ast: true,
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };

  const isNarrow = (plot) => widthOf(plot) < 420;
  const draw = async (plot, spec) => {
    const live = document.createElement("div");
    const signals = spec.signals.map((signal) =>
      signal.name === "narrow" ? { ...signal, value: isNarrow(plot) } : signal,
    );
    const { view } = await vegaEmbed(live, { ...spec, signals, width: widthOf(plot) }, options);
    const still = plot.firstElementChild;
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", still.getAttribute("aria-label"));
    still.replaceWith(live);
    plot.classList.add("live");
    views.set(plot.id, view);
    new ResizeObserver(() => {
      if (widthOf(plot) !== view.width()) view.signal("narrow", isNarrow(plot)).width(widthOf(plot)).run();
    }).observe(plot);
  };

  const start = async () => {
    const results = document.getElementById("save-results");
    results.addEventListener("click", saveResults);
    results.hidden = false;
    const specs = await read("specs");
    for (const plot of document.querySelectorAll(".plot")) await draw(plot, specs[plot.id]);
    for (const button of document.querySelectorAll("[data-save]")) {
      button.addEventListener("click", () => saveChart(button.dataset));
      button.parentElement.hidden = false;
    }
    document.documentElement.dataset.charts = "live";
  };
  start();
})();
