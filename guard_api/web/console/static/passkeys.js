"use strict";
// Passkeys: a button asks the server what to sign, the browser for the passkey, and sends that as a form.

const canPasskeys = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function usePasskey(button) {
  const token = document.querySelector("[name=csrf_token]").value;
  const asked = await fetch(button.dataset.passkey, { method: "POST", headers: { "X-CSRFToken": token } });
  if (asked.redirected) { // who they are must be proved first
    window.location = asked.url;
    return;
  }
  if (!asked.ok) throw new Error(asked.statusText);
  const options = await asked.json();
  const credential = "new" in button.dataset
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  const form = document.createElement("form");
  form.method = "post";
  form.action = button.dataset.done;
  const values = { csrf_token: token, credential: JSON.stringify(credential), label: navigator.platform };
  for (const [name, value] of Object.entries(values)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

if (canPasskeys) {
  for (const section of document.querySelectorAll("[data-passkeys]")) section.hidden = false;
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      usePasskey(button).catch(() => {
        const said = document.querySelector("#passkey-failed") ?? document.createElement("p");
        Object.assign(said, { id: "passkey-failed", className: "note wrong", textContent: button.dataset.failed });
        said.setAttribute("role", "alert");
        button.before(said);
      });
    });
  }
}
