"use strict";
// Reports by the keyboard: j and k go down and up, x chooses, a accepts, d dismisses, o reopens.

const form = document.querySelector("[data-reports]");
if (form) {
  const rows = [...form.querySelectorAll("tbody tr")];
  const boxes = rows.map((row) => row.querySelector("[type=checkbox]"));
  const chosen = form.querySelector("[data-chosen]");
  let at = -1;

  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    chosen.textContent = number ? chosen.dataset.chosen.replace("{count}", String(number)) : "";
  };
  const go = (to) => {
    if (rows[at]) rows[at].classList.remove("current");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("current");
    boxes[at].focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const decide = (key) => {
    const button = form.querySelector(`[data-key=${key}]`);
    if (!button) return;
    if (!boxes.some((box) => box.checked) && boxes[at]) boxes[at].checked = true;
    form.requestSubmit(button);
  };

  form.querySelector("[data-keys]").hidden = false;
  form.addEventListener("change", count);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, button, a");
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "x" && boxes[at]) boxes[at].click();
    else if ("ado".includes(event.key)) decide(event.key);
    else return;
    event.preventDefault();
  });
  count();
}
