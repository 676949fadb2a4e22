// "Which transport should I use?" as HTML: the controls, which only a script brings to life, still examples, and what the
// predictions rest on. Knows nothing of how they are made.
import { type Asked, addressOf } from "../choosing/address.ts";
import { answer, describe, describeRegion, predictedFor } from "../choosing/answers.ts";
import type { ChoosingInputs, Setting, TransportInputs } from "../choosing/bare.ts";
import { predictAll } from "../choosing/choices.ts";
import { busyCores, type LeftOut } from "../choosing/cpu-terms.ts";
import { billedNote, type ChoiceRow, type Figure, rowsOf } from "../choosing/rows.ts";
import { wholeRegion } from "../choosing/scales.ts";
import { listPrices, tariffs } from "../choosing/tariffs.ts";
import type { TransportView } from "../legend/transports.ts";
import { monthQuantities, priceKeys, quantities } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { embedJson, html, type Markup } from "../writing/markup.ts";
import { count, duration, figure, percent, thin } from "../writing/numbers.ts";
import { renderControls } from "./choosing-controls.ts";
import { renderSection } from "./section.ts";
import { headsOf, renderBodies, renderSwatch } from "./table.ts";

interface Example {
  readonly name: keyof Words["choosingPage"]["examples"];
  readonly setting: Setting;
}

/** Clients that listen, with nothing between. */
const plain = { sendsPerMin: 0, between: "nothing" } as const;

/** They follow the run's own setting: settings as readers have them. */
// biome-ignore format: one line an example
const examples: readonly Example[] = [
  { name: "dashboard", setting: { ratePerSec: 1, subscribers: 100, bodyBytes: 1000, oneWayMs: 25, staleMs: 2000, ...plain } },
  { name: "chat", setting: { ratePerSec: 0.5, subscribers: 200, bodyBytes: 200, oneWayMs: 50, staleMs: 500, ...plain } },
  { name: "prices", setting: { ratePerSec: 20, subscribers: 1000, bodyBytes: 125, oneWayMs: 25, staleMs: 100, ...plain } },
  { name: "notices", setting: { ratePerSec: 0.01, subscribers: 1000, bodyBytes: 500, oneWayMs: 50, staleMs: 30_000, ...plain } },
];

/** The columns of the table, of which the figures are the middle ones. */
const columns = ["transport", "standing", ...quantities, ...monthQuantities] as const;

const isWords = (column: number): boolean => column < 2;

/** `attribute` names the quantity. */
const renderFigure = ({ text, unit, extrapolated, interval, note }: Figure, attribute: Markup): Markup =>
  html`<td ${attribute} class="${extrapolated ? "extrapolated" : ""}"><span class="value">${text}</span> <span class="unit">${unit}</span><small class="interval">${interval}</small><small class="remark">${note}</small></td>`;

const renderRow = (row: ChoiceRow, views: readonly TransportView[]): Markup => {
  const view = views.find(({ name }) => name === row.name);
  return html`<tr><th scope="row" class="swatched" data-transport="${row.name}">${view && renderSwatch(view)}${row.label}<small class="row-setting">${row.setting}</small></th>${[
    html`<td class="words against"><span class="standing-mark${row.keeps === false && " bad"}">${row.standing}</span><small><strong class="badge advised">${row.advised}</strong> <span class="badge source${row.extrapolated && " is-extrapolated"}">${row.badge}</span></small></td>`,
    ...row.figures.map((figure, i) => renderFigure(figure, html`data-quantity="${quantities[i]}"`)),
    ...row.month.map((figure, i) => renderFigure(figure, html`data-month="${monthQuantities[i]}"`)),
  ]}</tr>\n`;
};

const renderChoices = (id: string, caption: string, bodies: readonly Markup[], { choosingPage }: Words): Markup => {
  const heads = headsOf(
    columns.map((column) => choosingPage.heads[column]),
    isWords,
  );
  return renderBodies(id, caption, heads, bodies, "choices");
};

/** The request of a reader who has typed no price. */
const askedFor = (setting: Setting): Asked => ({ setting, prices: listPrices });

const rowsAt = (
  inputs: ChoosingInputs,
  setting: Setting,
  views: readonly TransportView[],
  words: Words,
): readonly Markup[] =>
  rowsOf(predictAll(inputs, setting), askedFor(setting), words.choosing).map((row) => renderRow(row, views));

const renderAnswer = (inputs: ChoosingInputs, setting: Setting, { choosing }: Words): Markup => {
  const { lead, more } = answer(predictAll(inputs, setting), setting, choosing);
  return html`<strong class="lead">${lead}</strong>${choosing.basics.gap}<span class="more">${more}</span>`;
};

const billedAt = (inputs: ChoosingInputs, setting: Setting, { choosing }: Words): string =>
  billedNote(predictAll(inputs, setting), askedFor(setting), choosing);

const renderLive = (
  inputs: ChoosingInputs,
  views: readonly TransportView[],
  words: Words,
): Markup => html`<div id="choosing-live" hidden>
${renderControls(inputs, words)}
<p class="answer" id="choosing-answer" aria-live="polite">${renderAnswer(inputs, inputs.defaults, words)}</p>
${renderChoices("choosing-table", predictedFor(inputs.defaults, words.choosing), [html`<tbody>\n${rowsAt(inputs, inputs.defaults, views, words)}</tbody>`], words)}
<p class="caption" id="choosing-billed">${billedAt(inputs, inputs.defaults, words)}</p>
</div>`;

const renderExample = (
  inputs: ChoosingInputs,
  { name, setting }: Example,
  views: readonly TransportView[],
  words: Words,
): Markup => {
  const { basics, choosing, choosingPage } = words;
  return html`<tbody>
<tr class="example"><th scope="rowgroup" colspan="${columns.length}"><div class="example-text"><strong>${basics.stop(choosingPage.examples[name])}</strong> ${basics.stop(describe(setting, choosing))} <a class="take" href="${addressOf(askedFor(setting))}" hidden>${choosingPage.set}</a><p>${renderAnswer(inputs, setting, words)}</p><p>${billedAt(inputs, setting, words)}</p></div></th></tr>
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
  const region = describeRegion(
    wholeRegion(inputs),
    ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs", "pollEveryMs"],
    words.choosing,
  );
  return [
    choosingPage.source,
    choosingPage.measured(region),
    choosingPage.rule,
    choosingPage.near,
    choosingPage.latency,
    choosingPage.gap(ms(roundTripFloorMs), ms(turnaroundMs), hold === null ? "" : duration(hold)),
    choosingPage.tail,
    choosingPage.shortPolling,
    choosingPage.bytes,
    ...transports.map((transport) => describeCpu(transport, words)),
    ...describeFloods(inputs, words),
    choosingPage.ranges,
    choosingPage.sending,
    choosingPage.month,
    choosingPage.notModelled,
  ];
};

/** Each price with the page that lists it. */
const renderTariffs = ({ choosingPage }: Words): Markup =>
  html`<li>${choosingPage.tariffs}<ul>${priceKeys.map((key) => {
    const { service, usd, source, enteredOn } = tariffs[key];
    return html`<li><a href="${source}" rel="noreferrer">${choosingPage.tariff(choosingPage.price[key], String(usd), service, enteredOn)}</a></li>`;
  })}</ul></li>`;

export const renderChoosing = (
  inputs: ChoosingInputs | null,
  views: readonly TransportView[],
  words: Words,
): Markup | false => {
  if (inputs === null) return false;
  const { basics, choosingPage } = words;
  const body = html`<p class="why">${choosingPage.why}</p>
${renderLive(inputs, views, words)}
<div class="folds"><details id="choosing-stills" open><summary>${choosingPage.stills}</summary>
${renderExamples(inputs, views, words)}</details>
<details class="checks"><summary>${choosingPage.basis}</summary><ul class="basis">${describeInputs(inputs, words).map((line) => html`<li>${basics.stop(line)}</li>`)}${renderTariffs(words)}</ul></details></div>
<script type="application/json" id="choosing-inputs">${embedJson(inputs)}</script>
`;
  return renderSection("choosing", choosingPage.title, body);
};
