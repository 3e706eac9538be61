// Forms of the counter: kept on the phone first, then sent. Without this file, they are sent as any other.
(() => {
  "use strict";
  const forms = [...document.querySelectorAll("form[data-offline]")];
  if (!forms.length || !self.offline) return;
  const { outbox } = self;
  const { whose, made, show, pageOf, alertOf, remember, offerReturn, renew } = self.offline;
  const { ticked, words, about, check, mark } = self.checks;

  const PAUSE = 700;
  const SLOW = 1500; // photos, or another tab that sends: the one who waits is told

  const newKey = () =>
    btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

  const addressOf = (form) => form.action.split("#")[0]; // without action, it is the page's own

  // Files are copied: the photo may leave the phone's album before the line is back.
  const copied = async (value) => [new Blob([await value.arrayBuffer()], { type: value.type }), value.name];
  const fieldsOf = async (form, submitter) => {
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    const fields = [];
    for (const [name, value] of data) {
      if (name === "csrf_token") continue; // a fresh one is asked for when it is sent
      if (!(value instanceof File)) fields.push([name, value]);
      else if (value.size) fields.push([name, ...(await copied(value))]);
    }
    return fields;
  };
  // What was filled in, in words: still to be read when the form has nothing left to ask.
  const answer = (field) => {
    if (ticked(field)) return words(field.labels[0]);
    if (field.type === "file") return field.files.length === 1 ? "1 photo" : `${field.files.length} photos`;
    return field.selectedOptions?.[0]?.text ?? field.value;
  };
  const said = (form) => {
    const filled = [...form.elements].filter((field) => field.labels?.length && field.value && (!ticked(field) || field.checked) && !(field.dataset.whole === "0" && field.value === "0"));
    const drawn = [...form.querySelectorAll("[data-draw] input")].filter((field) => field.value);
    const signed = drawn.map((field) => [words(field.closest(".signer").querySelector("label")), "signature tracée"]);
    return [...filled.map((field) => [about(field), answer(field)]), ...signed];
  };
  const entry = async (form, submitter) => ({
    key: form.elements.request_key.value,
    whose,
    depot: form.dataset.depot,
    address: addressOf(form),
    page: location.pathname + location.search,
    title: document.querySelector("h1").textContent.trim(),
    at: Date.now(),
    state: "waiting",
    back: form.dataset.return,
    fields: await fieldsOf(form, submitter),
    said: said(form),
  });
  const keep = async (form, submitter) => {
    const kept = await entry(form, submitter);
    // Refused under one's eyes it is a draft again; one of the list stays there until it is sent or given up.
    const before = (await outbox.all()).find((each) => each.key === kept.key);
    kept.listed = Boolean(before && before.state !== "draft");
    await outbox.put(kept);
    form.dispatchEvent(new Event("kept")); // nothing is lost any more by leaving
    return kept;
  };

  // ── What became of it ──
  const notice = (form, element) => {
    form.parentNode.querySelector(":scope > [data-notice]")?.remove();
    element.dataset.notice = "";
    element.tabIndex = -1;
    form.before(element);
    element.focus();
  };
  const refused = (form, { text = "", said_no: told = outbox.sentence(text) }) => {
    const answer = alertOf(text);
    const page = pageOf(text);
    const again = page.querySelector("form[data-offline]");
    if (again && fits(form, { fields: [...new FormData(again)] })) mark(form, page);
    const shown = answer ? document.importNode(answer, true) : made("div", told, { class: "flash bad", role: "alert" });
    for (const part of [shown, ...shown.querySelectorAll("[id]")]) part.removeAttribute("id");
    notice(form, shown);
  };
  const later = (form, told) => {
    const shown = made("div", "", { class: "flash ok", role: "status" });
    const line = made("p", "Gardé sur ce téléphone. ");
    if (told.login) line.append(made("a", "Reconnectez-vous pour envoyer", { href: told.login }), ". ");
    else if (told.others) line.append("Il attend le compte, ou l’organisation, pour qui il a été écrit. ");
    else if (told.troubled) line.append("Le service a répondu par une erreur : il partira plus tard. ");
    else line.append("Il partira dès que le réseau revient. ");
    line.append(made("a", "Revenir au comptoir", { href: `${outbox.root}/comptoir` }));
    offerReturn(form.dataset.return, line);
    shown.append(line);
    notice(form, shown);
    form.hidden = true;
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("envois")).catch(() => {});
  };
  const sent = ({ url, text }) => {
    remember(text);
    renew();
    location.assign(url);
  };

  const busy = new Set();
  const post = async (form, submitter) => {
    if (busy.has(form)) return; // one press is enough
    const wrong = check(form); // before it is kept: without network, nobody else says it while the borrower stands there
    if (wrong) {
      notice(form, wrong);
      return draft(form).catch(() => {});
    }
    busy.add(form);
    clearTimeout(timers.get(form));
    form.setAttribute("aria-busy", "true");
    let gone = false; // what was sent leaves no draft behind
    const slow = setTimeout(() => notice(form, made("p", "Envoi en cours…", { role: "status" })), SLOW);
    try {
      const kept = await keep(form, submitter);
      const told = await outbox.send(kept.key);
      if (told.sent.length) {
        gone = true;
        return sent(told.sent[0]);
      }
      if (told.refused.length) refused(form, told.refused[0]);
      else later(form, told);
      await show();
    } finally {
      clearTimeout(slow);
      if (!gone) busy.delete(form);
      form.removeAttribute("aria-busy");
    }
  };
  // A phone that refuses to keep anything still sends.
  const plainly = (form, submitter) => {
    if (submitter?.name) form.append(made("input", "", { type: "hidden", name: submitter.name, value: submitter.value }));
    form.submit();
  };

  // ── Opened again with what was typed ──
  const differs = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((each) => each.defaultSelected));
    return "defaultValue" in field && field.value !== field.defaultValue;
  };
  const refill = (form, kept) => {
    const values = new Map();
    for (const [name, value, file] of kept.fields) values.set(name, [...(values.get(name) ?? []), file === undefined ? value : new File([value], file, { type: value.type })]);
    for (const field of form.elements) {
      if (!field.name || field.name === "csrf_token" || field.type === "submit" || field.type === "button") continue;
      const found = values.get(field.name) ?? [];
      if (field.type === "file") {
        const files = new DataTransfer();
        for (const each of found) files.items.add(each);
        field.files = files.files;
      } else if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
      else if (found.length) field.value = found.shift();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      if (differs(field)) field.closest("details")?.setAttribute("open", "");
    }
    form.dispatchEvent(new Event("kept")); // it is on the phone already
  };
  // ── While it is filled in: a closed tab, or a camera that takes all the memory, loses nothing ──
  const timers = new Map();
  const started = (form) =>
    [...form.elements].some(differs) || [...form.querySelectorAll("[data-draw] input")].some((each) => each.value);
  const draft = async (form) => {
    clearTimeout(timers.get(form));
    timers.delete(form);
    if (!started(form)) return;
    const kept = await entry(form);
    if (busy.has(form) || form.hidden) return; // it is going
    await outbox.keepDraft(kept);
    form.dispatchEvent(new Event("kept"));
  };
  const soon = (form) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => draft(form).catch(() => {}), PAUSE)); // a phone that keeps nothing still sends
  };
  // The lines of a loan may have changed since: counts would go to others.
  const fits = (form, kept) => {
    const named = /-(line|unit)$/;
    const lines = (fields) => fields.filter(([name]) => named.test(name) && form.elements[name]?.type !== "select-one").join();
    return lines(kept.fields) === lines([...new FormData(form)]);
  };
  const resume = async (form, kept) => {
    if (!fits(form, kept)) {
      await outbox.remove(kept.key);
      return notice(form, made("div", "Ce prêt a changé depuis : ce que vous aviez commencé n’a pas pu être repris.", { class: "flash", role: "status" }));
    }
    refill(form, kept);
    const again = made("button", "Repartir de zéro", { type: "button", class: "btn-word" });
    again.addEventListener("click", async () => {
      busy.add(form); // nothing more is kept of it
      clearTimeout(timers.get(form));
      await outbox.remove(kept.key);
      form.reset();
      location.reload();
    });
    const line = made("p", `Repris là où vous en étiez. ${kept.said_no ? `Refusé : ${kept.said_no} ` : ""}`);
    line.append(again);
    const shown = made("div", "", { class: "flash ok", role: "status" });
    shown.append(line);
    notice(form, shown);
  };
  const follow = (form) => {
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => soon(form));
    form.addEventListener("click", () => soon(form)); // a photo removed, a drawing erased
    form.addEventListener("pointerup", () => soon(form)); // a drawing
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && timers.has(form)) draft(form).catch(() => {});
    });
  };

  const open = async (form) => {
    const asked = new URLSearchParams(location.hash.slice(1)).get("envoi");
    const mine = (await outbox.all()).filter((each) => each.address === addressOf(form) && each.whose === whose);
    const kept = mine.find((each) => each.key === asked);
    if (kept) {
      refill(form, kept);
      if (kept.state === "refused") refused(form, kept);
      return;
    }
    const draft = mine.filter((each) => each.state === "draft").pop();
    if (draft) return resume(form, draft);
    // A kept page is opened several times: each time it is another form.
    if (document.body.dataset.kept) form.elements.request_key.value = newKey();
    if (!mine.length) return;
    const shown = made("div", "", { class: "flash", role: "status" });
    const line = made("p", "Un formulaire de cette fiche attend déjà d’être envoyé. ");
    line.append(made("a", "Le reprendre", { href: `#envoi=${encodeURIComponent(mine[0].key)}` }));
    offerReturn(form.dataset.return, line);
    shown.append(line);
    notice(form, shown);
  };

  // What is typed while the phone is still being read is kept as well; what the browser or a draft fills in is not typed.
  const begin = async (form) => {
    let early = false;
    form.addEventListener("input", (event) => (early ||= event.isTrusted));
    await open(form);
    follow(form);
    if (early) soon(form);
    await show(); // what is under one's eyes is not counted above
  };
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      post(form, event.submitter).catch(() => plainly(form, event.submitter));
    });
    begin(form);
  }
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#envoi=")) forms.forEach((form) => open(form).then(show)); // not on the way to the signature, or to a field
  });
})();
