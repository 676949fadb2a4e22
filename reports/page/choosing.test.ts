import { describe, expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { choosingInputs } from "../choosing/inputs.ts";
import { hostileRun, payload } from "../fixtures/hostile.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { english } from "../words/english/english.ts";
import { renderChoosing } from "./choosing.ts";

const render = (run: Run): string => {
  const views = plainTransports(run);
  const section = renderChoosing(choosingInputs(run, views), views, english);
  return section === false ? "" : section.toString();
};

describe("the panel", () => {
  const page = render(fixtureRun);
  const stills = page.slice(page.indexOf('<details id="choosing-stills"'), page.indexOf('<details class="checks"'));

  it("is not there where the run has nothing to predict from", () => {
    expect(render({ ...fixtureRun, trials: [], summaries: [] })).toBe("");
  });

  it("has five examples of three transports, shown without a script", () => {
    const names = [...stills.matchAll(/<strong>([^<]*)\.<\/strong>/g)].map(([, name]) => name);
    expect(names).toEqual(["This run", "A dashboard", "A chat room", "Live prices", "Rare notices"]);
    expect(stills.match(/<th scope="row"/g)).toHaveLength(15);
    expect(stills.match(/^<details id="choosing-stills" open>/)).not.toBeNull();
  });

  it("hides what only a script brings to life", () => {
    expect(page).toContain('<div id="choosing-live" hidden>');
    expect(stills.match(/<a class="take" href="#choosing:[^"]*" hidden>/g)).toHaveLength(5);
  });

  it("says an example's answer and figures", () => {
    const first = stills.slice(stills.indexOf("<tbody>"), stills.indexOf("</tbody>")).replaceAll("\u202f", " ");
    expect(first).toContain("10 messages/s to each of 100 subscribers, 256 B bodies, 0 ms away, at most 1 s old.");
    expect(first).toMatch(
      /<p><strong class="lead">Cheapest within 1 s: WebSocket \(0\.762 ms at p99\)\.<\/strong> <span class="more">It takes 300 KiB\/s and [\d.]+ cores of server CPU\. Short polling every 1 s would do with [\d.]+ ± [\d.]+ × the bytes and [\d.]+ ± [\d.]+ × the CPU\. It comes [\d ]+ ± [\d ]+ × as late: /,
    );
    expect(first).toMatch(
      /<td data-quantity="p99Ms" class=""><span class="value">\d+<\/span> <span class="unit">ms<\/span><small class="interval">\d+–\d+<\/small><small class="remark"><\/small><\/td><td data-quantity="requestsPerSec" class=""><span class="value">100<\/span> <span class="unit">\/s<\/span><small class="interval">99\.3–101<\/small>/,
    );
    expect(first.match(/<span class="badge source">measured<\/span>/g)).toHaveLength(3);
    expect(first).not.toContain("extrapolated");
  });

  it("marks an extrapolated figure, its row with one badge, and names the factor", () => {
    const dashboard = stills.slice(stills.indexOf("A dashboard"), stills.indexOf("A chat room"));
    expect(dashboard).toMatch(
      /class="extrapolated"><span class="value">[\d.]+<\/span> <span class="unit">ms<\/span><small class="interval"><\/small><small class="remark"><\/small>/,
    );
    expect(dashboard.match(/<span class="badge source is-extrapolated">extrapolated<\/span>/g)).toHaveLength(3);
    expect(dashboard).toContain("Some figures are extrapolated beyond what this run measured, in body size.");
    expect(dashboard).toMatch(/<td data-quantity="requestsPerSec" class="">/);
    expect(dashboard).toContain(
      '<td data-quantity="p99Ms" class=""><span class="value">–</span> <span class="unit"></span><small class="interval"></small><small class="remark">none near</small></td>',
    );
  });

  it("has a month in each row, and prices with their source", () => {
    expect(stills.match(/<td data-month="hostedCost"/g)).toHaveLength(15);
    expect(stills.match(/<td data-quantity="cores"/g)).toHaveLength(15);
    for (const key of ["request", "egress", "processor", "connection", "message"]) {
      expect(page).toContain(`<label for="choosing-price-${key}">`);
    }
    expect(page).toContain(
      '<a href="https://aws.amazon.com/fargate/pricing/" rel="noreferrer">A processor-hour: 0.04048 USD (AWS Fargate, entered on 2026-11-30)</a>',
    );
  });

  it("names the advised transports", () => {
    const first = stills.slice(stills.indexOf("<tbody>"), stills.indexOf("</tbody>"));
    expect(first).toContain(
      '<span class="standing-mark">keeps the limit</span><small><strong class="badge advised">advised</strong> <span class="badge source">measured</span></small>',
    );
  });

  it("asks what stands between", () => {
    expect(page).toContain('<label for="choosing-between">Between clients and server</label>');
    expect(page.match(/<option value="/g)).toHaveLength(4);
  });

  it("gives each control a label, its measured region and a number beside the slider", () => {
    for (const key of ["rate", "subscribers", "body", "delay", "stale", "sends"]) {
      expect(page).toContain(`<label for="choosing-${key}">`);
      expect(page).toMatch(
        new RegExp(`<input type="range" id="choosing-${key}" min="0" max="\\d+" step="1" value="\\d+"`),
      );
      expect(page).toMatch(new RegExp(`<input type="number" id="choosing-${key}-exact" aria-label="[^"]+, exactly`));
    }
    expect(page).toContain('data-from="20" data-to="100"');
    expect(page).toContain('<small id="choosing-subscribers-measured">measured: 20 to 100</small>');
  });

  it("says what the predictions rest on and how good the fits are", () => {
    expect(page).toMatch(/WebSocket: [^<]*a delivery\. Fitted to 10 measured settings\. None took 5\.0.% of a core, /);
    expect(page).toMatch(
      /Long polling: [^<]*the first of an answer\. Fitted to 10 measured settings\. Left out, the one setting that took 5\.0.% of a core or more is missed by [\d.]+.%\. Measured: /,
    );
    expect(page).toMatch(/Long polling: a flood showed that one process answers 17.450 requests a second at most, and/);
    expect(page).toContain("Not modelled: jitter");
  });
});

it("a run's texts cannot become markup", () => {
  const page = render(hostileRun);
  expect(page).not.toContain(payload);
  expect(page).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
  expect(page).not.toMatch(/<(img|iframe|base|svg onload)/);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<\/script/g)).toHaveLength(1);
});
