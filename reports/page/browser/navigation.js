// Marks the link to the section that is being read, in the list of contents. Knows nothing of the sections.

/** A section is read from where its head comes so near to the window's top. */
const nearTop = 140;

let current = null;

const mark = () => {
  const links = [...document.querySelectorAll(".contents a[href^='#']")];
  const reached = links.filter((link) => {
    const section = document.getElementById(link.hash.slice(1));
    return section !== null && section.getBoundingClientRect().top < nearTop;
  });
  // The page's order may differ from the list's: the last one that was reached is the lowest.
  const link = reached.at(-1) ?? null;
  if (link === current && (link === null || link.isConnected)) return;
  current?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  current = link;
};

let asked = false;
/** Once a frame is often enough. */
const ask = () => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    mark();
  });
};

addEventListener("scroll", ask, { passive: true });
addEventListener("resize", ask);
document.addEventListener("sheetchange", ask);
mark();
