// The controls of what is published: one message, or a rate, shared by all visitors. Shows what the server says of it.

import type { PublisherAnswer } from "./answers.ts";
import { find, messageOf, say, sayStatus } from "./dom.ts";
import { bytes, thin, written } from "./figures.ts";
import { createNumberField, type NumberField } from "./number-field.ts";
import { fromSlider, settings, toSlider } from "./settings.ts";

interface Publishing {
  set(wish: Partial<PublisherAnswer>): Promise<PublisherAnswer>;
  /** Resolves to the message's seq. */
  publishOne(bodyBytes: number): Promise<number>;
}

/** `ownSeq` is the seq of the last message that was published here by hand; null before that. */
const words = ({ ratePerSec, bodyBytes }: PublisherAnswer, ownSeq: number | null): string => {
  const own = ownSeq === null ? "" : `You published #${ownSeq}. `;
  if (ratePerSec > 0)
    return `${own}Publishing ${ratePerSec}${thin}msg/s on average, with bodies of ${written(bytes(bodyBytes))}.`;
  return own === ""
    ? "Nothing is being published: publish one message, or start a rate."
    : `${own}Nothing else is being published.`;
};

export class PublishingView {
  readonly #publishing: Publishing;
  readonly #status: HTMLElement;
  readonly #slider: HTMLInputElement;
  readonly #rateSwitch: HTMLButtonElement;
  readonly #rate: NumberField;
  readonly #body: NumberField;
  #publisher: PublisherAnswer = { ratePerSec: 0, bodyBytes: settings.body.initial };
  /** The error of the visitor's last wish; stays until the next wish is granted. */
  #trouble = "";
  #ownSeq: number | null = null;

  constructor(form: HTMLFormElement, publishing: Publishing) {
    this.#publishing = publishing;
    this.#status = find(form, "#publishing-status", HTMLElement);
    this.#slider = find(form, "#rate-slider", HTMLInputElement);
    this.#rateSwitch = find(form, "#rate-switch", HTMLButtonElement);
    const tell = (error: string): void => this.#tell(error);
    const rateInput = find(form, "#rate", HTMLInputElement);
    this.#rate = createNumberField(rateInput, settings.rate, tell, (ratePerSec) => {
      this.#slider.value = String(toSlider(settings.rate, ratePerSec));
      if (this.#publisher.ratePerSec > 0) this.#wish(publishing.set({ ratePerSec }));
    });
    this.#body = createNumberField(find(form, "#body", HTMLInputElement), settings.body, tell, (bodyBytes) =>
      this.#wish(publishing.set({ bodyBytes })),
    );
    this.#follow(rateInput);
    this.#rateSwitch.addEventListener("click", () => this.#startOrStop());
    find(form, "#publish-one", HTMLButtonElement).addEventListener("click", () => this.#publishOne());
    form.addEventListener("submit", (submission) => submission.preventDefault());
    tell("");
  }

  show(publisher: PublisherAnswer): void {
    this.#publisher = publisher;
    say(this.#rateSwitch, publisher.ratePerSec === 0 ? "Start" : "Stop");
    if (publisher.ratePerSec > 0) {
      this.#rate.show(publisher.ratePerSec);
      if (document.activeElement !== this.#slider) {
        this.#slider.value = String(toSlider(settings.rate, this.#rate.value));
      }
    }
    this.#body.show(publisher.bodyBytes);
    this.#tell(this.#trouble);
  }

  #tell(error: string): void {
    this.#trouble = error;
    sayStatus(this.#status, words(this.#publisher, this.#ownSeq), error);
  }

  /** The field shows the slider's rate while it moves, and takes it once it is let go. */
  #follow(rateInput: HTMLInputElement): void {
    this.#slider.value = String(toSlider(settings.rate, this.#rate.value));
    this.#slider.addEventListener("input", () => {
      rateInput.value = String(fromSlider(settings.rate, this.#slider.valueAsNumber));
      this.#slider.ariaValueText = `${rateInput.value} messages a second`;
    });
    this.#slider.addEventListener("change", () => rateInput.dispatchEvent(new Event("change")));
  }

  #startOrStop(): void {
    this.#ownSeq = null;
    const started = this.#publisher.ratePerSec > 0;
    const next = started ? { ratePerSec: 0 } : { ratePerSec: this.#rate.value, bodyBytes: this.#body.value };
    this.#wish(this.#publishing.set(next));
  }

  #publishOne(): void {
    const published = this.#publishing.publishOne(this.#body.value).then((seq) => {
      this.#ownSeq = seq;
      return this.#publisher;
    });
    this.#wish(published);
  }

  #wish(asked: Promise<PublisherAnswer>): void {
    asked.then(
      (publisher) => {
        this.#trouble = "";
        this.show(publisher);
      },
      (error: unknown) => this.#tell(`Not done: ${messageOf(error)}.`),
    );
  }
}
