// A number that a visitor types: read when it is done with, applied where it is within its limits, told of where it is not.

import { readSetting, type Setting } from "./settings.ts";

export interface Entry {
  /** The last one that was within the limits. */
  readonly value: number;
  /** Shows another value, unless a visitor is at it. */
  show(value: number): void;
}

/** `tell` gets the sentence for one that is out of its limits, "" for one within; `apply` only the latter. */
export const createEntry = (
  input: HTMLInputElement,
  setting: Setting,
  tell: (error: string) => void,
  apply: (value: number) => void,
): Entry => {
  let value = setting.initial;
  input.value = String(value);
  input.addEventListener("change", () => {
    const reading = readSetting(setting, input.value);
    input.ariaInvalid = "error" in reading ? "true" : "false";
    if ("error" in reading) return tell(reading.error);
    ({ value } = reading);
    tell("");
    apply(value);
  });
  return {
    get value() {
      return value;
    },
    show: (other) => {
      if (document.activeElement === input || input.ariaInvalid === "true") return;
      value = other;
      input.value = String(other);
    },
  };
};
