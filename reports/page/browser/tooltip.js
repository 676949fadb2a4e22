// The words of a mark, in a box beside the pointer: a handler of tooltips for vega. Knows nothing of what is told.

/** It has the name that charts' boxes have by custom. */
const boxId = "vg-tooltip-element";
const gapPx = 10;

const makeBox = () => {
  const box = document.createElement("div");
  box.id = boxId;
  document.body.append(box);
  return box;
};

/** Entries, or lines as they are, which may tell of all lines of a chart. */
const linesOf = (told) => (Array.isArray(told.lines) ? told.lines : Object.entries(told));

const renderRow = (texts) => {
  const row = document.createElement("tr");
  for (const [i, text] of texts.entries()) {
    const cell = row.insertCell();
    cell.className = i === 0 ? "key" : "value";
    cell.textContent = text;
  }
  return row;
};

/** Behind the pointer where there is room for the box, before it elsewhere. */
const placeAt = (pointed, size, room) => (pointed + gapPx + size <= room ? pointed + gapPx : pointed - gapPx - size);

/** `told` is an object, or nothing where no mark is under the pointer. */
export const showTooltip = (_, event, __, told) => {
  const box = document.getElementById(boxId) ?? makeBox();
  const shows = typeof told === "object" && told !== null;
  box.classList.toggle("visible", shows);
  if (!shows) return;
  const table = document.createElement("table");
  table.append(...linesOf(told).map(renderRow));
  box.replaceChildren(table);
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${placeAt(event.clientX, width, innerWidth)}px`;
  box.style.top = `${placeAt(event.clientY, height, innerHeight)}px`;
};
