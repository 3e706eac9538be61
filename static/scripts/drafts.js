// Keeps a request as one types it. Without this file, a button does.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  const status = form?.querySelector("[data-draft-status]");
  if (!form || !status) return;
  const PAUSE = 1500;
  let waiting = 0;
  let sending = null;
  let again = false;

  const save = async () => {
    if (sending) {
      again = true;
      return;
    }
    again = false;
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        signal: sending.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      status.textContent = told.said;
      if (!again && !waiting) form.dispatchEvent(new Event("kept"));
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "Le brouillon n’a pas pu être enregistré.";
    } finally {
      sending = null;
    }
    if (again) save();
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = 0;
      save();
    }, PAUSE);
  };
  form.addEventListener("input", soon);
  if ("unsaved" in form.dataset) soon(); // a button changed it, or it was refused
  // What is submitted leaves no draft behind.
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    waiting = 0;
    again = false;
    sending?.abort();
  });
})();
