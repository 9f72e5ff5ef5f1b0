"use strict";
// The import wizard does without; with it, a file can be dropped, and it is seen how much of it was sent.

const drop = document.querySelector("[data-drop]");
if (drop) {
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
}

const upload = document.querySelector("[data-upload]");
if (upload) {
  upload.addEventListener("submit", (event) => {
    if (!upload.elements.file.files.length) return;
    event.preventDefault();
    const shown = upload.querySelector("[data-uploading]");
    const bar = shown.querySelector("progress");
    const sending = new XMLHttpRequest();
    const button = upload.querySelector("button.primary");
    const over = () => { shown.hidden = true; button.disabled = false; };
    sending.open("POST", window.location.href);
    sending.upload.addEventListener("progress", (seen) => { bar.value = seen.total ? 100 * seen.loaded / seen.total : 0; });
    sending.addEventListener("load", () => {
      if (sending.responseURL !== window.location.href) { window.location.assign(sending.responseURL); return; }
      over();
      const answer = new DOMParser().parseFromString(sending.responseText, "text/html");
      document.querySelector("main").replaceChildren(...answer.querySelector("main").childNodes);
    });
    sending.addEventListener("error", () => { over(); HTMLFormElement.prototype.submit.call(upload); });
    sending.addEventListener("abort", over);
    shown.querySelector("[data-cancel]").addEventListener("click", () => sending.abort(), { once: true });
    shown.hidden = false;
    button.disabled = true;
    sending.send(new FormData(upload));
  });
}

// What decides how the file is read shows it anew at once.
const look = document.querySelector("[data-look]");
if (look) {
  look.addEventListener("change", (event) => {
    if (["format", "charset", "sheet", "list"].includes(event.target.name)) {
      look.requestSubmit(look.querySelector("[value=look]"));
    }
  });
}
