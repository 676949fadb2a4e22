// The rig on the page: the noise floor, the link's accuracy, the ceilings, and how loaded generator, server and machine were.
import type { Ceiling } from "../../bench/record/run.ts";
import type { Distribution } from "../../bench/record/times.ts";
import type { Report } from "../view/report.ts";
import type { FloorView, Rig, RigLoad, Worst } from "../view/rig.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, duration, figure, percent, thin } from "../writing/numbers.ts";
import { renderSection } from "./section.ts";
import {
  headsOf,
  renderBelow,
  renderColumns,
  renderFaults,
  renderName,
  renderNumber,
  renderTable,
  renderWords,
  type TableColumn,
} from "./table.ts";

const describeLink = ({ way, refused }: Rig["link"], { rig }: Words): string =>
  way === "namespaces" ? rig.namespaces : rig.loopback(refused === null ? rig.asAsked : rig.refused(refused));

/** Told without unfolding anything: the floor of the undelayed link, and the worst error of a delay. */
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

const describeFanOut = ({ fanOut }: Rig, { rig }: Words): string => {
  if (fanOut === null) return "";
  const half = ({ p50 }: Pick<Distribution, "p50">): string => (p50 === null ? rig.unknown : `${figure(p50)}${thin}ms`);
  const { subscribers, firstMs, medianMs, lastMs } = fanOut;
  return rig.fanOut({
    sockets: count(subscribers),
    first: half(firstMs),
    median: half(medianMs),
    last: half(lastMs),
  });
};

/** Empty where there was no load client. */
const describeClients = ({ clientProcesses }: Rig, { basics, rig }: Words): string => {
  if (clientProcesses.length === 0) return "";
  const alone = clientProcesses.every((processes) => processes === 1);
  return alone ? rig.oneClientProcess : rig.clientProcesses(basics.join(clientProcesses.map(count)));
};

const describeDisagreement = (loads: readonly RigLoad[], { basics, rig }: Words): string => {
  const twice = loads.flatMap(({ label, disagreement }) => (disagreement === null ? [] : [{ label, disagreement }]));
  const wrong = twice.filter(({ disagreement }) => disagreement > 0);
  if (twice.length === 0) return "";
  if (wrong.length === 0) return rig.agreed;
  return rig.disagreed(basics.parts(wrong.map(({ label, disagreement }) => `${label} ${count(disagreement)}${thin}B`)));
};

/** Pages in a browser stamp arrivals with clocks of their own; empty where there was no browser. */
const describeBrowser = ({ clock }: Rig, { rig }: Words): string =>
  clock === null ? "" : rig.browser(`${figure(clock.offsetBoundMs)}${thin}ms`, `${figure(clock.driftMs)}${thin}ms`);

const signed = (ms: number): string => (ms > 0 ? `+${figure(ms)}` : figure(ms));

const floorRow = (floor: FloorView, { rig: { links } }: Words): Markup => {
  const { oneWayMs, kind, cpuUtilization, closed, paced, errorMs } = floor;
  const roundTrips = [closed, paced].flatMap(({ p50, p99, p999 }) => [p50, p99, p999]);
  return html`<tr>${[
    renderName(duration(oneWayMs), [links[kind]]),
    ...roundTrips.map((ms) => renderNumber(ms)),
    renderNumber(errorMs.p50, signed),
    renderNumber(errorMs.p99, signed),
    renderNumber(cpuUtilization),
  ]}</tr>\n`;
};

const renderFloors = ({ floors }: Rig, words: Words): Markup | false =>
  floors.length > 0 &&
  html`<details><summary>${words.rig.floors.summary}</summary>
<p>${words.rig.floors.why}</p>
${renderTable(
  "rig-floors",
  words.rig.floors.caption,
  [
    ...headsOf(words.rig.floors.heads, (i) => i === 0),
    { text: words.rig.floors.linkCpu, unit: words.evidence.units.cores },
  ],
  floors.map((floor) => floorRow(floor, words)),
)}</details>`;

const ceilingColumns = ({ rig: { ceilings }, evidence: { units } }: Words): readonly TableColumn<Ceiling>[] => [
  { text: ceilings.endpoint, words: true, cell: ({ path }) => html`<th scope="row">${path}</th>` },
  { text: ceilings.answers, words: true, cell: ({ answer }) => renderWords(ceilings[answer]) },
  { text: ceilings.requests, unit: "/s", cell: ({ requestsPerSec }) => renderNumber(requestsPerSec, count) },
  { text: ceilings.connections, cell: ({ connections }) => renderNumber(connections, count) },
  { text: ceilings.serverCpu, unit: units.cores, cell: (ceiling) => renderNumber(ceiling.serverCpuUtilization) },
  { text: ceilings.floodCpu, unit: units.cores, cell: (ceiling) => renderNumber(ceiling.floodCpuUtilization) },
  { text: ceilings.errors, cell: ({ errors }) => renderFaults(errors) },
];

const renderCeilings = ({ ceilings }: Rig, words: Words): Markup | false => {
  const { summary, why, caption } = words.rig.ceilings;
  return (
    ceilings.length > 0 &&
    html`<details><summary>${summary}</summary>
<p>${why}</p>
${renderColumns("rig-ceilings", caption, ceilingColumns(words), ceilings)}</details>`
  );
};

/** The middle trial, and below it the worst, unless the two print alike. */
const worstCell = (worst: Worst | null, show: (value: number) => string = figure): Markup => {
  if (worst === null) return renderNumber(null);
  const [middle, most] = [show(worst.median), show(worst.most)];
  return html`<td>${middle}${renderBelow(most === middle ? "" : most)}</td>`;
};

const ratioCell = (ratio: RigLoad["littlesRatio"]): Markup =>
  ratio === null
    ? renderNumber(null)
    : html`<td>${figure(ratio.median)}<small>${figure(ratio.least)} – ${figure(ratio.most)}</small></td>`;

const loadColumns = ({ basics, rig: { loads }, evidence: { units } }: Words): readonly TableColumn<RigLoad>[] => [
  { text: loads.transport, words: true, cell: ({ label, trials }) => renderName(label, [basics.trials(trials)]) },
  { text: loads.generatorCpu, unit: units.cores, cell: ({ generatorCpu }) => worstCell(generatorCpu) },
  { text: loads.loopClients, unit: "%", cell: ({ loopUtilization }) => worstCell(loopUtilization.clients, percent) },
  { text: loads.loopServer, unit: "%", cell: ({ loopUtilization }) => worstCell(loopUtilization.server, percent) },
  { text: loads.gcClients, unit: "ms", cell: ({ gcPauseMs }) => worstCell(gcPauseMs.clients) },
  { text: loads.gcServer, unit: "ms", cell: ({ gcPauseMs }) => worstCell(gcPauseMs.server) },
  { text: loads.waitClients, unit: "%", cell: ({ runDelayShare }) => worstCell(runDelayShare.clients, percent) },
  { text: loads.waitServer, unit: "%", cell: ({ runDelayShare }) => worstCell(runDelayShare.server, percent) },
  { text: loads.otherWork, unit: units.cores, cell: ({ otherCores }) => worstCell(otherCores) },
  { text: loads.little, cell: ({ littlesRatio }) => ratioCell(littlesRatio) },
  { text: loads.disagreement, unit: "B", cell: ({ disagreement }) => renderFaults(disagreement) },
];

const renderLoads = ({ loads }: Rig, words: Words): Markup | false => {
  const { summary, why, caption } = words.rig.loads;
  return (
    loads.length > 0 &&
    html`<details><summary>${summary}</summary>
<p>${why}</p>
${renderColumns("rig-loads", caption, loadColumns(words), loads)}</details>`
  );
};

const describeRig = (rig: Rig, words: Words): string => {
  const { link, floors, loads } = rig;
  return (
    words.basics.sentences([
      describeLink(link, words),
      describeFloors(floors, words),
      describeFanOut(rig, words),
      describeClients(rig, words),
      describeDisagreement(loads, words),
      describeBrowser(rig, words),
    ]) || absent
  );
};

export const renderRig = ({ rig }: Pick<Report, "rig">, words: Words): Markup => {
  const body = html`<p class="why">${words.rig.why}</p>
<p class="conditions">${describeRig(rig, words)}</p>
${renderFloors(rig, words)}
${renderCeilings(rig, words)}
${renderLoads(rig, words)}
`;
  return renderSection("rig", words.rig.title, body);
};
