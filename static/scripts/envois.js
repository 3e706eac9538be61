// The list of what this phone has not sent yet.
(() => {
  "use strict";
  const list = document.querySelector("[data-unsent]");
  if (!list || !self.offline) return;
  const { outbox } = self;
  const { whose, made, send, show, offerReturn } = self.offline;
  const empty = document.querySelector("[data-nothing]");
  const button = document.querySelector("[data-send]");

  const moment = (at) =>
    new Date(at).toLocaleString("fr-FR", { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }).replace(/(\d+):(\d+)$/, "$1 h $2");
  const why = (form) => {
    if (form.whose !== whose) return "Écrit par un autre compte, ou pour une autre organisation : il part quand ce compte se connecte sur ce téléphone.";
    if (form.state === "refused") return `Refusé : ${form.said_no}`;
    if (outbox.stale(form)) return "Écrit il y a plus de 25 jours : vérifiez qu’il n’est pas déjà enregistré, puis rouvrez-le pour l’envoyer.";
    if (outbox.troubled(form)) return "Le service a répondu par une erreur : réessayez, ou prévenez le gestionnaire.";
    return "N’est pas encore parti.";
  };
  const give = async (form) => {
    if (!confirm("Abandonner ce formulaire ? Ce qui a été saisi sera perdu.")) return;
    await outbox.remove(form.key);
    await show();
  };
  const row = (form) => {
    const mine = form.whose === whose;
    const line = made("li", "", { class: "panel" });
    line.append(made("h2", mine ? `${form.title}, ${form.depot}` : form.depot), made("p", `Écrit ${moment(form.at)}.`), made("p", why(form)));
    if (mine) {
      const acts = made("p", "", { class: "buttons" });
      const away = made("button", "Abandonner", { type: "button", class: "btn-word danger" });
      away.addEventListener("click", () => give(form));
      const details = made("details", "");
      const typed = made("ul", "");
      typed.append(...(form.said ?? []).map(([label, value]) => made("li", `${label} : ${value}`)));
      details.append(made("summary", "Ce qui a été saisi", { class: "btn-word" }), typed);
      line.append(details);
      acts.append(made("a", "Rouvrir", { class: "btn btn-quiet", href: `${form.page}#envoi=${encodeURIComponent(form.key)}` }), away);
      offerReturn(form.back, acts, { class: "btn btn-quiet" });
      line.append(acts);
    }
    return line;
  };
  const draw = async () => {
    const waiting = (await outbox.all()).filter((each) => each.state !== "draft");
    list.replaceChildren(...waiting.map(row));
    empty.hidden = waiting.length > 0;
    button.hidden = !waiting.length;
  };
  document.addEventListener("outbox", draw);
  button.addEventListener("click", send);
  draw();
})();
