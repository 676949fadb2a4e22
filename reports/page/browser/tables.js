// Tables that a reader can sort by a column and filter by a text, and whose rows are cards where the screen is narrow. Has no
// texts of its own. Listens on the document, since language.js replaces the tables.
import { readFigure } from "../../writing/reading.ts";

/** With fewer rows there is nothing to sort; from so many on, there is something to look for. */
const rowsToSort = 3;
const rowsToFilter = 12;
/** As cards, a row is as high as it has columns: long and very wide tables scroll instead, and narrow ones fit. */
const mostCards = 24;
const cardColumns = { least: 4, most: 14 };

const headsOf = (table) => [...table.tHead.rows[0].cells];

/** One body, one line of heads, and not redrawn by a script of its own. */
const isPlain = (table) => table.tHead !== null && table.tBodies.length === 1 && table.closest("#choosing") === null;

/** The row's cell in a column; null where a cell spans it with others. */
const cellAt = (row, column) => {
  let at = 0;
  for (const cell of row.cells) {
    if (at === column) return cell.colSpan === 1 ? cell : null;
    at += cell.colSpan;
  }
  return null;
};

/** A cell is sorted by a number, or by a text in columns of words; null stands last either way. */
const sortKeyOf = (cell, words) => {
  if (cell === null) return null;
  if (words) return cell.textContent.trim();
  if (cell.dataset.value === undefined) return readFigure(cell.textContent);
  return cell.dataset.value === "" ? null : Number(cell.dataset.value);
};

const compare = (a, b) =>
  typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang, { numeric: true });

const next = { null: "ascending", ascending: "descending", descending: null };

/** By the head's column: from the least on, from the most on, and then as the rows stood at first. */
const sort = (head) => {
  const table = head.closest("table");
  const direction = next[head.getAttribute("aria-sort")];
  for (const other of headsOf(table)) other.removeAttribute("aria-sort");
  if (direction !== null) head.setAttribute("aria-sort", direction);
  const [body] = table.tBodies;
  const column = head.cellIndex;
  const sign = direction === "descending" ? -1 : 1;
  const rows = [...body.rows].map((row) => ({
    row,
    place: Number(row.dataset.place),
    value: direction === null ? null : sortKeyOf(cellAt(row, column), head.classList.contains("words")),
  }));
  const ordered = rows.sort((a, b) => {
    if (a.value === null || b.value === null)
      return Number(a.value === null) - Number(b.value === null) || a.place - b.place;
    return sign * compare(a.value, b.value) || a.place - b.place;
  });
  body.append(...ordered.map(({ row }) => row));
};

const makeSortable = (table) => {
  for (const [i, row] of [...table.tBodies[0].rows].entries()) row.dataset.place = i;
  for (const head of headsOf(table)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
  }
};

const makeFilterable = (table) => {
  const scroll = table.closest(".scroll");
  const caption = scroll.previousElementSibling;
  const field = document.getElementById("filter-tools").content.cloneNode(true);
  field.querySelector("input").setAttribute("aria-describedby", caption.id);
  caption.before(field);
};

/** Keeps the rows that hold the text, whatever its capitals. */
const filter = (field) => {
  const asked = field.value.trim().toLowerCase();
  const part = field.closest(".filter");
  let scroll = part.nextElementSibling;
  while (!scroll.matches(".scroll")) scroll = scroll.nextElementSibling;
  const rows = [...scroll.querySelectorAll("tbody tr")];
  for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(asked);
  const told = part.querySelector("[data-shown]");
  const shown = rows.filter((row) => !row.hidden).length;
  told.textContent = asked === "" ? "" : told.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
};

const isForCards = (table) => {
  const columns = headsOf(table).length;
  return (
    table.closest(".chart") === null &&
    columns >= cardColumns.least &&
    columns <= cardColumns.most &&
    table.tBodies[0].rows.length <= mostCards
  );
};

/** A card has its columns' heads before its cells; the style sheet takes them from the cells. */
const makeCards = (table) => {
  if (table.classList.contains("cards")) return;
  const heads = headsOf(table).map((head) => head.textContent);
  for (const row of table.tBodies[0].rows)
    for (const [i, head] of heads.entries()) {
      const cell = cellAt(row, i);
      if (i > 0 && cell !== null) cell.dataset.head = head;
    }
  table.classList.add("cards");
};

const narrow = matchMedia("(max-width: 599px)");

const plainTables = () => [...document.querySelectorAll(".scroll > table")].filter(isPlain);

const cardWhereNarrow = () => {
  if (narrow.matches) for (const table of plainTables()) if (isForCards(table)) makeCards(table);
};

const begin = () => {
  for (const table of plainTables()) {
    const { length } = table.tBodies[0].rows;
    if (length >= rowsToSort) makeSortable(table);
    if (length >= rowsToFilter && table.closest(".chart") === null) makeFilterable(table);
  }
  cardWhereNarrow();
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest(".sort");
  if (button !== null) sort(button.closest("th"));
});
document.addEventListener("input", ({ target }) => {
  if (target.matches(".filter input")) filter(target);
});
narrow.addEventListener("change", cardWhereNarrow);
document.addEventListener("sheetchange", begin);
begin();
