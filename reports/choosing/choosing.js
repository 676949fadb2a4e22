// The live part of "Which transport should I use?": reads the controls, asks the model, and shows what it says.
// Without a script, the still examples of the same panel stand alone.

import { chineseChoosing } from "../words/chinese/choosing.ts";
import { englishChoosing } from "../words/english/choosing.ts";
import { answer, predictedFor, rowOf } from "./answers.ts";
import { predictAll } from "./choices.ts";
import { addressOf, clamp, controls, positionOf, settingAt, stepsOf } from "./scales.ts";

/** `arrived`: the reader has just opened the address, whose setting is to be in view. `signal` ends it when the panel is replaced. */
const start = (panel, arrived, signal) => {
  const words = document.documentElement.lang.startsWith("zh") ? chineseChoosing : englishChoosing;
  const inputs = JSON.parse(document.getElementById("choosing-inputs").textContent);
  let setting = settingAt(location.hash, inputs.defaults) ?? inputs.defaults;
  const parts = controls.map((control) => ({
    control,
    steps: stepsOf(control),
    slider: document.getElementById(`choosing-${control.key}`),
    exact: document.getElementById(`choosing-${control.key}-exact`),
  }));

  const write = (element, text) => {
    // Unchanged text is not written again, since a live region would be read aloud once more.
    if (element.textContent !== text) element.textContent = text;
  };

  const showFigure = (cell, { text, unit, extrapolated, note }) => {
    cell.classList.toggle("extrapolated", extrapolated);
    write(cell.querySelector(".value"), text);
    write(cell.querySelector(".unit"), unit);
    write(cell.querySelector(".remark"), words.basics.parts([extrapolated ? words.extrapolated : "", note]));
  };

  const showRow = (row, { setting: told, figures, standing, keeps, outside }) => {
    write(row.querySelector(".row-setting"), told);
    for (const [i, cell] of row.querySelectorAll("[data-quantity]").entries()) showFigure(cell, figures[i]);
    const mark = row.querySelector(".standing-mark");
    write(mark, standing);
    mark.classList.toggle("bad", keeps === false);
    write(row.querySelector(".outside"), outside);
  };

  const show = () => {
    const predictions = predictAll(inputs, setting);
    const rows = panel.querySelectorAll("#choosing-live tbody tr");
    for (const [i, prediction] of predictions.entries()) showRow(rows[i], rowOf(prediction, words));
    write(document.getElementById("choosing-answer"), answer(predictions, setting, words));
    write(document.getElementById("choosing-table"), predictedFor(setting, words));
    for (const { control, slider, exact } of parts) {
      const value = setting[control.factor];
      slider.value = positionOf(control, value);
      slider.setAttribute("aria-valuetext", `${value} ${control.unit}`.trim());
      if (document.activeElement !== exact || Number(exact.value) !== value) exact.value = value;
    }
  };

  const set = (factor, value) => {
    setting = { ...setting, [factor]: value };
    show();
  };
  const keep = () => history.replaceState(null, "", addressOf(setting));
  const follow = () => {
    const told = settingAt(location.hash, inputs.defaults);
    if (told === null) return;
    setting = told;
    show();
    panel.scrollIntoView();
  };

  for (const { control, steps, slider, exact } of parts) {
    slider.addEventListener("input", () => set(control.factor, steps[slider.valueAsNumber]));
    exact.addEventListener("input", () => {
      const value = clamp(control, exact.valueAsNumber);
      if (value !== null && value === exact.valueAsNumber) set(control.factor, value);
    });
    exact.addEventListener("change", () =>
      set(control.factor, clamp(control, exact.valueAsNumber) ?? setting[control.factor]),
    );
    for (const input of [slider, exact]) input.addEventListener("change", keep);
    const { from, to } = slider.dataset;
    if (from !== undefined) {
      const band = slider.parentElement;
      band.style.setProperty("--from", positionOf(control, Number(from)) / (steps.length - 1));
      band.style.setProperty("--to", positionOf(control, Number(to)) / (steps.length - 1));
    }
  }
  document.getElementById("choosing-reset").addEventListener("click", () => {
    setting = inputs.defaults;
    show();
    keep();
  });
  addEventListener("hashchange", follow, { signal });
  for (const link of panel.querySelectorAll(".take")) link.hidden = false;
  document.getElementById("choosing-stills").open = false;
  document.getElementById("choosing-live").hidden = false;
  show();
  if (arrived) follow();
};

let ending = new AbortController();
const begin = (arrived) => {
  ending.abort();
  ending = new AbortController();
  const panel = document.getElementById("choosing");
  if (panel !== null) start(panel, arrived, ending.signal);
};
// reports/page/browser/language.js replaces the page's sheet, and this panel with it.
document.addEventListener("sheetchange", () => begin(false));
begin(true);
