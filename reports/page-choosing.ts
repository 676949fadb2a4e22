// "Which transport should I use?" as HTML: the controls, which only a script brings to life, still examples, and what the
// predictions rest on. Knows nothing of how they are made.
import { addressOf, type Control, controls, positionOf, stepsOf, wholeRegion } from "./choice-scales.ts";
import {
  answer,
  type ChoiceRow,
  describe,
  describeRegion,
  type Figure,
  predictedFor,
  rowOf,
  showRange,
} from "./choice-words.ts";
import { type ChoosingInputs, predictAll, quantities, type Setting, type TransportInputs } from "./choices.ts";
import { embedJson, html, type Markup } from "./markup.ts";
import { count, duration, figure, percent, thin } from "./numbers.ts";
import { renderSwatch } from "./page-table.ts";
import { join } from "./phrases.ts";
import type { TransportView } from "./transport-views.ts";

interface Example {
  readonly name: string;
  readonly setting: Setting;
}

/** After the run's own: settings as readers have them, from hardly any news to a great deal. */
// biome-ignore format: one line an example
const examples: readonly Example[] = [
  { name: "A dashboard", setting: { ratePerSec: 1, subscribers: 100, bodyBytes: 1000, oneWayMs: 25, staleMs: 2000 } },
  { name: "A chat room", setting: { ratePerSec: 0.5, subscribers: 200, bodyBytes: 200, oneWayMs: 50, staleMs: 500 } },
  { name: "Live prices", setting: { ratePerSec: 20, subscribers: 1000, bodyBytes: 125, oneWayMs: 25, staleMs: 100 } },
  { name: "Rare notices", setting: { ratePerSec: 0.01, subscribers: 1000, bodyBytes: 500, oneWayMs: 50, staleMs: 30_000 } },
];

const heads: readonly (readonly [text: string, words: boolean])[] = [
  ["Transport", true],
  ["Latency, mean", false],
  ["Latency, p99", false],
  ["Requests", false],
  ["Bytes, up and down", false],
  ["Server CPU", false],
  ["Against the limit", true],
  ["Extrapolated in", true],
];

const renderFigure = ({ text, unit, extrapolated, note }: Figure, i: number): Markup => {
  const remark = [extrapolated ? "extrapolated" : "", note].filter((part) => part !== "").join(", ");
  return html`<td data-quantity="${quantities[i]}" class="${extrapolated ? "extrapolated" : ""}"><span class="value">${text}</span> <span class="unit">${unit}</span><small class="remark">${remark}</small></td>`;
};

const renderRow = (row: ChoiceRow, views: readonly TransportView[]): Markup => {
  const view = views.find(({ name }) => name === row.name);
  return html`<tr><th scope="row" class="swatched">${view && renderSwatch(view)}${row.label}<small class="row-setting">${row.setting}</small></th>${row.figures.map(renderFigure)}<td class="words"><span class="standing-mark${row.keeps === false && " bad"}">${row.standing}</span></td><td class="words outside">${row.outside}</td></tr>\n`;
};

const renderHeads = (): Markup =>
  html`<thead><tr>${heads.map(([text, words]) => html`<th scope="col"${words ? html` class="words"` : ""}>${text}</th>`)}</tr></thead>`;

const renderTable = (id: string, caption: string, bodies: readonly Markup[]): Markup =>
  html`<p class="caption" id="${id}">${caption}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table class="choices" aria-labelledby="${id}">
${renderHeads()}
${bodies}</table></div>`;

const rowsAt = (inputs: ChoosingInputs, setting: Setting, views: readonly TransportView[]): readonly Markup[] =>
  predictAll(inputs, setting).map((prediction) => renderRow(rowOf(prediction), views));

const renderControl = (inputs: ChoosingInputs, control: Control): Markup => {
  const { key, label, unit, least, most, zero, whole, factor } = control;
  const value = inputs.defaults[factor];
  const range = factor === "staleMs" ? undefined : wholeRegion(inputs)[factor];
  const region = range && html` data-from="${range[0]}" data-to="${range[1]}"`;
  const told = factor === "staleMs" ? "compared with p99" : range && `measured: ${showRange(factor, range)}`;
  return html`<div class="control"><label for="choosing-${key}">${label}</label>
<span class="exact"><input type="number" id="choosing-${key}-exact" aria-label="${label}, exactly${unit !== "" && `, in ${unit}`}" min="${zero ? 0 : least}" max="${most}" step="${whole ? 1 : "any"}" value="${value}"> <span class="unit">${unit}</span></span>
<span class="band${range ? " has-region" : ""}"><input type="range" id="choosing-${key}" min="0" max="${stepsOf(control).length - 1}" step="1" value="${positionOf(control, value)}" aria-describedby="choosing-${key}-measured"${region}></span>
<small id="choosing-${key}-measured">${told}</small></div>
`;
};

const renderLive = (
  inputs: ChoosingInputs,
  views: readonly TransportView[],
): Markup => html`<div id="choosing-live" hidden>
<fieldset class="controls"><legend>Your setting</legend>
${controls.map((control) => renderControl(inputs, control))}<p class="reset"><button type="button" id="choosing-reset">As in this run</button></p></fieldset>
<p class="answer" id="choosing-answer" aria-live="polite">${answer(predictAll(inputs, inputs.defaults), inputs.defaults)}</p>
${renderTable("choosing-table", predictedFor(inputs.defaults), [html`<tbody>\n${rowsAt(inputs, inputs.defaults, views)}</tbody>`])}
</div>`;

const renderExample = (inputs: ChoosingInputs, { name, setting }: Example, views: readonly TransportView[]): Markup =>
  html`<tbody>
<tr class="example"><th scope="rowgroup" colspan="${heads.length}"><div class="example-text"><strong>${name}.</strong> ${describe(setting)}. <a class="take" href="${addressOf(setting)}" hidden>Set this</a><p>${answer(predictAll(inputs, setting), setting)}</p></div></th></tr>
${rowsAt(inputs, setting, views)}</tbody>
`;

const renderExamples = (inputs: ChoosingInputs, views: readonly TransportView[]): Markup =>
  renderTable(
    "choosing-examples",
    "Examples: predicted for all subscribers together",
    [{ name: "This run", setting: inputs.defaults }, ...examples].map((example) =>
      renderExample(inputs, example, views),
    ),
  );

const micro = (seconds: number): string => `${figure(Number((seconds * 1e6).toPrecision(3)))}${thin}µs`;

/** How a transport's CPU is told, and how far it can be trusted. */
const describeCpu = ({ label, cpu, region }: TransportInputs): string => {
  const measured = describeRegion(region, ["requestsPerSec", "deliveriesPerSec"]);
  if (cpu.from === "nearest") {
    return cpu.cells.length === 0
      ? `Server CPU, ${label}: none was measured with deliveries`
      : `Server CPU, ${label}: too few cells for a fit, so CPU per thousand deliveries is that of the nearest load of the ${count(cpu.cells.length)} measured: ${measured}`;
  }
  const { constant, perRequest, perDelivery, perBodyByte } = cpu.terms;
  const terms = [
    constant > 0 ? `${figure(Number(constant.toPrecision(3)))} cores` : "",
    perRequest > 0 ? `${micro(perRequest)} a request` : "",
    perDelivery > 0 ? `${micro(perDelivery)} a delivery` : "",
    perBodyByte > 0 ? `${micro(perBodyByte * 1024)} a KiB of bodies` : "",
  ].filter((part) => part !== "");
  const errors = `off by ${percent(cpu.medianError)}${thin}% at the median and ${percent(cpu.worstError)}${thin}% at worst`;
  return `Server CPU, ${label}: ${terms.length > 0 ? join(terms) : "nothing"}, fitted to ${count(cpu.cells)} cells, ${errors}; measured: ${measured}`;
};

const describeInputs = ({ transports, roundTripFloorMs, turnaroundMs }: ChoosingInputs): readonly string[] => {
  const ms = (value: number | null): string => (value === null ? "not measured" : `${figure(value)}${thin}ms`);
  const hold = transports.find(({ way }) => way === "long")?.holdMs ?? null;
  return [
    "Latency: the delay that you set, what the software added to it at the nearest measured load (a pushed message's mean), and the waiting that the closed forms give for Poisson messages",
    `The gap between two long polls: twice the delay, a round trip of ${ms(roundTripFloorMs)} and a turnaround of ${ms(turnaroundMs)}${hold === null ? "" : `; the hold is ${duration(hold)}`}`,
    "Short polling asks as seldom as the limit allows at p99, and never before its last poll is answered",
    "Bytes: heads, envelopes and frames as measured, around a body of your size; without TCP/IP headers and handshakes",
    ...transports.map(describeCpu),
    `Not modelled: jitter, bandwidth, loss, queues at a server short of CPU, limits of connections and memory, joining and leaving`,
  ];
};

/** What a predicted p99 leaves out, in the run's own main scenario. */
const describeJitter = ({ jitterMs }: ChoosingInputs): string =>
  jitterMs === null
    ? ""
    : `. Not in the model: jitter, by which a pushed message's p99 lay ${figure(jitterMs)}${thin}ms above its mean`;

export const renderChoosing = (inputs: ChoosingInputs | null, views: readonly TransportView[]): Markup | false =>
  inputs !== null &&
  html`<section id="choosing" aria-labelledby="choosing-title">
<h2 id="choosing-title">Which transport should I use?</h2>
<p class="why">What the model, fitted to this run, predicts for other settings. Where a setting lies outside of what the run measured, a figure is hatched and called extrapolated: it may be right, and nothing here shows that it is.</p>
<p class="conditions">Measured: ${describeRegion(wholeRegion(inputs), ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs", "pollEveryMs"])}${describeJitter(inputs)}</p>
${renderLive(inputs, views)}
<details id="choosing-stills" open><summary>Examples</summary>
${renderExamples(inputs, views)}</details>
<details class="checks"><summary>What these predictions rest on</summary><ul class="basis">${describeInputs(inputs).map((line) => html`<li>${line}.</li>`)}</ul></details>
<script type="application/json" id="choosing-inputs">${embedJson(inputs)}</script>
</section>`;
