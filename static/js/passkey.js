// Passkeys: ask the server, ask the device, send the answer as an ordinary form. Without this file, or in a browser
// that knows no passkeys, the forms stay hidden and password with app or code card do the same.
"use strict";

const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;

async function ask(form) {
  const response = await fetch(form.dataset.options, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": form.elements.csrf_token ? form.elements.csrf_token.value : "" },
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function answer(form) {
  const options = await ask(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  form.elements.credential.value = JSON.stringify(credential.toJSON());
}

async function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    await answer(form);
  } catch {
    failed.hidden = false; // refused, cancelled or timed out: the person may simply try again
    return;
  }
  form.submit();
}

if (able) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", submit);
  }
}
