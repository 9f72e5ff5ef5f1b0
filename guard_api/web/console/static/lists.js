// One box ticks all others of a page. Without this, each is ticked by itself.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of event.target.closest("table").querySelectorAll("[name=id]")) box.checked = event.target.checked;
});
const show = (part) => {
  for (const box of part.querySelectorAll("[data-all]")) box.hidden = false;
};
show(document);
document.addEventListener("htmx:load", (event) => show(event.target));
