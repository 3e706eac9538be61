// The list of what this phone has not sent yet.
(() => {
  "use strict";
  const list = document.querySelector("[data-unsent]");
  if (!list || !self.offline) return;
  const { outbox } = self;
  const { whose, made, counted, send, show, offerReturn } = self.offline;
  const empty = document.querySelector("[data-nothing]");
  const button = document.querySelector("[data-send]");
  const became = document.querySelector("[data-became]");
  const SVG = "http://www.w3.org/2000/svg";

  const moment = (at) =>
    new Date(at).toLocaleString("fr-FR", { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }).replace(/(\d+):(\d+)$/, "$1\u00a0h\u00a0$2");
  const why = (form) => {
    if (form.whose !== whose) return "Écrit par un autre compte, ou pour une autre organisation : il part quand ce compte se connecte sur ce téléphone.";
    if (form.state === "refused") return `Refusé : ${form.said_no}`;
    if (outbox.stale(form)) return "Écrit il y a plus de 25 jours : vérifiez qu’il n’est pas déjà enregistré, puis rouvrez-le pour l’envoyer.";
    if (outbox.troubled(form)) return "Le service a répondu par une erreur : réessayez, ou prévenez le gestionnaire.";
    return "N’est pas encore parti.";
  };
  const give = async (form) => {
    if (!confirm("Abandonner ce formulaire ? Ce qui a été saisi, photos et signatures comprises, sera perdu.")) return;
    await outbox.remove(form.key);
    await show();
  };

  // ── What was typed, drawn and photographed may be seen before it is given up ──
  const read = (blob) =>
    new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(blob);
    });
  const drawing = (strokes) => {
    const frame = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    const said = { class: "drawn", viewBox: "0 0 300 100", width: 300, height: 100, role: "img", "aria-label": "Signature tracée" };
    for (const [name, value] of Object.entries(said)) frame.setAttribute(name, value);
    for (const [name, value] of Object.entries({ d: strokes, fill: "none", stroke: "currentColor", "stroke-width": 2 })) path.setAttribute(name, value);
    frame.append(path);
    return frame;
  };
  const fill = async (form, details) => {
    const typed = made("ul", "");
    typed.append(...(form.said ?? []).map(([label, value]) => made("li", `${label}\u00a0: ${value}`)));
    const shots = made("ul", "", { class: "shots" });
    for (const [name, value, file] of form.fields) {
      if (file === undefined) continue;
      const line = made("li", "");
      line.append(made("img", "", { src: await read(value), alt: `Photo ${shots.children.length + 1}` }));
      shots.append(line);
    }
    const strokes = form.fields.filter(([name, value]) => name.endsWith("_drawn") && value).map(([, value]) => drawing(value));
    details.append(typed, ...strokes, shots);
  };
  const contents = (form) => {
    const details = made("details", "");
    details.append(made("summary", "Ce qui a été saisi", { class: "btn-word" }));
    details.addEventListener("toggle", () => fill(form, details), { once: true });
    return details;
  };

  const row = (form) => {
    const mine = form.whose === whose;
    const line = made("li", "", { class: "panel" });
    const name = mine ? [form.title, form.depot].filter(Boolean).join(", ") : form.depot || "Un formulaire";
    line.append(made("h2", name), made("p", `Écrit ${moment(form.at)}.`), made("p", why(form)));
    if (mine) {
      const acts = made("p", "", { class: "buttons" });
      const away = made("button", "Abandonner", { type: "button", class: "btn-word danger" });
      away.addEventListener("click", () => give(form));
      line.append(contents(form));
      acts.append(made("a", "Rouvrir", { class: "btn btn-quiet", href: `${form.page}#envoi=${encodeURIComponent(form.key)}` }));
      const loan = form.state === "refused" && outbox.loanOf(form);
      if (loan) acts.append(made("a", "Voir le prêt", { class: "btn btn-quiet", href: `${outbox.root}/reservations/${loan}/etat` }));
      acts.append(away);
      offerReturn(form.back, acts, { class: "btn btn-quiet" });
      line.append(acts);
    }
    return line;
  };
  const draw = async () => {
    const waiting = (await outbox.all()).filter((each) => each.state !== "draft");
    list.replaceChildren(...waiting.map(row));
    empty.hidden = waiting.length > 0;
    // What was refused does not go by itself: it is opened again, or given up.
    button.hidden = !waiting.some((each) => each.state === "waiting" && each.whose === whose);
  };
  const now = async () => {
    became.textContent = "Envoi en cours…";
    const told = await send();
    const parts = [];
    if (told?.sent.length) parts.push(`${counted(told.sent.length)} ${told.sent.length === 1 ? "envoyé" : "envoyés"}.`);
    if (told?.refused.length) parts.push(told.refused.length === 1 ? "Un a été refusé : rouvrez-le." : `${told.refused.length} ont été refusés : rouvrez-les.`);
    if (told?.login) parts.push("Reconnectez-vous pour envoyer.");
    if (told?.troubled) parts.push("Le service a répondu par une erreur : réessayez plus tard.");
    else if (told?.away) parts.push("Le réseau n’est pas là : rien n’est perdu, tout partira à son retour.");
    became.textContent = parts.join(" ") || "Rien n’est parti.";
  };
  document.addEventListener("outbox", draw);
  button.addEventListener("click", now);
  draw();
})();
