// Light, dark, or as the system has it: keeps the reader's choice, and sets it on the root element, by which the style sheet
// goes. Runs in the page's head, so that nothing is shown in other colours first.

const kept = "report-theme";
const root = document.documentElement;

/** The browser may refuse the document its storage. The choice then holds until the page is left. */
const remember = (theme) => {
  try {
    localStorage.setItem(kept, theme);
  } catch {}
};
const remembered = () => {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null;
  }
};

const apply = (theme) => {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
};

/** Presses the button of the choice that is in force, and shows the buttons. */
const show = () => {
  const theme = root.dataset.theme ?? "system";
  for (const group of document.querySelectorAll(".themes")) group.hidden = false;
  for (const button of document.querySelectorAll("[data-choose-theme]"))
    button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === theme));
};

apply(remembered());
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-choose-theme]");
  if (button === null) return;
  apply(button.dataset.chooseTheme);
  remember(button.dataset.chooseTheme);
  show();
});
document.addEventListener("DOMContentLoaded", show);
// language.js replaces the page's sheet, and the buttons with it.
document.addEventListener("sheetchange", show);
