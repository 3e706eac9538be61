// Comforts only: every page works without this file.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const quantity = (input) => Math.max(0, Number.parseInt(input.value, 10) || 0);

  // After a refusal, those who listen hear the summary first; one click there leads into the field.
  document.querySelector("[data-focus]")?.focus();

  // − and + around quantities, for thumbs and gloves.
  for (const stepper of all(".stepper")) {
    const input = stepper.querySelector("input");
    const button = (sign, words, change) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = sign;
      made.setAttribute("aria-label", `${words} : ${input.dataset.thing ?? "quantité"}`);
      made.addEventListener("click", () => {
        const step = Number(input.step) || 1;
        const most = input.max === "" ? Infinity : Number(input.max);
        input.value = Math.min(most, Math.max(0, quantity(input) + change * step));
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return made;
    };
    const less = button("−", "Moins", -1);
    const more = button("+", "Plus", 1);
    const limits = () => {
      // Not `disabled`: the focus would be lost under the finger of who uses the keyboard.
      less.setAttribute("aria-disabled", quantity(input) === 0);
      more.setAttribute("aria-disabled", input.max !== "" && quantity(input) >= Number(input.max));
    };
    input.before(less);
    input.after(more);
    input.addEventListener("input", limits);
    stepper.classList.add("live");
    limits();
  }

  // The cart bar says what is chosen: "2 articles  2 × Tente pliante, 40 × Chaise pliante".
  for (const cart of all("[data-cart]")) {
    const form = cart.closest("form");
    const output = cart.querySelector("output");
    if (!form || !output) continue;
    const say = () => {
      const chosen = all("input[data-thing]", form).filter((input) => quantity(input) > 0);
      const count = document.createElement("b");
      count.textContent = chosen.length === 0 ? "Rien de choisi" : chosen.length === 1 ? "1 article" : `${chosen.length} articles`;
      const words = chosen.map((input) => `${quantity(input)} × ${input.dataset.thing}`).join(", ");
      output.replaceChildren(count, words);
    };
    form.addEventListener("input", say);
    window.addEventListener("pageshow", say);
    say();
  }

  // One send is enough. Buttons come back when the page is shown again, or after a while (a download leaves it open).
  const busy = new Set();
  const release = (form) => {
    form.removeAttribute("aria-busy");
    for (const button of all("button[data-sent]", form)) {
      button.disabled = false;
      delete button.dataset.sent;
    }
    busy.delete(form);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (busy.has(form)) return event.preventDefault();
    busy.add(form);
    form.setAttribute("aria-busy", "true");
    // Later than the event: a disabled button would not send its own name and value.
    setTimeout(() => {
      for (const button of all("button:not([type=button]):not([disabled])", form)) {
        button.dataset.sent = "";
        button.disabled = true;
      }
    });
    setTimeout(() => release(form), 10000);
  });
  window.addEventListener("pageshow", () => [...busy].forEach(release));

  // Forms marked data-guard ask before what was typed is lost, here or on the page before.
  const changed = new Set();
  for (const form of all("form[data-guard]")) {
    if ("unsaved" in form.dataset && !form.dataset.draft) changed.add(form);
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.delete(form));
    form.addEventListener("kept", () => changed.delete(form)); // as a draft
  }
  window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });

  // The return follows the pick-up: never before it, and the same day while it is empty.
  for (const end of all("input[data-follows]")) {
    const start = end.form?.elements[end.dataset.follows];
    if (!start) continue;
    const follow = () => {
      if (start.value) end.min = start.value;
      if (start.value && !end.value) end.value = start.value;
    };
    start.addEventListener("change", follow);
    if (start.value) end.min = start.value;
  }

  // An address to copy is chosen whole, and copied by a button where the browser lets pages copy.
  for (const field of all("input[data-copy]")) {
    field.addEventListener("focus", () => field.select());
    if (!navigator.clipboard) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = field.dataset.copy === "primary" ? "btn btn-primary" : "btn btn-quiet";
    button.textContent = "Copier l’adresse";
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    const line = document.createElement("p");
    line.className = "buttons copying";
    line.append(button, said);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = "Adresse copiée.";
      } catch {
        field.focus();
        said.textContent = "L’adresse est choisie : copiez-la par le menu ou le clavier.";
      }
    });
    field.after(line);
  }

  // A menu closes when one looks elsewhere.
  document.addEventListener("click", (event) => {
    for (const drop of all("details.drop[open]")) if (!drop.contains(event.target)) drop.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of all("details.drop[open]")) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
    if (location.hash === "#menu") location.hash = "contenu";
  });
})();
