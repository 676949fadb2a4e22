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
      /<p>WebSocket: 0\.762 ms at p99 for 300 KiB\/s and [\d.]+ cores of server CPU\. Short polling every 1 s would do with 1\.1 × the bytes/,
    );
    expect(first).toMatch(
      /<td data-quantity="p99Ms" class=""><span class="value">\d+<\/span> <span class="unit">ms<\/span><small class="remark">measured: \d+ to \d+<\/small><\/td><td data-quantity="requestsPerSec" class=""><span class="value">100<\/span> <span class="unit">\/s<\/span><small class="remark">measured: 99\.3 to 101<\/small>/,
    );
    expect(first.match(/<small class="remark">measured/g)).toHaveLength(15);
    expect(first).not.toContain("extrapolated");
  });

  it("marks an extrapolated figure by class and word, and names the factor", () => {
    const dashboard = stills.slice(stills.indexOf("A dashboard"), stills.indexOf("A chat room"));
    expect(dashboard).toMatch(
      /class="extrapolated"><span class="value">[\d.]+<\/span> <span class="unit">ms<\/span><small class="remark">extrapolated</,
    );
    expect(dashboard).toContain('<td class="words outside">body size</td>');
    expect(dashboard).toMatch(/<td data-quantity="requestsPerSec" class="">/);
    expect(dashboard).toContain(
      '<td data-quantity="p99Ms" class=""><span class="value">–</span> <span class="unit"></span><small class="remark">none was measured near by</small></td>',
    );
  });

  it("gives each control a label, its measured region and a number beside the slider", () => {
    for (const key of ["rate", "subscribers", "body", "delay", "stale"]) {
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
