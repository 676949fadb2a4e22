// Loads that are often pushed, as a rate and a body size: each shows another side of the transports. Knows no page.

export const presetNames = ["chat", "prices", "notices", "tokens"] as const;
type PresetName = (typeof presetNames)[number];

interface Preset {
  readonly ratePerSec: number;
  readonly bodyBytes: number;
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  chat: { ratePerSec: 0.5, bodyBytes: 120 },
  prices: { ratePerSec: 20, bodyBytes: 64 },
  // Rarer than a held poll is long, so that holds end without news.
  notices: { ratePerSec: 0.02, bodyBytes: 512 },
  tokens: { ratePerSec: 40, bodyBytes: 8 },
};
