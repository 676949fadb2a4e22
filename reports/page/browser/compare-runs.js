// Follows the two choices of runs in the page of many runs: shows the command that compares them, copies it, and links to a
// comparison that was made already. Has no texts of its own. A sheet in another language is asked anew each time.

const find = (id) => document.getElementById(id);

const follow = () => {
  const choices = find("compare-choices");
  if (choices === null) return;
  choices.hidden = false;
  find("compare-copy").hidden = false;
  const [base, head] = ["compare-base", "compare-head"].map((id) => find(id).selectedOptions[0]);
  find("compare-command").textContent = `npm run compare -- ${base.value} ${head.value}`;
  const link = find("compare-link");
  link.hidden = head.dataset.href === undefined || head.dataset.base !== base.dataset.run;
  if (!link.hidden) link.href = head.dataset.href;
};

/** A browser may refuse: the command is then selected, for the reader to copy. */
const copy = async (button) => {
  const command = find("compare-command");
  try {
    await navigator.clipboard.writeText(command.textContent);
    button.textContent = button.dataset.copied;
  } catch {
    getSelection().selectAllChildren(command);
  }
};

document.addEventListener("change", ({ target }) => {
  if (target.id === "compare-base" || target.id === "compare-head") follow();
});
document.addEventListener("click", ({ target }) => {
  if (target.id === "compare-copy") copy(target);
});
document.addEventListener("sheetchange", follow);
follow();
