// A card that saves itself: HTMX sends the form as one types; here is only said what became of it, and tried again.
"use strict";
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 8000;
  let unsaved = false;
  let waiting = 0;

  const tell = (text) => {
    const place = document.getElementById("saved");
    place.textContent = text;
    place.classList.add("not-saved");
  };
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.dispatchEvent(new Event("change", { bubbles: true })), PAUSE);
  };
  const isOurs = (event) => event.detail.elt === form;

  form.addEventListener("input", () => { unsaved = true; });
  document.body.addEventListener("htmx:sendError", (event) => {
    if (!isOurs(event)) return;
    tell(form.dataset.offline);
    again();
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    if (!isOurs(event)) return;
    const answer = event.detail.xhr;
    if (answer.status === 409 || answer.status === 403) {
      tell(answer.responseText || form.dataset.failed);
    } else {
      tell(form.dataset.failed);
      again();
    }
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!isOurs(event) || !event.detail.successful) return;
    if (event.detail.xhr.getResponseHeader("X-Saved")) unsaved = false;
    else tell(form.dataset.away);
  });
  window.addEventListener("online", again);
  form.addEventListener("submit", () => { unsaved = false; });
  // Leaving before the last save has gone out: it goes out by itself; only without a connection one is asked.
  window.addEventListener("beforeunload", (event) => { if (unsaved && !navigator.onLine) event.preventDefault(); });
  window.addEventListener("pagehide", () => { if (unsaved) navigator.sendBeacon(form.action, new FormData(form)); });
})();
