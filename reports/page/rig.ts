// The rig on the page: the noise floor, the link's accuracy, the ceilings, and how loaded generator, server and machine were.

import type { Report } from "../view/report.ts";
import type { FloorView, Rig, RigLoad, Worst } from "../view/rig.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, duration, figure, percent, thin } from "../writing/numbers.ts";
import { renderName, renderNumber, renderTable } from "./table.ts";

const describeLink = ({ way, refused }: Rig["link"], { rig }: Words): string =>
  way === "namespaces" ? rig.namespaces : rig.loopback(refused === null ? rig.asAsked : rig.refused(refused));

/** What a reader should know without unfolding anything: the floor of the first link, and the worst error of a delay. */
const describeFloors = (floors: readonly FloorView[], { basics, rig }: Words): string => {
  const [bare] = floors.filter(({ oneWayMs }) => oneWayMs === 0);
  const half = (ms: number | null): string => (ms === null ? rig.unknown : `${figure(ms / 2)}${thin}ms`);
  const delayed = floors.filter(({ oneWayMs }) => oneWayMs > 0).flatMap(({ errorMs }) => errorMs.p50 ?? []);
  const [worst] = delayed.toSorted((a, b) => Math.abs(b) - Math.abs(a));
  return basics.sentences([
    bare === undefined ? "" : rig.bareFloor(half(bare.paced.p50), half(bare.paced.p99)),
    worst === undefined ? "" : rig.delayError(`${figure(worst)}${thin}ms`),
    floors.length === 0 ? rig.noFloor : "",
  ]);
};

const describeDisagreement = (loads: readonly RigLoad[], { basics, rig }: Words): string => {
  const twice = loads.flatMap(({ label, disagreement }) => (disagreement === null ? [] : [{ label, disagreement }]));
  const wrong = twice.filter(({ disagreement }) => disagreement > 0);
  if (twice.length === 0) return "";
  if (wrong.length === 0) return rig.agreed;
  return rig.disagreed(basics.parts(wrong.map(({ label, disagreement }) => `${label} ${count(disagreement)}${thin}B`)));
};

/** In a browser pages stamp what arrives with clocks of their own, and tell no bytes. */
const describeBrowser = ({ clock }: Rig, { rig }: Words): string =>
  clock === null ? "" : rig.browser(`${figure(clock.offsetBoundMs)}${thin}ms`, `${figure(clock.driftMs)}${thin}ms`);

const signed = (ms: number): string => (ms > 0 ? `+${figure(ms)}` : figure(ms));

const floorRow = (
  { oneWayMs, kind, cpuUtilization, closed, paced, errorMs }: FloorView,
  { rig: { links } }: Words,
): Markup =>
  html`<tr>${renderName(duration(oneWayMs), [links[kind]])}${[closed.p50, closed.p99, closed.p999, paced.p50, paced.p99, paced.p999].map((ms) => renderNumber(ms))}${renderNumber(errorMs.p50, signed)}${renderNumber(errorMs.p99, signed)}${renderNumber(cpuUtilization)}</tr>\n`;

const renderFloors = ({ floors }: Rig, words: Words): Markup | false =>
  floors.length > 0 &&
  html`<details><summary>${words.rig.floors.summary}</summary>
<p>${words.rig.floors.why}</p>
${renderTable(
  "rig-floors",
  words.rig.floors.caption,
  [
    ...words.rig.floors.heads.map((text, i) => (i === 0 ? { text, words: true } : { text })),
    { text: words.rig.floors.linkCpu, unit: words.evidence.units.cores },
  ],
  floors.map((floor) => floorRow(floor, words)),
)}</details>`;

const renderCeilings = ({ ceilings }: Rig, { rig: { ceilings: words }, evidence: { units } }: Words): Markup | false =>
  ceilings.length > 0 &&
  html`<details><summary>${words.summary}</summary>
<p>${words.why}</p>
${renderTable(
  "rig-ceilings",
  words.caption,
  [
    { text: words.endpoint, words: true },
    { text: words.answers, words: true },
    { text: words.requests, unit: "/s" },
    { text: words.connections },
    { text: words.serverCpu, unit: units.cores },
    { text: words.floodCpu, unit: units.cores },
    { text: words.errors },
  ],
  ceilings.map(
    (ceiling) =>
      html`<tr><th scope="row">${ceiling.path}</th><td class="words">${words[ceiling.answer === "full" ? "full" : "empty"]}</td><td>${count(ceiling.requestsPerSec)}</td><td>${count(ceiling.connections)}</td><td>${figure(ceiling.serverCpuUtilization)}</td><td>${figure(ceiling.floodCpuUtilization)}</td><td${ceiling.errors > 0 ? html` class="bad"` : ""}>${count(ceiling.errors)}</td></tr>\n`,
  ),
)}</details>`;

const worstCell = (worst: Worst | null, show: (value: number) => string = figure): Markup =>
  worst === null
    ? renderNumber(null)
    : html`<td>${show(worst.median)}${show(worst.most) !== show(worst.median) && html`<small>${show(worst.most)}</small>`}</td>`;

const ratioCell = (ratio: RigLoad["littlesRatio"]): Markup =>
  ratio === null
    ? renderNumber(null)
    : html`<td>${figure(ratio.median)}<small>${figure(ratio.least)} – ${figure(ratio.most)}</small></td>`;

const renderDisagreement = ({ disagreement }: RigLoad): Markup =>
  (disagreement ?? 0) > 0 ? html`<td class="bad">${count(disagreement ?? 0)}</td>` : renderNumber(disagreement, count);

const loadRow = (load: RigLoad, { basics }: Words): Markup =>
  html`<tr>${renderName(load.label, [basics.trials(load.trials)])}${worstCell(load.generatorCpu)}${worstCell(load.loopUtilization.clients, percent)}${worstCell(load.loopUtilization.server, percent)}${worstCell(load.gcPauseMs.clients)}${worstCell(load.gcPauseMs.server)}${worstCell(load.runDelayShare.clients, percent)}${worstCell(load.runDelayShare.server, percent)}${worstCell(load.otherCores)}${ratioCell(load.littlesRatio)}${renderDisagreement(load)}</tr>\n`;

const renderLoads = ({ loads }: Rig, words: Words): Markup | false => {
  if (loads.length === 0) return false;
  const { loads: own } = words.rig;
  const { units } = words.evidence;
  return html`<details><summary>${own.summary}</summary>
<p>${own.why}</p>
${renderTable(
  "rig-loads",
  own.caption,
  [
    { text: own.transport, words: true },
    { text: own.generatorCpu, unit: units.cores },
    { text: own.loopClients, unit: "%" },
    { text: own.loopServer, unit: "%" },
    { text: own.gcClients, unit: "ms" },
    { text: own.gcServer, unit: "ms" },
    { text: own.waitClients, unit: "%" },
    { text: own.waitServer, unit: "%" },
    { text: own.otherWork, unit: units.cores },
    { text: own.little },
    { text: own.disagreement, unit: "B" },
  ],
  loads.map((load) => loadRow(load, words)),
)}</details>`;
};

const describeRig = (rig: Rig, words: Words): string => {
  const { link, floors, loads } = rig;
  return (
    words.basics.sentences([
      describeLink(link, words),
      describeFloors(floors, words),
      describeDisagreement(loads, words),
      describeBrowser(rig, words),
    ]) || absent
  );
};

export const renderRig = (
  { rig }: Pick<Report, "rig">,
  words: Words,
): Markup => html`<section id="rig" aria-labelledby="rig-title">
<h2 id="rig-title">${words.rig.title}</h2>
<p class="why">${words.rig.why}</p>
<p class="conditions">${describeRig(rig, words)}</p>
${renderFloors(rig, words)}
${renderCeilings(rig, words)}
${renderLoads(rig, words)}
</section>`;
