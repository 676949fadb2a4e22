// "Which transport should I use?" as HTML: the controls, which only a script brings to life, still examples, and what the
// predictions rest on. Knows nothing of how they are made.
import {
  answer,
  type ChoiceRow,
  describe,
  describeRegion,
  type Figure,
  predictedFor,
  rowOf,
  showRange,
} from "../choosing/answers.ts";
import type { ChoosingInputs, Setting, TransportInputs } from "../choosing/bare.ts";
import { predictAll } from "../choosing/choices.ts";
import { busyCores, type LeftOut } from "../choosing/cpu-terms.ts";
import { addressOf, type Control, controls, positionOf, stepsOf, wholeRegion } from "../choosing/scales.ts";
import type { TransportView } from "../legend/transports.ts";
import { quantities } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { embedJson, html, type Markup } from "../writing/markup.ts";
import { count, duration, figure, percent, thin } from "../writing/numbers.ts";
import { renderSection } from "./section.ts";
import { headsOf, renderBodies, renderSwatch } from "./table.ts";

interface Example {
  readonly name: keyof Words["choosingPage"]["examples"];
  readonly setting: Setting;
}

/** They follow the run's own setting: settings as readers have them. */
// biome-ignore format: one line an example
const examples: readonly Example[] = [
  { name: "dashboard", setting: { ratePerSec: 1, subscribers: 100, bodyBytes: 1000, oneWayMs: 25, staleMs: 2000 } },
  { name: "chat", setting: { ratePerSec: 0.5, subscribers: 200, bodyBytes: 200, oneWayMs: 50, staleMs: 500 } },
  { name: "prices", setting: { ratePerSec: 20, subscribers: 1000, bodyBytes: 125, oneWayMs: 25, staleMs: 100 } },
  { name: "notices", setting: { ratePerSec: 0.01, subscribers: 1000, bodyBytes: 500, oneWayMs: 50, staleMs: 30_000 } },
];

/** The quantities lie between the transport and the two last columns, which are words. */
const isWords = (column: number): boolean => column === 0 || column > quantities.length;

const renderFigure = ({ text, unit, extrapolated, note }: Figure, i: number, { choosing, basics }: Words): Markup => {
  const remark = basics.parts([extrapolated ? choosing.extrapolated : "", note]);
  return html`<td data-quantity="${quantities[i]}" class="${extrapolated ? "extrapolated" : ""}"><span class="value">${text}</span> <span class="unit">${unit}</span><small class="remark">${remark}</small></td>`;
};

const renderRow = (row: ChoiceRow, views: readonly TransportView[], words: Words): Markup => {
  const view = views.find(({ name }) => name === row.name);
  return html`<tr><th scope="row" class="swatched" data-transport="${row.name}">${view && renderSwatch(view)}${row.label}<small class="row-setting">${row.setting}</small></th>${row.figures.map((figure, i) => renderFigure(figure, i, words))}<td class="words"><span class="standing-mark${row.keeps === false && " bad"}">${row.standing}</span></td><td class="words outside">${row.outside}</td></tr>\n`;
};

const renderChoices = (id: string, caption: string, bodies: readonly Markup[], { choosingPage }: Words): Markup =>
  renderBodies(id, caption, headsOf(choosingPage.heads, isWords), bodies, "choices");

const rowsAt = (
  inputs: ChoosingInputs,
  setting: Setting,
  views: readonly TransportView[],
  words: Words,
): readonly Markup[] =>
  predictAll(inputs, setting).map((prediction) => renderRow(rowOf(prediction, words.choosing), views, words));

const renderControl = (inputs: ChoosingInputs, control: Control, { choosing, choosingPage }: Words): Markup => {
  const { key, unit, least, most, zero, whole, factor } = control;
  const label = choosingPage.controls[key];
  const value = inputs.defaults[factor];
  const range = factor === "staleMs" ? undefined : wholeRegion(inputs)[factor];
  const region = range && html` data-from="${range[0]}" data-to="${range[1]}"`;
  const told =
    factor === "staleMs"
      ? choosingPage.compared
      : range && choosingPage.measuredRange(showRange(factor, range, choosing));
  return html`<div class="control"><label for="choosing-${key}">${label}</label>
<span class="exact"><input type="number" id="choosing-${key}-exact" aria-label="${choosingPage.exactly(label, unit)}" min="${zero ? 0 : least}" max="${most}" step="${whole ? 1 : "any"}" value="${value}"> <span class="unit">${unit}</span></span>
<span class="band${range ? " has-region" : ""}"><input type="range" id="choosing-${key}" min="0" max="${stepsOf(control).length - 1}" step="1" value="${positionOf(control, value)}" aria-describedby="choosing-${key}-measured"${region}></span>
<small id="choosing-${key}-measured">${told}</small></div>
`;
};

const renderLive = (
  inputs: ChoosingInputs,
  views: readonly TransportView[],
  words: Words,
): Markup => html`<div id="choosing-live" hidden>
<fieldset class="controls"><legend>${words.choosingPage.yourSetting}</legend>
${controls.map((control) => renderControl(inputs, control, words))}<p class="reset"><button type="button" id="choosing-reset">${words.choosingPage.reset}</button></p></fieldset>
<p class="answer" id="choosing-answer" aria-live="polite">${answer(predictAll(inputs, inputs.defaults), inputs.defaults, words.choosing)}</p>
${renderChoices("choosing-table", predictedFor(inputs.defaults, words.choosing), [html`<tbody>\n${rowsAt(inputs, inputs.defaults, views, words)}</tbody>`], words)}
</div>`;

const renderExample = (
  inputs: ChoosingInputs,
  { name, setting }: Example,
  views: readonly TransportView[],
  words: Words,
): Markup => {
  const { basics, choosing, choosingPage } = words;
  return html`<tbody>
<tr class="example"><th scope="rowgroup" colspan="${choosingPage.heads.length}"><div class="example-text"><strong>${basics.stop(choosingPage.examples[name])}</strong> ${basics.stop(describe(setting, choosing))} <a class="take" href="${addressOf(setting)}" hidden>${choosingPage.set}</a><p>${answer(predictAll(inputs, setting), setting, choosing)}</p></div></th></tr>
${rowsAt(inputs, setting, views, words)}</tbody>
`;
};

const renderExamples = (inputs: ChoosingInputs, views: readonly TransportView[], words: Words): Markup => {
  const own: Example = { name: "run", setting: inputs.defaults };
  return renderChoices(
    "choosing-examples",
    words.choosingPage.allExamples,
    [own, ...examples].map((example) => renderExample(inputs, example, views, words)),
    words,
  );
};

const digits = (value: number): string => String(Number(value.toPrecision(3)));
const micro = (seconds: number): string => `${figure(Number((seconds * 1e6).toPrecision(3)))}${thin}µs`;
const share = (part: number): string => `${percent(part)}${thin}%`;

/** How far off a fit is at a setting that it was not given. */
const describeLeftOut = (leftOut: LeftOut | null, { choosingPage }: Words): string => {
  const busy = share(busyCores);
  return leftOut === null
    ? choosingPage.noneBusy(busy)
    : choosingPage.leftOut(busy, leftOut.cells, share(leftOut.median), share(leftOut.worst));
};

/** The basis of the predictions of a transport's CPU, and how far off they are. */
const describeCpu = ({ label, way, cpu, region }: TransportInputs, words: Words): string => {
  const { basics, choosing, choosingPage } = words;
  const measured = describeRegion(region, ["requestsPerSec", "deliveriesPerSec"], choosing);
  if (cpu.from === "nearest") {
    return cpu.cells.length === 0
      ? choosingPage.noCpu(label)
      : choosingPage.nearestCpu(label, count(cpu.cells.length), measured);
  }
  const { constant, perPublication, perRequest, perRootRequest, perDelivery, perBodyByte } = cpu.terms;
  const say = choosingPage.terms;
  const terms = [
    constant > 0 ? say.constant(digits(constant)) : "",
    perPublication > 0 ? say.publication(micro(perPublication)) : "",
    perRequest > 0 ? say.request(micro(perRequest)) : "",
    perRootRequest > 0 ? say.rootRequest(digits(perRootRequest)) : "",
    perDelivery > 0 ? (way === "push" ? say.delivery : say.furtherDelivery)(micro(perDelivery)) : "",
    perBodyByte > 0 ? say.kib(micro(perBodyByte * 1024)) : "",
  ].filter((part) => part !== "");
  return choosingPage.fittedCpu(
    label,
    terms.length > 0 ? basics.join(terms) : say.nothing,
    cpu.sideBySide > 1 ? String(cpu.sideBySide) : "",
    count(cpu.cells),
    describeLeftOut(cpu.leftOut, words),
    measured,
  );
};

/** The answers that one process gives, in the order of the transports. */
const describeFloods = ({ transports }: ChoosingInputs, { choosingPage }: Words): readonly string[] =>
  transports.flatMap(({ label, flood }) =>
    flood === null
      ? []
      : [
          choosingPage.flood(
            label,
            count(Math.max(flood.full.mostPerSec, flood.empty.mostPerSec)),
            micro(Math.min(flood.full.leastCores, flood.empty.leastCores)),
          ),
        ],
  );

const describeInputs = (inputs: ChoosingInputs, words: Words): readonly string[] => {
  const { transports, roundTripFloorMs, turnaroundMs } = inputs;
  const { choosingPage } = words;
  const ms = (value: number | null): string =>
    value === null ? choosingPage.notMeasured : `${figure(value)}${thin}ms`;
  const hold = transports.find(({ way }) => way === "long")?.holdMs ?? null;
  return [
    choosingPage.near,
    choosingPage.latency,
    choosingPage.gap(ms(roundTripFloorMs), ms(turnaroundMs), hold === null ? "" : duration(hold)),
    choosingPage.tail,
    choosingPage.shortPolling,
    choosingPage.bytes,
    ...transports.map((transport) => describeCpu(transport, words)),
    ...describeFloods(inputs, words),
    choosingPage.notModelled,
  ];
};

export const renderChoosing = (
  inputs: ChoosingInputs | null,
  views: readonly TransportView[],
  words: Words,
): Markup | false => {
  if (inputs === null) return false;
  const { basics, choosing, choosingPage } = words;
  const region = describeRegion(
    wholeRegion(inputs),
    ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs", "pollEveryMs"],
    choosing,
  );
  const body = html`<p class="why">${choosingPage.why}</p>
<p class="conditions">${choosingPage.measured(region)}</p>
${renderLive(inputs, views, words)}
<details id="choosing-stills" open><summary>${choosingPage.stills}</summary>
${renderExamples(inputs, views, words)}</details>
<details class="checks"><summary>${choosingPage.basis}</summary><ul class="basis">${describeInputs(inputs, words).map((line) => html`<li>${basics.stop(line)}</li>`)}</ul></details>
<script type="application/json" id="choosing-inputs">${embedJson(inputs)}</script>
`;
  return renderSection("choosing", choosingPage.title, body);
};
