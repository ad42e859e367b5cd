// A card that saves itself: HTMX sends the form as one types; here is only said what became of it, and tried again.
"use strict";
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 8000;
  let edits = 0;     // changes since the page was opened
  let sent = 0;      // of them, those that the request under way carries
  let saved = 0;     // and those that are kept
  let failed = false;
  let waiting = 0;
  let before = {};   // what the lines said when the request was made
  let held = [];     // lines that were not renewed, because somebody is typing in them

  const tell = (text) => {
    const place = document.getElementById("saved");
    place.textContent = text;
    place.classList.add("not-saved");
    failed = true;
  };
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.dispatchEvent(new Event("change", { bubbles: true })), PAUSE);
  };
  const isOurs = (event) => event.detail.elt === form;
  const seen = () => document.getElementById("seen");

  // Logging in anew changes the form's token: the page fetches the new one and tries again.
  const renewToken = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const token = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
    if (token) form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
    again();
  };

  form.addEventListener("input", () => { edits += 1; });
  form.addEventListener("submit", (event) => {
    if (failed) {  // the page that would come instead would not have the text
      event.preventDefault();
      form.dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    saved = edits;
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!isOurs(event)) return;
    sent = edits;
    held = [];
    before = JSON.parse(seen().value);
  });
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const line = event.detail.target.dataset.line;
    if (!line || !event.detail.target.contains(document.activeElement)) return;
    event.detail.shouldSwap = false;
    held.push(line);
  });
  document.body.addEventListener("htmx:sendError", (event) => {
    if (!isOurs(event)) return;
    tell(form.dataset.offline);
    again();
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    if (!isOurs(event)) return;
    const answer = event.detail.xhr;
    const words = (answer.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    tell(words ? answer.responseText : form.dataset.failed);
    if (answer.status === 403 && !words) renewToken();
    else if (answer.status === 429 || answer.status >= 500) again();
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!isOurs(event) || !event.detail.successful) return;
    if (!event.detail.xhr.getResponseHeader("X-Saved")) {
      tell(form.dataset.away);
      again();
      return;
    }
    failed = false;
    if (!document.querySelector(".conflict")) saved = sent;
    if (held.length) {
      const now = JSON.parse(seen().value);
      held.forEach((line) => { now[line] = before[line]; });
      seen().value = JSON.stringify(now);
    }
  });
  window.addEventListener("online", again);
  // Leaving before the last save has gone out: it goes out by itself; only where that cannot help one is asked.
  window.addEventListener("beforeunload", (event) => {
    if (saved !== edits && (failed || !navigator.onLine)) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (saved !== edits) navigator.sendBeacon(form.action, new FormData(form));
  });
})();
