// The live page: four panes and a chat, fed by the server that the page came from. Puts the parts together.

import { browserTransports } from "../browser/transports.ts";
import { ChatView } from "./chat/view.ts";
import { sumOf } from "./costs.ts";
import { find, say } from "./dom.ts";
import { roundUp } from "./figures.ts";
import { createGlance } from "./glance-view.ts";
import { Heartbeat } from "./heartbeat.ts";
import { words } from "./language.ts";
import { publishOne, setPublisher } from "./live-server.ts";
import { paneOrder } from "./looks.ts";
import { createNotice } from "./notice-view.ts";
import { LivePane, type Surroundings } from "./panes/pane.ts";
import { createPublishingView } from "./publishing-view.ts";
import { startRendering } from "./rendering.ts";
import { createSubscribingView } from "./subscribing-view.ts";
import { translatePage } from "./translated.ts";

translatePage();

/** The server's meters tell pages apart by it. */
const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
const now = (): number => performance.now();

const publishing = createPublishingView(find(document, "#publishing", HTMLFormElement), {
  set: setPublisher,
  publishOne,
});
const subscribing = createSubscribingView(
  find(document, "#subscribing", HTMLFormElement),
  () => connectAll(),
  () => forPanes((pane) => pane.close()),
);
const holdMs = (): number => heartbeat.holdMs;
const chat = new ChatView(find(document, "#chat", HTMLElement), { ...subscribing, holdMs });
const notice = createNotice(find(document, "#notice", HTMLElement), () => heartbeat.beat());
const clocks = find(document, "#clocks", HTMLElement);

const heartbeat = new Heartbeat(page, now, {
  ready: () => connectAll(),
  newLog: () => forPanes((pane) => pane.restart(heartbeat.lastSeq)),
  clock: (words) => say(clocks, words),
  publisher: publishing.show,
  meters: (meters, askedAt) => forPanes((pane) => pane.meter(meters[pane.name], askedAt)),
  trouble: (line) => (line === null ? notice.hide() : notice.show(line)),
});

const list = find(document, "#panes", HTMLElement);
const surroundings: Surroundings = {
  ...subscribing,
  holdMs,
  now,
  offsetMs: () => heartbeat.offsetMs,
  page,
  epoch: () => heartbeat.epoch,
  missed: () => heartbeat.beat(),
};
const panes: readonly LivePane[] = paneOrder.map(
  (name) => new LivePane(list, name, browserTransports[name], surroundings),
);

const glance = createGlance(find(document, "#strip", HTMLElement), panes.length);

const forPanes = (act: (pane: LivePane) => void): void => {
  for (const pane of panes) act(pane);
};
const connectAll = (): void => forPanes((pane) => pane.connect(heartbeat.lastSeq));

/** On a shorter scale, bars would tell of the machine and not of the transport. */
const shortestScaleMs = 50;

startRendering({
  show: () => {
    const newestSeq = Math.max(...panes.map(({ cursor }) => cursor));
    const dearestBytes = Math.max(...panes.map(({ cost }) => (cost === null ? 0 : sumOf(cost))));
    const ageMs = roundUp(Math.max(shortestScaleMs, ...panes.map(({ longestMs }) => longestMs)));
    forPanes((pane) => pane.show({ newestSeq, dearestBytes, ageMs }));
    glance.show(
      panes.map(({ name, medianMs, traffic }) => ({ name, label: words.transports[name], medianMs, traffic })),
    );
    chat.show();
  },
  move: () => forPanes((pane) => pane.move()),
  draw: () => forPanes((pane) => pane.draw()),
});
heartbeat.beat();
