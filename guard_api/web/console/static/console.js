"use strict";
// What pages do better with a script than without; none needs it.

// The browser's time zone, for who has chosen none.
for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// Forms that take much away are asked about once more.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.question || event.submitter?.dataset.question;
  if (question && !window.confirm(question)) event.preventDefault();
});
