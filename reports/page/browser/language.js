// Shows the page in the language that the browser prefers or the reader asks for: puts the other language's sheet in place
// of the page's own, and has the charts drawn anew. Where no script runs, the page stays as it is. Runs before page.js,
// which draws, and reports/choosing/choosing.js; both begin again when the sheet has changed.
import { translate } from "../translation.ts";
import { readPacked } from "./packed.js";

const kept = "report-language";
const root = document.documentElement;
const group = document.querySelector(".languages");
const sheet = document.querySelector(".sheet");
const skip = document.querySelector(".skip");
const own = { language: root.lang, title: document.title, skip: skip.textContent, sheet: sheet.innerHTML };
const buttons = group === null ? [] : [...group.querySelectorAll("[data-language]")];
const languages = [own.language, ...buttons.map((button) => button.dataset.language)];

const load = async (language) => {
  const specs = await readPacked("specs");
  if (language === own.language) return { ...own, specs };
  const { specs: translations, ...edition } = await readPacked(`edition-${language}`);
  const translated = Object.entries(translations).map(([id, one]) => [id, translate(specs[id] ?? null, one)]);
  return { ...edition, language, specs: Object.fromEntries(translated) };
};

/** The browser may refuse the document its storage. The choice then holds until the page is left. */
const remember = (language) => {
  try {
    sessionStorage.setItem(kept, language);
  } catch {}
};
const remembered = () => {
  try {
    return sessionStorage.getItem(kept);
  } catch {
    return null;
  }
};

const stem = (language) => language.toLowerCase().split("-")[0];
/** The first of the browser's languages that the page has. Stems are compared: a reader of zh-TW prefers zh-CN to English. */
const preferred = () => {
  const chosen = languages.find((language) => language === remembered());
  const wanted = navigator.languages.flatMap(
    (asked) => languages.find((language) => stem(language) === stem(asked)) ?? [],
  );
  return chosen ?? wanted[0] ?? own.language;
};

/** The section at the top of the window stays there, and what is unfolded stays unfolded. */
const replaceSheet = (html) => {
  const top = (element) => element.getBoundingClientRect().top;
  const section = [...sheet.querySelectorAll("section[id]")].find((one) => one.getBoundingClientRect().bottom > 0);
  const before = scrollY > 0 && section !== undefined ? top(section) : null;
  const open = [...sheet.querySelectorAll("details")].map((details) => details.open);
  const ratios = [...sheet.querySelectorAll(".show-ratios input")].map((box) => box.checked);
  sheet.innerHTML = html;
  for (const [i, details] of sheet.querySelectorAll("details").entries()) details.open = open[i] ?? details.open;
  for (const [i, box] of sheet.querySelectorAll(".show-ratios input").entries()) box.checked = ratios[i] ?? false;
  const after = before === null ? null : document.getElementById(section.id);
  if (after !== null) scrollBy({ top: top(after) - before, behavior: "instant" });
};

const mark = (language) => {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.language === language));
};

let wanted = own.language;
/** The specs to draw; undefined where the reader has asked for another language in the meantime. */
const show = async (language) => {
  wanted = language;
  mark(language);
  const edition = await load(language);
  if (wanted !== language) return undefined;
  root.lang = edition.language;
  document.title = edition.title;
  skip.textContent = edition.skip;
  replaceSheet(edition.sheet);
  document.dispatchEvent(new Event("sheetchange"));
  return edition.specs;
};

const choose = async (language) => {
  if (language === wanted) return;
  remember(language);
  const showing = show(language);
  // The charts' script may not be there yet.
  globalThis.reportLanguage.specs = showing;
  const specs = await showing;
  if (specs !== undefined) await globalThis.reportCharts?.draw(specs);
};

for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.language));
if (group !== null) group.hidden = false;
const first = preferred();
// The charts' specifications are unpacked while the script that draws them is.
globalThis.reportLanguage = { specs: first === own.language ? readPacked("specs") : show(first) };
