// A field for a number: read once the visitor has typed it, and applied where it is within its limits; else the visitor is told.

import { readSetting, type Setting } from "./settings.ts";

interface NumberField {
  /** The last one that was within the limits. */
  readonly value: number;
  /** Shows another value, unless the visitor is typing. */
  show(value: number): void;
}

/** `tell` gets the sentence for a number out of its limits, "" for one within; `apply` only the latter. */
export const createNumberField = (
  input: HTMLInputElement,
  setting: Setting,
  tell: (error: string) => void,
  apply: (value: number) => void,
): NumberField => {
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
