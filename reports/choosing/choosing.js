// The live part of "Which transport should I use?": reads the controls, asks the model, and shows what it says.
// Without a script, the still examples of the same panel stand alone.

import { chineseChoosing } from "../words/chinese/choosing.ts";
import { englishChoosing } from "../words/english/choosing.ts";
import { priceKeys } from "../words/vocabulary.ts";
import { addressOf, askedAt, betweenOf } from "./address.ts";
import { answer, clampedNote, predictedFor } from "./answers.ts";
import { predictAll } from "./choices.ts";
import { billedNote, rowsOf } from "./rows.ts";
import { clamp, controls, isOutOfRange, positionOf, stepsOf } from "./scales.ts";
import { clampPrice, listPrices } from "./tariffs.ts";

/** `arrived`: the reader has just opened the address, whose setting is to be in view. `signal` ends it when the panel is replaced. */
const start = (panel, arrived, signal) => {
  const words = document.documentElement.lang.startsWith("zh") ? chineseChoosing : englishChoosing;
  const inputs = JSON.parse(document.getElementById("choosing-inputs").textContent);
  const plain = { setting: inputs.defaults, prices: listPrices, clamped: [] };
  let { setting, prices, clamped } = askedAt(location.hash, inputs.defaults) ?? plain;
  const parts = controls.map((control) => ({
    control,
    steps: stepsOf(control),
    slider: document.getElementById(`choosing-${control.key}`),
    exact: document.getElementById(`choosing-${control.key}-exact`),
  }));
  const between = document.getElementById("choosing-between");
  const priced = priceKeys.map((key) => ({ key, input: document.getElementById(`choosing-price-${key}`) }));
  const note = document.getElementById("choosing-clamped");

  const write = (element, text) => {
    // Unchanged text is not written again, since a live region would be read aloud once more.
    if (element.textContent !== text) element.textContent = text;
  };

  const showFigure = (cell, { text, unit, extrapolated, interval, note: remark }) => {
    cell.classList.toggle("extrapolated", extrapolated);
    write(cell.querySelector(".value"), text);
    write(cell.querySelector(".unit"), unit);
    write(cell.querySelector(".interval"), interval);
    write(cell.querySelector(".remark"), remark);
  };

  const showRow = (row, { setting: told, figures, month, standing, keeps, advised, badge, extrapolated }) => {
    write(row.querySelector(".row-setting"), told);
    for (const [i, cell] of row.querySelectorAll("[data-quantity]").entries()) showFigure(cell, figures[i]);
    for (const [i, cell] of row.querySelectorAll("[data-month]").entries()) showFigure(cell, month[i]);
    const mark = row.querySelector(".standing-mark");
    write(mark, standing);
    mark.classList.toggle("bad", keeps === false);
    write(row.querySelector(".advised"), advised);
    const source = row.querySelector(".source");
    write(source, badge);
    source.classList.toggle("is-extrapolated", extrapolated);
  };

  const labelOf = (key) =>
    panel.querySelector(`label[for="choosing-${key}"], label[for="choosing-price-${key}"]`).textContent;

  const showNumber = (input, value) => {
    if (document.activeElement !== input || Number(input.value) !== value) input.value = value;
  };

  const show = () => {
    const predictions = predictAll(inputs, setting);
    const rows = panel.querySelectorAll("#choosing-live tbody tr");
    for (const [i, row] of rowsOf(predictions, { setting, prices }, words).entries()) showRow(rows[i], row);
    const { lead, more } = answer(predictions, setting, words);
    write(panel.querySelector("#choosing-answer .lead"), lead);
    write(panel.querySelector("#choosing-answer .more"), more);
    write(document.getElementById("choosing-billed"), billedNote(predictions, { setting, prices }, words));
    write(document.getElementById("choosing-table"), predictedFor(setting, words));
    note.hidden = clamped.length === 0;
    write(note, clampedNote(clamped, labelOf, words));
    for (const { control, slider, exact } of parts) {
      const value = setting[control.factor];
      slider.value = positionOf(control, value);
      slider.setAttribute("aria-valuetext", `${value} ${control.unit}`.trim());
      showNumber(exact, value);
    }
    between.value = setting.between;
    for (const { key, input } of priced) showNumber(input, prices[key]);
  };

  const set = (factor, value, moved = []) => {
    setting = { ...setting, [factor]: value };
    clamped = moved;
    show();
  };
  const keep = () => history.replaceState(null, "", addressOf({ setting, prices }));
  const follow = () => {
    const asked = askedAt(location.hash, inputs.defaults);
    if (asked === null) return;
    ({ setting, prices, clamped } = asked);
    show();
    panel.scrollIntoView();
  };

  for (const { control, steps, slider, exact } of parts) {
    slider.addEventListener("input", () => set(control.factor, steps[slider.valueAsNumber]));
    exact.addEventListener("input", () => {
      const value = clamp(control, exact.valueAsNumber);
      if (value !== null && value === exact.valueAsNumber) set(control.factor, value);
    });
    exact.addEventListener("change", () => {
      const value = clamp(control, exact.valueAsNumber);
      const isMoved = value !== null && isOutOfRange(control, exact.valueAsNumber);
      set(control.factor, value ?? setting[control.factor], isMoved ? [{ key: control.key, value }] : []);
    });
    for (const input of [slider, exact]) input.addEventListener("change", keep);
    const { from, to } = slider.dataset;
    if (from !== undefined) {
      const band = slider.parentElement;
      band.style.setProperty("--from", positionOf(control, Number(from)) / (steps.length - 1));
      band.style.setProperty("--to", positionOf(control, Number(to)) / (steps.length - 1));
    }
  }
  between.addEventListener("change", () => {
    set("between", betweenOf(between.value) ?? setting.between);
    keep();
  });
  for (const { key, input } of priced) {
    input.addEventListener("change", () => {
      const price = clampPrice(input.valueAsNumber);
      prices = { ...prices, [key]: price ?? prices[key] };
      clamped = price !== null && price !== input.valueAsNumber ? [{ key, value: price }] : [];
      show();
      keep();
    });
  }
  document.getElementById("choosing-reset").addEventListener("click", () => {
    ({ setting, prices, clamped } = plain);
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
