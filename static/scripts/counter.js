// Taps instead of typing at the counter. Without this file, numbers are typed.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const quantity = (input) => Math.max(0, Number.parseInt(input.value, 10) || 0);
  const give = (input, value) => {
    const most = input.max === "" ? Infinity : Number(input.max);
    input.value = Math.min(most, Math.max(0, value));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // So many more at once, as a rack of barriers; or all of them.
  for (const field of all("[data-count]")) {
    const input = field.querySelector("input[type=number]");
    for (const button of all("[data-add], [data-set]", field)) {
      const { add, set } = button.dataset;
      button.addEventListener("click", () => give(input, set === undefined ? quantity(input) + Number(add) : Number(set)));
      button.hidden = false;
    }
  }
})();
