import { expect, it } from "vitest";
import { lighten } from "./drawing.ts";

it.each([
  [
    "numbers are rounded to a tenth of a pixel",
    '<path d="M0.04,-1.25e-7L12.349999,3.5Z" transform="translate(1.96,2)"/>',
    '<path d="M0,0L12.3,3.5Z" transform="translate(2,2)"/>',
  ],
  ["numbers of a text are not", "<text>0.123 ms</text>", "<text>0.123 ms</text>"],
  [
    "attributes at their initial values are left out",
    '<g transform="translate(0,0)"><line x2="0" y2="-12" stroke="#e3e7ee" stroke-width="1" opacity="1"/><text text-anchor="start" font-weight="normal">a</text></g>',
    '<g><line y2="-12" stroke="#e3e7ee"/><text>a</text></g>',
  ],
  [
    "others stay",
    '<line x2="0.5" stroke-width="1.5" opacity="0.14"/>',
    '<line x2="0.5" stroke-width="1.5" opacity="0.14"/>',
  ],
  [
    "so is what the page has",
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" class="marks"><g role="graphics-symbol" aria-label="bar" pointer-events="none" font-family="a b"/></svg>',
    '<svg class="marks"><g/></svg>',
  ],
  [
    "so are marks for the pointer, and grounds without a colour",
    '<g class="mark-rule role-mark trials_crosshair_marks"><path d="M0,0"/></g><g class="mark-symbol role-mark crosshair_marks" a=""><path d="M0,0"/></g><path class="background" d="M0,0h1v1h-1Z"/><path class="foreground" d="M1,1" display="none"/><path class="background" d="M0,0h1v1h-1Z" fill="#ffffff"/>',
    '<g class="mark-rule role-mark trials_crosshair_marks"><path d="M0,0"/></g><path class="background" d="M0,0h1v1h-1Z" fill="#ffffff"/>',
  ],
])("of a still drawing, %s", (_, drawn, light) => expect(lighten(drawn)).toBe(light));
