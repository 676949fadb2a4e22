// The controls of what is published: one message, or a rate, shared by all visitors. Shows what the server says of it.

import type { PublisherAnswer } from "./answers.ts";
import { find, messageOf, say, sayStatus } from "./dom.ts";
import { bytes, written } from "./figures.ts";
import { words } from "./language.ts";
import { createNumberField } from "./number-field.ts";
import { presetNames, presets } from "./presets.ts";
import { fromSlider, settings, toSlider } from "./settings.ts";

interface Publishing {
  set(wish: Partial<PublisherAnswer>): Promise<PublisherAnswer>;
  /** Resolves to the message's seq. */
  publishOne(bodyBytes: number): Promise<number>;
}

/** `ownSeq` is the seq of the last message that was published here by hand; null before that. */
const describe = ({ ratePerSec, bodyBytes }: PublisherAnswer, ownSeq: number | null): string => {
  const own = ownSeq === null ? "" : words.publishing.own(ownSeq);
  if (ratePerSec > 0) return `${own}${words.publishing.goesOn(ratePerSec, written(bytes(bodyBytes)))}`;
  return own === "" ? words.publishing.nothing : `${own}${words.publishing.nothingElse}`;
};

interface PublishingView {
  show(publisher: PublisherAnswer): void;
}

/** The rate's slider: the field shows its rate while it moves, and takes it once it is let go. */
const createRateSlider = (slider: HTMLInputElement, field: HTMLInputElement) => {
  slider.addEventListener("input", () => {
    field.value = String(fromSlider(settings.rate, slider.valueAsNumber));
    slider.ariaValueText = words.publishing.slider(field.value);
  });
  slider.addEventListener("change", () => field.dispatchEvent(new Event("change")));
  return {
    moveTo: (ratePerSec: number): void => {
      slider.value = String(toSlider(settings.rate, ratePerSec));
    },
    isHeld: (): boolean => document.activeElement === slider,
  };
};

export const createPublishingView = (form: HTMLFormElement, publishing: Publishing): PublishingView => {
  const status = find(form, "#publishing-status", HTMLElement);
  const rateSwitch = find(form, "#rate-switch", HTMLButtonElement);
  const rateInput = find(form, "#rate", HTMLInputElement);
  const slider = createRateSlider(find(form, "#rate-slider", HTMLInputElement), rateInput);
  let publisher: PublisherAnswer = { ratePerSec: 0, bodyBytes: settings.body.initial };
  /** The error of the visitor's last wish; stays until the next wish is granted. */
  let trouble = "";
  let ownSeq: number | null = null;

  const tell = (error: string): void => {
    trouble = error;
    sayStatus(status, describe(publisher, ownSeq), error);
  };
  const show = (next: PublisherAnswer): void => {
    publisher = next;
    say(rateSwitch, publisher.ratePerSec === 0 ? words.publishing.start : words.publishing.stop);
    for (const name of presetNames) {
      const { ratePerSec, bodyBytes } = presets[name];
      const chosen = publisher.ratePerSec === ratePerSec && publisher.bodyBytes === bodyBytes;
      find(form, `#preset-${name}`, HTMLButtonElement).ariaPressed = String(chosen);
    }
    if (publisher.ratePerSec > 0) {
      rate.show(publisher.ratePerSec);
      if (!slider.isHeld()) slider.moveTo(rate.value);
    }
    body.show(publisher.bodyBytes);
    tell(trouble);
  };
  const wish = (asked: Promise<PublisherAnswer>): void => {
    asked.then(
      (answer) => {
        trouble = "";
        show(answer);
      },
      (error: unknown) => tell(words.publishing.notDone(messageOf(error))),
    );
  };
  const rate = createNumberField(rateInput, settings.rate, tell, (ratePerSec) => {
    slider.moveTo(ratePerSec);
    if (publisher.ratePerSec > 0) wish(publishing.set({ ratePerSec }));
  });
  const body = createNumberField(find(form, "#body", HTMLInputElement), settings.body, tell, (bodyBytes) => {
    wish(publishing.set({ bodyBytes }));
  });
  const startOrStop = (): void => {
    ownSeq = null;
    const started = publisher.ratePerSec > 0;
    wish(publishing.set(started ? { ratePerSec: 0 } : { ratePerSec: rate.value, bodyBytes: body.value }));
  };
  const publishOne = async (): Promise<PublisherAnswer> => {
    ownSeq = await publishing.publishOne(body.value);
    return publisher;
  };

  for (const name of presetNames) {
    find(form, `#preset-${name}`, HTMLButtonElement).addEventListener("click", () => {
      ownSeq = null;
      wish(publishing.set(presets[name]));
    });
  }
  slider.moveTo(rate.value);
  rateSwitch.addEventListener("click", startOrStop);
  find(form, "#publish-one", HTMLButtonElement).addEventListener("click", () => wish(publishOne()));
  form.addEventListener("submit", (submission) => submission.preventDefault());
  tell("");
  return { show };
};
