// Reads our labels with the camera, where the browser can. Without it, one types the number or picks.
(() => {
  "use strict";
  const find = document.querySelector("form#find");
  const form = document.querySelector("form[data-offline]");
  if (!(find || form) || !self.offline) return;
  const { outbox } = self;
  const { made } = self.offline;
  const LABEL = /\/(exemplaires|materiel)\/(\d+)$/;
  const PAUSE = 250;

  // What the phone knows of the depot's labels: what each leads to, and what is out.
  const table = async () => {
    const day = self.caches && (await caches.match(`${outbox.root}/comptoir/journee.json`, { ignoreSearch: true }));
    if (day) return (await day.json()).tags;
    const answer = await fetch(`${outbox.root}/comptoir/journee.json`).catch(() => null); // nothing was kept
    return answer?.ok ? (await answer.json()).tags : {};
  };
  const pathOf = (code) => {
    try {
      return new URL(code, location.href).pathname.replace(/\/$/, "");
    } catch {
      return "";
    }
  };
  const named = (tag) => (tag.unit ? `${tag.name}, ${tag.number}` : tag.name);

  const status = made("div", "", { role: "status", class: "scanned" });
  // At the counter it is read under the field that one has just left.
  if (form) form.before(status);
  else find.after(status);
  const say = (text, links = []) => {
    status.replaceChildren(made("p", text), ...links);
    if (!form) status.scrollIntoView({ block: "nearest" });
  };

  // ── In a form: the copy is chosen; another thing, or one that is out, says so at once ──
  const changed = (field) => {
    field.dataset.scanned = "";
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    (field.closest("fieldset, li, section") ?? field).scrollIntoView({ block: "center" });
    return true;
  };
  // Copies are proposed beforehand: what is scanned takes the place of one that was not.
  const choose = (part, number) => {
    const lists = [...part.querySelectorAll("select[data-scan]")].filter((list) => [...list.options].some((each) => each.value === number));
    const free = lists.filter((list) => !("scanned" in list.dataset));
    const list = lists.find((each) => each.value === number) ?? free.find((each) => each.value) ?? free[0];
    if (!list) return false;
    list.value = number;
    return changed(list);
  };
  // A copy that is awaited has its own part of the form: it is there that one says how it is back.
  const awaited = (part, number) => {
    const named = [...part.querySelectorAll("input[type=hidden][name^='lines-'][name$='-unit']")];
    if (!named.some((each) => each.value === number)) return false;
    return changed(part.querySelector("input[name$='-quantity']") ?? part);
  };
  // Two things may bear the same number: only the lists of the one that was scanned are read.
  const mark = ({ item, number }) =>
    [...form.querySelectorAll(`[data-item="${CSS.escape(item)}"]`)].some((part) => choose(part, number) || awaited(part, number));
  const intoForm = async (code) => {
    const path = pathOf(code);
    const [, kind] = LABEL.exec(path) ?? [];
    if (!kind) return say("Ce code n’est pas une de nos étiquettes.");
    const tag = (await table())[path];
    // Another depot's or another organization's, or labelled since: nothing is known of it here.
    if (!tag) return say("Cette étiquette n’est pas de cette fiche.");
    const thing = named(tag);
    if (kind === "exemplaires" && mark(tag)) return say(`${thing} : noté.`);
    const here = form.querySelector(`[data-item="${CSS.escape(tag.item)}"]`);
    if (here && kind === "materiel") {
      here.scrollIntoView({ block: "center" });
      return say(`${thing} est dans cette fiche.`);
    }
    if (tag.out_with) return say(`${thing} est déjà sorti : ${tag.out_with}.`);
    return say(`${thing} n’est pas de cette fiche.`);
  };

  const numberOf = ({ address }) => /\/(\d+)(?:\?|$)/.exec(address)?.[1];
  // ── At the counter: the server answers; without network, the table does ──
  // A space is as good as a hyphen; a loan is known by its number, with or without what stands before it.
  const plain = (text) => text.trim().toLowerCase().replace(/[\s-]+/g, "-");
  const known = async (code) => {
    const tags = await table();
    const typed = plain(code);
    const named = tags[pathOf(code)] ?? Object.values(tags).find((tag) => [tag.number, tag.item].some((each) => plain(each) === typed));
    if (named) return named;
    const loan = /^(?:r-?)?0*(\d{1,9})$/.exec(typed)?.[1];
    const forms = Object.values(tags).flatMap((tag) => tag.forms).filter((each) => loan && numberOf(each) === loan);
    const once = [...new Map(forms.map((each) => [each.address, each])).values()];
    return once.length ? { name: once[0].said, forms: once } : null;
  };
  const lookUp = async (code) => {
    const tag = await known(code);
    if (!tag) return say("Ce numéro n’est pas dans la journée gardée sur ce téléphone.");
    // What left without network may come back; what is gone does not leave again.
    const sent = await outbox.gone();
    const waiting = (await outbox.all()).filter((each) => each.state !== "draft");
    const left = new Set([...waiting, ...sent].filter((each) => each.back).map(outbox.loanOf));
    const gone = (each) => left.has(numberOf(each));
    const done = new Set(sent.map(({ address }) => pathOf(address)));
    const open = tag.forms.filter((each) => !done.has(pathOf(each.address)));
    const forms = open.filter((each) => (each.way === "out" ? !gone(each) : !each.ahead || gone(each)));
    const links = forms.map((each) => {
      const line = made("p", "");
      const [number, ...whom] = each.said.split(", ");
      const link = made("a", `${each.way === "out" ? "Remettre" : "Reprendre"} : `, { href: each.address, class: "btn btn-primary btn-block" });
      const text = made("span", link.textContent);
      text.append(made("span", number, { class: "whole" }), `, ${whom.join(", ")}`);
      link.replaceChildren(text);
      line.append(link);
      return line;
    });
    say(`${named(tag)}${tag.out_with ? `, sorti : ${tag.out_with}` : ""}${links.length ? "." : " : rien à remettre ni à reprendre dans la journée gardée."}`, links);
  };
  const away = () => "kept" in document.body.dataset || !navigator.onLine;
  const atCounter = (code) => {
    find.elements.code.value = code;
    if (away()) return lookUp(code);
    find.requestSubmit();
  };
  find?.addEventListener("submit", (event) => {
    if (!away()) return;
    event.preventDefault();
    lookUp(find.elements.code.value);
  });

  // ── The camera ──
  if (!("BarcodeDetector" in self) || !navigator.mediaDevices) return;
  const found = form ? intoForm : atCounter;
  const button = made("button", "Scanner", { type: "button", class: "btn btn-quiet btn-block" });
  (form ?? find).before(button);

  const look = async (video, detector, frame) => {
    while (frame.open) {
      const [code] = await detector.detect(video).catch(() => []);
      if (code) return code.rawValue;
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    return "";
  };
  const scan = async () => {
    const frame = made("dialog", "", { class: "scan", "aria-label": "Scanner une étiquette" });
    const video = made("video", "", { playsinline: "", muted: "" });
    const close = made("button", "Fermer", { type: "button", class: "btn btn-quiet btn-block" });
    close.addEventListener("click", () => frame.close());
    frame.append(video, made("p", "Visez le code de l’étiquette."), close);
    document.body.append(frame);
    let film = null;
    try {
      film = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = film;
      frame.showModal();
      video.play().catch(() => {}); // what cannot be read yet is asked for again
      const code = await look(video, new BarcodeDetector({ formats: ["qr_code"] }), frame);
      frame.close();
      if (code) await found(code);
    } catch {
      say("La caméra n’est pas disponible : tapez le numéro ou choisissez dans la liste.");
    } finally {
      film?.getTracks().forEach((track) => track.stop());
      frame.remove();
    }
  };
  button.addEventListener("click", scan);
})();
