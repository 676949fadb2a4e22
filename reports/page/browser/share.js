// Buttons at each chart and table: copy a link to it, copy it as Markdown, save it as CSV. Has no texts of its own. Listens on
// the document, since language.js replaces the sheet.
import { toCsv } from "../../writing/csv.ts";
import { toMarkdownTable } from "../../writing/markdown-table.ts";
import { plainCell } from "../../writing/reading.ts";
import { saveText } from "./saving.js";

const cleaned = (text) => text.replace(/\s+/g, " ").trim();

/** A cell's text without its smaller lines, footnotes and marks of a tint. */
const figureOf = (cell) => {
  const own = cell.cloneNode(true);
  for (const aside of own.querySelectorAll("small, sup, .tint-bars, .tint-word")) aside.remove();
  return cleaned(own.textContent);
};

/** With those of its smaller lines that are seen in brackets. */
const textOf = (cell) => {
  const smaller = [...cell.querySelectorAll("small")].filter((small) => small.checkVisibility());
  const told = smaller.map((small) => cleaned(small.textContent)).filter((text) => text !== "");
  return told.length === 0 ? figureOf(cell) : `${figureOf(cell)} (${told.join("; ")})`;
};

const rowsOf = (table) => [...table.querySelectorAll("tbody tr")].filter((row) => !row.hidden);

const asMarkdown = (caption, table) =>
  toMarkdownTable(
    caption,
    [...table.tHead.rows[0].cells].map((head) => ({
      text: cleaned(head.textContent),
      words: head.classList.contains("words"),
    })),
    rowsOf(table).map((row) => [...row.cells].map(textOf)),
  );

const asCsv = (table) => {
  const heads = [...table.tHead.rows[0].cells].map((head) => cleaned(head.textContent));
  const rows = rowsOf(table).map((row) =>
    [...row.cells].map((cell) => cell.dataset.value ?? plainCell(cell.matches("th") ? textOf(cell) : figureOf(cell))),
  );
  return toCsv([heads, ...rows]);
};

/** Also where the browser keeps its clipboard from pages that are files. */
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
};

/** The chart or table that a button stands at: its id, its name and its table. */
const subjectOf = (button) => {
  const figure = button.closest("figure");
  if (figure !== null) {
    const table = figure.querySelector("table");
    return { id: figure.querySelector(".plot").id, name: figure.querySelector("h3").textContent, table };
  }
  const caption = document.getElementById(button.getAttribute("aria-describedby"));
  return { id: caption.id, name: caption.textContent, table: caption.nextElementSibling.querySelector("table") };
};

const tell = async (button, done) => {
  const told = button.parentElement.querySelector("[data-copied]");
  told.textContent = done ? told.dataset.copied : told.dataset.refused;
  await new Promise((goOn) => setTimeout(goOn, 3000));
  told.textContent = "";
};

const share = async (button) => {
  const { id, name, table } = subjectOf(button);
  const kind = button.dataset.share;
  if (kind === "csv") return saveText(`${id}.csv`, "text/csv;charset=utf-8", asCsv(table));
  const [address] = location.href.split("#");
  const done = await copy(kind === "link" ? `${address}#${id}` : asMarkdown(name, table));
  await tell(button, done);
};

/** A chart has buttons to save it already, and its own CSV among them. */
const addTo = (part) => {
  const template = document.getElementById("share-tools");
  if (template === null) return;
  const tools = template.content.cloneNode(true).firstElementChild;
  if (part.matches(".save")) {
    tools.querySelector("[data-share=csv]").remove();
    part.append(...tools.childNodes);
    return;
  }
  for (const button of tools.querySelectorAll("button")) button.setAttribute("aria-describedby", part.id);
  part.before(tools);
};

const begin = () => {
  for (const part of document.querySelectorAll(".caption[id], .save")) {
    const isTable = part.nextElementSibling?.matches(".scroll") && part.closest(".chart, #choosing") === null;
    if (isTable || part.matches(".save")) addTo(part);
  }
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-share]");
  if (button !== null) share(button);
});
document.addEventListener("sheetchange", begin);
begin();
