// The controls of what is published: one message, or a rate, shared by all visitors. Shows what the server says of it.

import type { PublisherAnswer } from "./answers.ts";
import { find, messageOf, say } from "./dom.ts";
import { createEntry } from "./entry.ts";
import { bytes, thin, written } from "./figures.ts";
import { fromSlider, settings, toSlider } from "./settings.ts";

export interface Publishing {
  set(wish: Partial<PublisherAnswer>): Promise<PublisherAnswer>;
  /** Resolves to its seq. */
  publishOne(bodyBytes: number): Promise<number>;
}

export interface PublishingView {
  show(publisher: PublisherAnswer): void;
}

/** `ownSeq`: of the last message that was published here by hand; null before that. */
const words = ({ ratePerSec, bodyBytes }: PublisherAnswer, ownSeq: number | null): string => {
  const own = ownSeq === null ? "" : `You published #${ownSeq}. `;
  if (ratePerSec > 0)
    return `${own}Publishing ${ratePerSec}${thin}msg/s on average, with bodies of ${written(bytes(bodyBytes))}.`;
  return own === ""
    ? "Nothing is being published: publish one message, or start a rate."
    : `${own}Nothing else is being published.`;
};

export const createPublishingView = (form: HTMLFormElement, publishing: Publishing): PublishingView => {
  const status = find(form, "#publishing-status", HTMLElement);
  const slider = find(form, "#rate-slider", HTMLInputElement);
  const rateSwitch = find(form, "#rate-switch", HTMLButtonElement);
  const rateInput = find(form, "#rate", HTMLInputElement);
  const { rate: rateSetting, body: bodySetting } = settings;
  let publisher: PublisherAnswer = { ratePerSec: 0, bodyBytes: bodySetting.initial };
  /** Of the visitor's last wish; stays until the next one is granted. */
  let trouble = "";
  let ownSeq: number | null = null;

  const tell = (error: string): void => {
    trouble = error;
    say(status, trouble === "" ? words(publisher, ownSeq) : trouble);
    status.classList.toggle("trouble", trouble !== "");
  };
  const show = (next: PublisherAnswer): void => {
    publisher = next;
    say(rateSwitch, publisher.ratePerSec === 0 ? "Start" : "Stop");
    if (publisher.ratePerSec > 0) {
      rate.show(publisher.ratePerSec);
      if (document.activeElement !== slider) slider.value = String(toSlider(rateSetting, rate.value));
    }
    body.show(publisher.bodyBytes);
    tell(trouble);
  };
  const wish = (asked: Promise<PublisherAnswer | undefined>): void => {
    asked.then(
      (answer) => {
        trouble = "";
        show(answer ?? publisher);
      },
      (error: unknown) => tell(`Not done: ${messageOf(error)}.`),
    );
  };

  const rate = createEntry(rateInput, rateSetting, tell, (ratePerSec) => {
    slider.value = String(toSlider(rateSetting, ratePerSec));
    if (publisher.ratePerSec > 0) wish(publishing.set({ ratePerSec }));
  });
  const body = createEntry(find(form, "#body", HTMLInputElement), bodySetting, tell, (bodyBytes) =>
    wish(publishing.set({ bodyBytes })),
  );
  slider.value = String(toSlider(rateSetting, rate.value));
  slider.addEventListener("input", () => {
    rateInput.value = String(fromSlider(rateSetting, slider.valueAsNumber));
    slider.ariaValueText = `${rateInput.value} messages a second`;
  });
  slider.addEventListener("change", () => rateInput.dispatchEvent(new Event("change")));
  rateSwitch.addEventListener("click", () => {
    ownSeq = null;
    wish(
      publishing.set(publisher.ratePerSec > 0 ? { ratePerSec: 0 } : { ratePerSec: rate.value, bodyBytes: body.value }),
    );
  });
  find(form, "#publish-one", HTMLButtonElement).addEventListener("click", () =>
    wish(
      publishing.publishOne(body.value).then((seq) => {
        ownSeq = seq;
        return undefined;
      }),
    ),
  );
  form.addEventListener("submit", (submission) => submission.preventDefault());
  tell("");
  return { show };
};
