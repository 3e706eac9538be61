// Beside each loan of the counter, what was written of it on this phone: the list itself may be older than that.
(() => {
  "use strict";
  const calls = [...document.querySelectorAll("[data-loan]")];
  if (!calls.length || !self.offline) return;
  const { outbox } = self;
  const { state, made, offerReturn } = self.offline;
  const kept = "kept" in document.body.dataset; // of a page just fetched, the service knows what was sent

  const said = ({ address }, sent) => {
    const way = address.includes("/retour/") ? "Retour noté" : "Remise notée";
    return `${way} sur ce téléphone, ${sent ? "et parti" : "à envoyer"}${sent && way.startsWith("Remise") ? "e" : ""}.`;
  };
  const unique = (forms) => [...new Map(forms.map((each) => [each.address, each])).values()];
  const pathOf = ({ address }) => new URL(address, location.href).pathname;
  const show = async () => {
    const waiting = (await outbox.all()).filter((each) => each.state !== "draft");
    const before = kept ? await outbox.gone() : [];
    const sent = unique([...state.sent.flatMap(({ form }) => (form ? [form] : [])), ...before]);
    for (const call of calls) {
      const mine = (each) => outbox.loanOf(each) === call.dataset.loan;
      for (const old of call.querySelectorAll("[data-written]")) old.remove();
      const button = call.querySelector(".btn");
      const known = [...sent.filter(mine).map((each) => [each, true]), ...waiting.filter(mine).map((each) => [each, false])];
      button.classList.toggle("btn-primary", !known.length);
      button.classList.toggle("btn-quiet", known.length > 0);
      button.hidden = kept && known.some(([each, gone]) => gone && pathOf(each) === button.pathname); // it does not pass twice
      for (const [each, gone] of known) {
        const line = made("p", "", { "data-written": "" });
        line.append(made("b", said(each, gone)), each.state === "refused" && !gone ? " Refusé : voyez la liste des envois." : "");
        if (!gone || kept) offerReturn(each.back, line);
        button.before(line);
      }
    }
  };
  document.addEventListener("outbox", show);
  show();
})();
