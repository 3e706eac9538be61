// Reads our labels with the camera, where the browser can. Without it, one types the number or picks.
(() => {
  "use strict";
  const find = document.querySelector("form#find");
  const form = document.querySelector("form[data-offline]");
  if (!(find || form) || !self.offline) return;
  const { outbox } = self;
  const { made } = self.offline;
  const LABEL = /\/(exemplaires|materiel)\/\d+$/;
  const PAUSE = 250;

  // What the phone knows of the depot's labels: what each leads to, and what is out.
  const table = async () => {
    const day = self.caches && (await caches.match(`${outbox.root}/comptoir/journee.json`, { ignoreSearch: true }));
    return day ? (await day.json()).tags : {};
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
  (form ?? find).before(status);
  const say = (text, links = []) => {
    status.replaceChildren(made("p", text), ...links);
  };

  // ── In a form: the copy is ticked; another thing, or one that is out, says so at once ──
  const tick = (place) => {
    const field = place.matches("input, option") ? place : place.querySelector("input[type=checkbox], input[type=radio]");
    if (!field || field.disabled) return false;
    const changed = field.tagName === "OPTION" ? field.closest("select") : field;
    if (field.tagName === "OPTION") field.selected = true;
    else field.checked = true;
    for (const kind of ["input", "change"]) changed.dispatchEvent(new Event(kind, { bubbles: true }));
    (place.closest("fieldset, li, section") ?? changed).scrollIntoView({ block: "center" });
    return true;
  };
  const intoForm = async (code) => {
    const path = pathOf(code);
    if (!LABEL.test(path)) return say("Ce code n’est pas une de nos étiquettes.");
    const tag = (await table())[path];
    const unit = path.includes("/exemplaires/") ? path.split("/").pop() : "";
    const place = unit && form.querySelector(`[data-unit="${unit}"]`);
    if (place && tick(place)) return say(`${tag ? named(tag) : "Exemplaire"} : coché.`);
    const item = tag && form.querySelector(`[data-item="${CSS.escape(tag.item)}"]`);
    if (item && !unit) {
      item.scrollIntoView({ block: "center" });
      return say(`${tag.name} est dans cette fiche.`);
    }
    const thing = tag ? named(tag) : "Cet exemplaire";
    if (tag?.out_with) return say(`${thing} est déjà sorti : ${tag.out_with}.`);
    return say(`${thing} n’est pas de cette fiche.`);
  };

  // ── At the counter: the server answers; without network, the table does ──
  const known = async (code) => {
    const tags = await table();
    const typed = code.trim().toLowerCase();
    return tags[pathOf(code)] ?? Object.values(tags).find((tag) => [tag.number, tag.item].some((each) => each.toLowerCase() === typed));
  };
  const lookUp = async (code) => {
    const tag = await known(code);
    if (!tag) return say("Ce numéro n’est pas dans la journée gardée sur ce téléphone.");
    const links = tag.forms.map((each) => {
      const line = made("p", "");
      line.append(made("a", `${each.way === "out" ? "Remettre" : "Reprendre"} : ${each.said}`, { href: each.address, class: "btn btn-primary btn-block" }));
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
      await video.play();
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
