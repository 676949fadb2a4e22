// One row a transport at the top of a phone's window, which stays there while the panes below it scroll: its median age, and what
// it moved within the last minute. The panes say the same, so that it is none for those who listen.

import type { BrowserTransportName } from "../browser/transports.ts";
import type { Traffic } from "./costs.ts";
import { copyOf, find, mark, say } from "./dom.ts";
import { absent, age, bytes, count, written } from "./figures.ts";
import { words } from "./language.ts";

interface Glanced {
  readonly name: BrowserTransportName;
  readonly label: string;
  readonly medianMs: number | null;
  readonly traffic: Traffic | null;
}

interface GlanceView {
  show(panes: readonly Glanced[]): void;
}

const part = (row: HTMLElement, selector: string): HTMLElement => find(row, selector, HTMLElement);

const createRow = (list: HTMLElement): ((glanced: Glanced) => void) => {
  list.append(copyOf("glance-row"));
  const row = part(list, ".glance-row:last-child");
  const [name, old] = [part(row, ".glance-name"), part(row, ".glance-age")];
  const [requests, moved] = [part(row, ".glance-requests"), part(row, ".glance-bytes")];
  return ({ name: transport, label, medianMs, traffic }) => {
    mark(row, "row", transport);
    say(name, label);
    say(old, medianMs === null ? absent : written(age(medianMs)));
    say(requests, traffic === null ? absent : words.glance.requests(count(traffic.requests)));
    say(moved, traffic === null ? absent : words.glance.moved(written(bytes(traffic.bytes))));
  };
};

/** `list` gets as many rows as there are `panes`. */
export const createGlance = (list: HTMLElement, panes: number): GlanceView => {
  const rows = Array.from({ length: panes }, () => createRow(list));
  return {
    show: (all) => {
      for (const [i, showRow] of rows.entries()) {
        const glanced = all[i];
        if (glanced !== undefined) showRow(glanced);
      }
    },
  };
};
