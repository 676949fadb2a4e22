// The controls of the panel "Which transport should I use?" as HTML: a slider and a number for each factor, a choice of what stands
// between, and prices. Knows nothing of what they lead to.
import type { ChoosingInputs } from "../choosing/bare.ts";
import { showRange } from "../choosing/say.ts";
import { type Control, controls, positionOf, regionOfControl, stepsOf } from "../choosing/scales.ts";
import { listPrices, mostPrice } from "../choosing/tariffs.ts";
import { betweens, type PriceKey, priceKeys } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";

/** The small line below a control. */
const toldOf = (inputs: ChoosingInputs, control: Control, { choosing, choosingPage }: Words): string => {
  if (control.factor === "staleMs") return choosingPage.compared;
  if (control.factor === "sendsPerMin") return choosingPage.sendsNone;
  const range = regionOfControl(inputs, control);
  return range === undefined ? "" : choosingPage.measuredRange(showRange(control.factor, range, choosing));
};

const renderControl = (inputs: ChoosingInputs, control: Control, words: Words): Markup => {
  const { key, unit, least, most, zero, whole, factor } = control;
  const { choosingPage } = words;
  const label = choosingPage.controls[key];
  const value = inputs.defaults[factor];
  const range = regionOfControl(inputs, control);
  const region = range && html` data-from="${range[0]}" data-to="${range[1]}"`;
  return html`<div class="control"><label for="choosing-${key}">${label}</label>
<span class="exact"><input type="number" id="choosing-${key}-exact" aria-label="${choosingPage.exactly(label, unit)}" min="${zero ? 0 : least}" max="${most}" step="${whole ? 1 : "any"}" value="${value}"> <span class="unit">${unit}</span></span>
<span class="band${range ? " has-region" : ""}"><input type="range" id="choosing-${key}" min="0" max="${stepsOf(control).length - 1}" step="1" value="${positionOf(control, value)}" aria-describedby="choosing-${key}-measured"${region}></span>
<small id="choosing-${key}-measured">${toldOf(inputs, control, words)}</small></div>
`;
};

const renderBetween = ({ choosingPage }: Words): Markup =>
  html`<div class="control"><label for="choosing-between">${choosingPage.between}</label>
<select id="choosing-between">${betweens.map((between) => html`<option value="${between}">${choosingPage.betweens[between]}</option>`)}</select></div>
`;

const renderPrice = (key: PriceKey, { choosingPage }: Words): Markup =>
  html`<div class="control"><label for="choosing-price-${key}">${choosingPage.price[key]}</label>
<span class="exact"><input type="number" id="choosing-price-${key}" min="0" max="${mostPrice}" step="any" value="${listPrices[key]}"></span></div>
`;

export const renderControls = (inputs: ChoosingInputs, words: Words): Markup => {
  const { basics, choosingPage } = words;
  return html`<fieldset class="controls"><legend>${choosingPage.yourSetting}</legend>
${controls.map((control) => renderControl(inputs, control, words))}${renderBetween(words)}<div class="further"><button type="button" id="choosing-reset">${choosingPage.reset}</button>
<details class="prices"><summary>${choosingPage.prices}</summary><p class="conditions">${basics.stop(choosingPage.pricesWhy)}</p>
<div class="price-list">${priceKeys.map((key) => renderPrice(key, words))}</div></details></div></fieldset>
<p class="warning" id="choosing-clamped" role="status" hidden></p>`;
};
