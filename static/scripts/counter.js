// Taps instead of typing at the counter. Without this file, numbers are typed.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const quantity = (input) => Math.max(0, Number.parseInt(input.value, 10) || 0);
  const told = (field) => {
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const give = (input, value) => {
    const most = input.max === "" ? Infinity : Number(input.max);
    input.value = Math.min(most, Math.max(0, value));
    told(input);
  };

  // So many more at once, as a rack of barriers; or all of them.
  for (const field of all("[data-count]")) {
    const input = field.querySelector("input[type=number]");
    for (const button of all("[data-add], :not([data-few]) > [data-set]", field)) {
      const { add, set } = button.dataset;
      button.addEventListener("click", () => give(input, set === undefined ? quantity(input) + Number(add) : Number(set)));
      button.hidden = false;
    }
  }

  // What nobody has any more is lent no more: the box says so at once.
  for (const kind of all("input[name=kind]")) {
    const box = kind.form.elements.out_of_service;
    if (box && ["missing", "theft"].includes(kind.value)) kind.addEventListener("change", () => { box.checked = true; });
  }

  // So many damaged or missing: one of the numbers is chosen; tapped again, none is.
  for (const few of all("[data-few]")) {
    const input = few.closest("[data-count]").querySelector("input[type=number]");
    const buttons = all("button", few);
    const numberOf = ({ dataset }) => (dataset.like ? quantity(input.form.elements[dataset.like]) : Number(dataset.set));
    const press = (chosen) => {
      for (const button of buttons) button.setAttribute("aria-pressed", button === chosen);
    };
    const show = () => press(quantity(input) && buttons.find((button) => numberOf(button) === quantity(input)));
    for (const button of buttons) {
      button.addEventListener("click", () => give(input, button.getAttribute("aria-pressed") === "true" ? 0 : numberOf(button)));
      button.hidden = false;
    }
    input.addEventListener("input", show);
    show();
  }

  // What is missing does not come back: so many fewer, before one's eyes, unless fewer were counted already.
  for (const missing of all("input[name^='lines-'][name$='-missing']")) {
    const back = missing.form.elements[missing.name.replace(/missing$/, "quantity")];
    const whole = Number(back.dataset.whole);
    let before = quantity(missing);
    missing.addEventListener("input", () => {
      const left = Math.max(0, whole - quantity(missing));
      if (quantity(back) > left || quantity(back) === Math.max(0, whole - before)) give(back, left);
      before = quantity(missing);
    });
  }

  // A copy goes wrong alone: how many is asked of what is counted. `data-thing` is "depot|copy|reference".
  const many = document.querySelector("[data-many]");
  if (many) {
    const things = all("[name=thing]", many.closest("form"));
    const ask = () => {
      const chosen = things.find((each) => each.type !== "radio" || each.checked);
      many.hidden = Boolean(chosen?.value.split("|")[1]);
    };
    for (const each of things) each.addEventListener("change", ask);
    ask();
  }

  // All is back, and good: what the lines said against it goes, once that is agreed. Meters that were read and photos stay.
  const back = document.querySelector("[data-all-back]");
  back?.addEventListener("click", (event) => {
    const form = back.closest("form");
    const counts = all("[data-whole]", form).filter((input) => input.value !== input.dataset.whole);
    const words = all("[data-item] :is(input[type=radio]:checked, textarea)", form).filter((field) => field.value);
    const undone = counts.length + words.length > 0;
    if (undone && !confirm("Ce qui est noté ligne par ligne sera effacé, sauf les compteurs et les photos. Tout compter comme rentré, en bon état ?")) return event.preventDefault();
    for (const input of counts) give(input, Number(input.dataset.whole));
    for (const field of words) {
      if (field.type === "radio") field.checked = false;
      else field.value = "";
      told(field);
    }
    form.querySelector("[data-said-back]").textContent = undone ? "Tout est compté comme rentré, en bon état : ce qui était noté ligne par ligne est effacé." : "";
  });
})();
