// The rig on the page: the noise floor, the link's accuracy, the ceilings, and how loaded generator, server and machine were.
import type { LinkKind } from "../bench/record.ts";
import { html, type Markup } from "./markup.ts";
import { absent, count, duration, figure, percent, thin } from "./numbers.ts";
import { renderName, renderNumber, renderTable } from "./page-table.ts";
import type { Report } from "./report.ts";
import type { FloorView, Rig, RigLoad, Worst } from "./rig-view.ts";

const linkNames: Readonly<Record<LinkKind, string>> = {
  loopback: "loopback",
  veth: "virtual cable",
  tun: "delaying program",
  proxy: "relay",
};

const describeLink = ({ way, refused }: Rig["link"]): string => {
  if (way === "namespaces") {
    return "Clients reached the server through network namespaces of the trial's own, so that bytes on the wire are exact and a delay holds back every packet.";
  }
  const why = refused === null ? "as it was asked for" : `since network namespaces could not be had: ${refused}`;
  return `Clients reached the server over the host's loopback, and through a relay where there is a delay, ${why}.`;
};

/** What a reader should know without unfolding anything: the floor of the first link, and the worst error of a delay. */
const describeFloors = (floors: readonly FloorView[]): string => {
  const [bare] = floors.filter(({ oneWayMs }) => oneWayMs === 0);
  const half = (ms: number | null): string => (ms === null ? "unknown" : `${figure(ms / 2)}${thin}ms`);
  const delayed = floors.filter(({ oneWayMs }) => oneWayMs > 0).flatMap(({ errorMs }) => errorMs.p50 ?? []);
  const [worst] = delayed.toSorted((a, b) => Math.abs(b) - Math.abs(a));
  return [
    bare === undefined
      ? ""
      : `Without a delay, half a bare echo's round trip took ${half(bare.paced.p50)} at the median and ${half(bare.paced.p99)} at p99: what is smaller than that is not seen.`,
    worst === undefined ? "" : `A one-way delay was at most ${figure(worst)}${thin}ms off at the median.`,
    floors.length === 0 ? "The noise floor was not measured in this run." : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
};

const describeDisagreement = (loads: readonly RigLoad[]): string => {
  const wrong = loads.filter(({ disagreement }) => disagreement > 0);
  if (loads.length === 0) return "";
  if (wrong.length === 0) return "Server and clients counted the same bytes, kind by kind, in every trial.";
  const parts = wrong.map(({ label, disagreement }) => `${label} ${count(disagreement)}${thin}B`);
  return `Server and clients counted bytes differently: ${parts.join(", ")} over all trials.`;
};

const signed = (ms: number): string => (ms > 0 ? `+${figure(ms)}` : figure(ms));

const floorRow = ({ oneWayMs, kind, cpuUtilization, closed, paced, errorMs }: FloorView): Markup =>
  html`<tr>${renderName(duration(oneWayMs), [linkNames[kind]])}${[closed.p50, closed.p99, closed.p999, paced.p50, paced.p99, paced.p999].map((ms) => renderNumber(ms))}${renderNumber(errorMs.p50, signed)}${renderNumber(errorMs.p99, signed)}${renderNumber(cpuUtilization)}</tr>\n`;

const renderFloors = ({ floors }: Rig): Markup | false =>
  floors.length > 0 &&
  html`<details><summary>Noise floor, and how exact the link is</summary>
<p>The clients' sockets against a bare echo over the same link: one message after another (closed), and on a Poisson timetable (paced). The error is half of the paced round trip minus the delay that was asked for. A delaying program holds back every packet; a relay holds back bytes, but neither handshakes nor slow start.</p>
${renderTable(
  "rig-floors",
  "Round trips in ms, by the one-way delay asked for",
  [
    { text: "Delay, each way", words: true },
    { text: "Closed p50" },
    { text: "Closed p99" },
    { text: "Closed p99.9" },
    { text: "Paced p50" },
    { text: "Paced p99" },
    { text: "Paced p99.9" },
    { text: "One-way error p50" },
    { text: "One-way error p99" },
    { text: "CPU of the link", unit: "cores" },
  ],
  floors.map(floorRow),
)}</details>`;

const renderCeilings = ({ ceilings }: Rig): Markup | false =>
  ceilings.length > 0 &&
  html`<details><summary>What the HTTP endpoints answer at most</summary>
<p>An unpaced flood of a fresh server. A trial that comes near these rates measures the server's limit and not the transport.</p>
${renderTable(
  "rig-ceilings",
  "Requests per second under a flood",
  [
    { text: "Endpoint", words: true },
    { text: "Answers", words: true },
    { text: "Requests", unit: "/s" },
    { text: "Connections" },
    { text: "Server CPU", unit: "cores" },
    { text: "Flood CPU", unit: "cores" },
    { text: "Errors" },
  ],
  ceilings.map(
    (ceiling) =>
      html`<tr><th scope="row">${ceiling.path}</th><td class="words">${ceiling.answer === "full" ? "with a message" : "empty"}</td><td>${count(ceiling.requestsPerSec)}</td><td>${count(ceiling.connections)}</td><td>${figure(ceiling.serverCpuUtilization)}</td><td>${figure(ceiling.floodCpuUtilization)}</td><td${ceiling.errors > 0 ? html` class="bad"` : ""}>${count(ceiling.errors)}</td></tr>\n`,
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

const loadRow = (load: RigLoad): Markup =>
  html`<tr>${renderName(load.label, [`${count(load.trials)} ${load.trials === 1 ? "trial" : "trials"}`])}${worstCell(load.generatorCpu)}${worstCell(load.loopUtilization.clients, percent)}${worstCell(load.loopUtilization.server, percent)}${worstCell(load.gcPauseMs.clients)}${worstCell(load.gcPauseMs.server)}${worstCell(load.runDelayShare.clients, percent)}${worstCell(load.runDelayShare.server, percent)}${worstCell(load.otherCores)}${ratioCell(load.littlesRatio)}<td${load.disagreement > 0 ? html` class="bad"` : ""}>${count(load.disagreement)}</td></tr>\n`;

const renderLoads = ({ loads }: Rig): Markup | false =>
  loads.length > 0 &&
  html`<details><summary>How loaded generator, server and machine were</summary>
<p>Medians over a transport's measured and invalid trials, below them the worst trial. Little's ratio is the deliveries outstanding over rate × response time: 1 in a steady state, less where a queue was growing; below it the least and the most.</p>
${renderTable(
  "rig-loads",
  "Load by transport, over all scenarios",
  [
    { text: "Transport", words: true },
    { text: "Generator CPU", unit: "cores" },
    { text: "Loop utilisation, clients", unit: "%" },
    { text: "Loop utilisation, server", unit: "%" },
    { text: "Longest GC pause, clients", unit: "ms" },
    { text: "Longest GC pause, server", unit: "ms" },
    { text: "Waited for a core, clients", unit: "%" },
    { text: "Waited for a core, server", unit: "%" },
    { text: "Other work", unit: "cores" },
    { text: "Little's ratio" },
    { text: "Bytes counted differently", unit: "B" },
  ],
  loads.map(loadRow),
)}</details>`;

export const renderRig = ({ rig }: Pick<Report, "rig">): Markup => html`<section id="rig" aria-labelledby="rig-title">
<h2 id="rig-title">The rig</h2>
<p class="why">What the harness itself adds, and whether it was ever the limit.</p>
<p class="conditions">${[describeLink(rig.link), describeFloors(rig.floors), describeDisagreement(rig.loads)].filter((sentence) => sentence !== "").join(" ") || absent}</p>
${renderFloors(rig)}
${renderCeilings(rig)}
${renderLoads(rig)}
</section>`;
