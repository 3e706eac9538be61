// Without network: says so, counts on each page what waits to be sent, and sends it when the line is back.
(() => {
  "use strict";
  const place = document.querySelector("[data-outbox]");
  if (!place || !self.indexedDB || !self.outbox) return;
  const { outbox } = self;
  const whose = document.body.dataset.whose ?? "";
  const SAID = "parc-dit";

  const made = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const counted = (number) => (number === 1 ? "1 formulaire" : `${number} formulaires`);

  // ── What every page says on top ──
  const state = { login: "", sent: [], others: 0, back: false };
  const keptLine = () => {
    const line = made("p", `Sans réseau : ${document.body.dataset.kept}. `);
    if (state.back) line.append("Le réseau est revenu : ", made("a", "actualiser", { href: location.href.split("#")[0] }), ".");
    return line;
  };
  const show = async () => {
    const here = [...document.querySelectorAll("form[data-offline]:not([hidden])")].map((form) => form.elements.request_key?.value);
    const waiting = (await outbox.all()).filter((each) => each.state !== "draft" && !here.includes(each.key)); // one sees that one
    const lines = [];
    if (document.body.dataset.kept) lines.push(keptLine());
    if (waiting.length) {
      const depots = [...new Set(waiting.map((each) => each.depot).filter(Boolean))].join(", ");
      const line = made("p", "");
      line.append(made("b", `${counted(waiting.length)} à envoyer`), depots ? `, ${depots}. ` : ". ");
      const refused = waiting.filter((each) => each.state === "refused").length;
      if (refused) line.append(refused === 1 ? "Un a été refusé. " : `${refused} ont été refusés. `);
      if (!whose || state.login) line.append(made("a", "Reconnectez-vous pour envoyer", { href: state.login || place.dataset.login }));
      else line.append(made("a", "Voir la liste", { href: place.dataset.outbox }));
      lines.push(line);
    }
    if (state.sent.length) {
      const line = made("p", `${counted(state.sent.length)} ${state.sent.length === 1 ? "envoyé" : "envoyés"}. `);
      line.append(made("a", "Voir", { href: state.sent[0].url }));
      lines.push(line);
    }
    place.replaceChildren(...lines);
    place.hidden = !lines.length;
    document.dispatchEvent(new Event("outbox"));
  };

  const send = async () => {
    const waiting = (await outbox.all()).some((each) => each.state === "waiting");
    let told = null;
    if (waiting && whose) {
      told = await outbox.send();
      if (told.sent.length) renew();
      Object.assign(state, { login: told.login, others: told.others, sent: [...state.sent, ...told.sent] });
    }
    await show();
    return told;
  };

  // What the answer to a form said, once its page is not the one shown.
  const pageOf = (text) => new DOMParser().parseFromString(text, "text/html");
  const alertOf = (text) => pageOf(text).querySelector("main [role=alert]");
  const remember = (text) => {
    const said = [...pageOf(text).querySelectorAll("main > .flash")].map((each) => {
      const link = each.querySelector("a");
      return { text: (each.querySelector("p") ?? each).textContent.trim(), word: link?.textContent, href: link?.getAttribute("href") };
    });
    sessionStorage.setItem(SAID, JSON.stringify(said));
  };
  const recall = () => {
    const said = JSON.parse(sessionStorage.getItem(SAID) ?? "[]");
    sessionStorage.removeItem(SAID);
    for (const { text, word, href } of said) {
      const flash = made("div", "", { class: "flash ok", role: "status" });
      flash.append(made("p", text), ...(href ? [made("a", word, { href })] : []));
      document.querySelector("main").prepend(flash);
    }
  };

  // ── The day that is kept ──
  const told = async (message) => {
    const { active } = await navigator.serviceWorker.ready;
    return new Promise((done) => {
      const line = new MessageChannel();
      line.port1.onmessage = (event) => done(event.data);
      active.postMessage(message, [line.port2]);
    });
  };
  const forget = async () => {
    for (const name of await caches.keys()) if (name.startsWith("parc-journee-")) await caches.delete(name);
  };
  // What somebody read is for nobody else who signs in on this phone; without a login it stays, read only.
  const keptDay = async () => {
    const day = self.caches && (await caches.match(`${outbox.root}/comptoir/journee.json`));
    return day ? day.json() : null;
  };
  const protect = async () => {
    const day = whose && (await keptDay());
    if (day && whose !== `${day.user}:${day.organization}`) await forget();
  };
  // Each opening of the counter keeps its list again, and the forms of what changed; the button keeps all of it again.
  const prepare = async (button, anew) => {
    const say = document.querySelector("[data-prepared]");
    if (say) say.textContent = "La journée se garde sur ce téléphone…";
    const result = await told({ act: "prepare", depot: button.dataset.prepare, anew });
    if (!say) return;
    say.textContent = result.failed
      ? "La journée n’a pas pu être gardée : réessayez quand le réseau est bon."
      : `Gardée sur ce téléphone : ${result.depot}, ${result.day}.`;
  };
  const renew = () => navigator.serviceWorker?.ready.then(({ active }) => active.postMessage({ act: "renew" })).catch(() => {});
  const guarded = protect();
  const counter = document.querySelector("[data-prepare]");
  if ("serviceWorker" in navigator && (counter || document.querySelector("form[data-offline]"))) {
    navigator.serviceWorker.register(`${outbox.root}/service-worker.js`).catch(() => {}); // refused: works online
    if (counter) {
      counter.hidden = false;
      counter.addEventListener("click", () => prepare(counter, true));
      if (!document.body.dataset.kept) guarded.then(() => prepare(counter, false));
    }
  }

  // ── Leaving ──
  for (const form of document.querySelectorAll("form[data-logout]")) {
    form.addEventListener("submit", (event) => {
      const unsent = place.querySelector("b")?.textContent;
      const asked = `${unsent}. Ils restent sur ce téléphone : reconnectez-vous ici pour les envoyer. Se déconnecter ?`;
      event.preventDefault();
      if (unsent && !confirm(asked)) return;
      const read = self.caches ? forget() : null;
      Promise.allSettled([read, outbox.dropDrafts()]).then(() => form.submit());
    });
  }

  // What left without network may come back without it, where its page is kept.
  const offerReturn = async (address, place, attributes = {}) => {
    if (!address || !self.caches || !(await caches.match(address, { ignoreVary: true }))) return;
    place.append(" ", made("a", "Enregistrer le retour", { href: address, ...attributes }));
  };

  self.offline = { whose, state, made, counted, show, send, pageOf, alertOf, remember, offerReturn, renew };
  recall();
  outbox.dropDrafts(outbox.stale);
  send();
  navigator.serviceWorker?.addEventListener("message", (event) => {
    state.sent.push(...(event.data.sent ?? []));
    show();
  });
  addEventListener("online", () => {
    state.back = true;
    send();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
})();
