// A click on a variable writes it where one was typing. Without this file, one types it.
(() => {
  "use strict";
  const form = document.querySelector("form.wording");
  const texts = form ? [...form.querySelectorAll("textarea[data-wording]")] : [];
  if (!texts.length) return;
  let last = texts[0];
  form.addEventListener("focusin", (event) => {
    if (texts.includes(event.target)) last = event.target;
  });

  const insert = (word, alone) => {
    const { selectionStart: start, selectionEnd: end, value } = last;
    const before = alone && start > 0 && !value.slice(0, start).endsWith("\n") ? "\n\n" : "";
    const after = alone && end < value.length && !value.slice(end).startsWith("\n") ? "\n\n" : "";
    last.focus();
    last.setRangeText(before + word + after, start, end, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const code of document.querySelectorAll("[data-insert]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn-word";
    button.textContent = code.dataset.insert;
    button.addEventListener("click", () => insert(code.dataset.insert, "alone" in code.dataset));
    code.replaceChildren(button);
  }
  const help = document.querySelector("[data-insert-help]");
  if (help) help.textContent = "Un clic écrit la variable à l’endroit où vous écriviez : chaque document met la valeur à sa place.";
})();
