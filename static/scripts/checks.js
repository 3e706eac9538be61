// What is wrong with a form of the counter, beside its fields: seen on the phone before it is kept, or answered by the service.
(() => {
  "use strict";
  if (!self.offline) return;
  const { made } = self.offline;
  const REQUIRED = "Ce champ est obligatoire.";
  const BOX = ".field, .count-of";
  const SAID = "-erreur"; // what the name of a complaint ends with

  // ── What a field is about, in words ──
  const ticked = (field) => ["checkbox", "radio"].includes(field.type);
  const words = (element) => {
    const copy = element.cloneNode(true);
    for (const each of copy.querySelectorAll(".optional")) each.remove();
    return copy.textContent.replace(/\s+/g, " ").trim().replace(/^Quantité : /, "");
  };
  const thingOf = (field) => (field.name.startsWith("lines-") ? field.closest("[data-item]")?.querySelector("h2")?.firstChild.textContent.trim() : "");
  const about = (field) => {
    const label = words((ticked(field) && field.closest("fieldset")?.querySelector("legend")) || field.labels[0]);
    const thing = thingOf(field);
    return thing && !label.startsWith(thing) ? `${thing}, ${label}` : label;
  };

  // ── Beside the fields ──
  const put = (form, id, complaint) => {
    const field = form.querySelector(`#${CSS.escape(id)}`) ?? form.elements[id];
    if (!field) return;
    if (field.matches("fieldset")) (field.querySelector(":scope > .help") ?? field.querySelector("legend")).after(complaint);
    else (field.closest(".stepper") ?? field).before(complaint);
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  };
  const clear = (form) => {
    for (const old of form.querySelectorAll(`.error[id$='${SAID}']`)) old.remove();
  };
  // As on the page that an answer draws: messages come over, what was typed stays.
  const mark = (form, page) => {
    clear(form);
    for (const field of form.querySelectorAll("[id]")) {
      const its = page.getElementById(field.id);
      if (!its) continue;
      for (const name of ["aria-describedby", "aria-invalid"]) {
        if (its.hasAttribute(name)) field.setAttribute(name, its.getAttribute(name));
        else field.removeAttribute(name);
      }
      field.closest(BOX)?.classList.toggle("wrong", its.closest(BOX)?.classList.contains("wrong") ?? false);
    }
    for (const error of page.querySelectorAll(`main form .error[id$='${SAID}']`)) put(form, error.id.slice(0, -SAID.length), document.importNode(error, true));
  };

  // ── What the phone sees by itself: what the browser would refuse, and that nobody signs ──
  const wrongOf = (field) => {
    if (field.validity.valueMissing && field.dataset.missing) return field.dataset.missing;
    if (field.validity.valueMissing || (field.required && !field.value.trim())) return REQUIRED;
    return field.validationMessage;
  };
  const found = (form) => {
    const wrong = new Map(); // of several choices, once
    for (const field of form.elements) {
      const said = field.willValidate && wrongOf(field);
      if (said) wrong.set(ticked(field) ? field.closest("fieldset") : field, { said, name: about(field) });
    }
    const names = form.dataset.signed?.split(" ") ?? [];
    if (names.length && !names.some((name) => form.elements[name]?.value.trim())) wrong.set(form.elements[names[0]], { said: form.dataset.unsigned });
    return wrong;
  };
  const tell = (field, wrong) => {
    const kept = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && !each.endsWith(SAID));
    const described = [...kept, ...(wrong ? [field.id + SAID] : [])].join(" ");
    if (described) field.setAttribute("aria-describedby", described);
    else field.removeAttribute("aria-describedby");
    if (wrong && !field.matches("fieldset")) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.closest(BOX)?.classList.toggle("wrong", wrong);
  };
  const sentence = ({ said, name }) => (name ? `${name}\u00a0: ${said[0].toLowerCase()}${said.slice(1)}` : said);
  const summary = (wrong) => {
    const box = made("div", "", { class: "error-summary", role: "alert" });
    const list = made("ul", "");
    for (const [field, each] of wrong) {
      const line = made("li", "");
      line.append(made("a", sentence(each), { href: `#${field.id}` }));
      list.append(line);
    }
    box.append(made("h2", wrong.size === 1 ? "Un point est à corriger" : `${wrong.size} points sont à corriger`), list);
    return box;
  };
  // Marks what is wrong with a form; returns it in few words, or null when nothing is.
  const check = (form) => {
    clear(form);
    const wrong = found(form);
    for (const field of form.querySelectorAll("fieldset[id], [aria-invalid]")) tell(field, false);
    for (const [field, { said }] of wrong) {
      put(form, field.id, made("p", said, { class: "error", id: field.id + SAID }));
      tell(field, true);
    }
    return wrong.size ? summary(wrong) : null;
  };

  self.checks = { ticked, words, about, check, mark };
})();
