// What axe finds at fault in a page that is open in Chromium. For tests.
import axe from "axe-core";
import type { Page } from "playwright-core";

const rulesOf = {
  all: "",
  colours: ', runOnly: ["cat.color"]',
  places: ', runOnly: ["target-size", "scrollable-region-focusable"]',
};

/** Only the rules on colour, or on places, where they alone can find what was not found before. */
export const findFaults = async (page: Page, rules: keyof typeof rulesOf): Promise<unknown> => {
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe.source);
  return page.evaluate(`axe.run({ resultTypes: ["violations"], preload: false, selectors: false${rulesOf[rules]} }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => [id, help, nodes.slice(0, 6).map(({ html }) => html.slice(0, 160))]))`);
};

/**
 * Takes rows out of the page's tables of which two stay that differ from them in texts and figures alone: most of axe's
 * time goes into such rows, in which it finds what it finds in those two. What depends on how wide texts are has to be
 * asked for before.
 */
export const keepTwoOfEachKind = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
    const telling = new Set(["class", "id", "role", "scope", "style", "tabindex"]);
    const valueOf = ({ name, value }) => (telling.has(name) || value === "" ? name + "=" + value : name);
    const kindOf = (element) =>
      [element.tagName, ...[...element.attributes].map(valueOf), ...[...element.childNodes].map((node) =>
        node.nodeType === Node.ELEMENT_NODE ? kindOf(node) : "text")].join(" ") + ";";
    for (const body of document.querySelectorAll("tbody"))
      for (const alike of Map.groupBy(body.rows, kindOf).values()) for (const row of alike.slice(2)) row.remove();
  })()`);
