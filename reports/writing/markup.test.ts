import { expect, it } from "vitest";
import { embedJson, embedSource, html, Markup } from "./markup.ts";

it("values are text, markup is kept, nothing is left of false and null, lists are joined", () => {
  const name = `<img src=x onerror="alert(1)">'&`;
  const escaped = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;";
  expect(html`<p title="${name}">${name}</p>`.toString()).toBe(`<p title="${escaped}">${escaped}</p>`);
  expect(html`${[html`<b>1</b>`, "<b>"]}${false}${null}${undefined}${0}`.toString()).toBe("<b>1</b>&lt;b&gt;0");
});

it("an object that only looks like markup is text", () => {
  const lookAlike: unknown = { toString: () => "<script>" };
  expect(html`${lookAlike}`.toString()).toBe("&lt;script&gt;");
  expect(html`${new Markup("<hr>")}`.toString()).toBe("<hr>");
});

it("embedded JSON is the same JSON and cannot end its element", () => {
  const value = { text: "</script><!--<script>\u2028\u2029" };
  const embedded = embedJson(value).toString();
  expect(embedded).toBe('{"text":"\\u003c/script>\\u003c!--\\u003cscript>\\u2028\\u2029"}');
  expect(JSON.parse(embedded)).toEqual(value);
});

it("a source that would end its element is refused", () => {
  expect(embedSource("a < b").toString()).toBe("a < b");
  for (const source of ["x</script >", "</STYLE>", "<!-- x"])
    expect(() => embedSource(source)).toThrow(/end of its own/);
});
