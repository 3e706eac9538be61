// What is written without network waits here, and is sent once. Read by pages and by the worker alike.
(() => {
  "use strict";
  const BASE = "parc-commun";
  const FORMS = "envois";
  const TOKEN_WAIT = 8000;
  const SEND_WAIT = 120000; // photos on a bad line
  const OLDEST = 25 * 86400000; // the service forgets after thirty days which forms it has had
  // Where the service stands: at the root of its host, or under a prefix.
  const root = self.document
    ? new URL(document.currentScript.src).pathname.split("/static/")[0]
    : self.location.pathname.replace("/service-worker.js", "");
  const REFUSED = [403, 404, 409, 413, 422]; // by a rule: somebody must look
  const AWAY = [502, 503, 504]; // a relay answers for a service that is away
  const ASKING = ["/connexion", "/qui-etes-vous"]; // where a form lands that nobody could sign for

  const asked = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  const open = async () => {
    const request = indexedDB.open(BASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(FORMS, { keyPath: "key" });
    return asked(request);
  };
  // One transaction, told done only once it is on the disk: a form is never lost, whatever dies next.
  const within = async (mode, act) => {
    const base = await open();
    try {
      const transaction = base.transaction(FORMS, mode, { durability: "strict" });
      const written = new Promise((done, failed) => {
        transaction.oncomplete = done;
        transaction.onerror = transaction.onabort = () => failed(transaction.error);
      });
      const result = await act(transaction.objectStore(FORMS));
      await written;
      return result;
    } finally {
      base.close();
    }
  };

  const all = async () => {
    const found = await within("readonly", (forms) => asked(forms.getAll()));
    return found.sort((one, other) => one.at - other.at);
  };
  const put = (form) => within("readwrite", (forms) => asked(forms.put(form)));
  const remove = (key) => within("readwrite", (forms) => asked(forms.delete(key)));
  // What was written again while it was being sent is another form under the same key: it stays.
  const settle = (form, change) =>
    within("readwrite", async (forms) => {
      const now = await asked(forms.get(form.key));
      if (!now || now.at !== form.at) return;
      await asked(change ? forms.put({ ...now, ...change }) : forms.delete(form.key));
    });

  // A form that is being filled in is kept as it is, under its key, until it is sent or given up.
  // One that was refused stays refused while it is corrected; one that waits is not touched.
  const keepDraft = (form) =>
    within("readwrite", async (forms) => {
      const now = await asked(forms.get(form.key));
      if (!now || now.state === "draft") await asked(forms.put({ ...form, state: "draft" }));
      else if (now.state === "refused") await asked(forms.put({ ...now, fields: form.fields, said: form.said }));
    });
  const dropDrafts = (which = () => true) =>
    within("readwrite", async (forms) => {
      for (const each of await asked(forms.getAll())) if (each.state === "draft" && which(each)) await asked(forms.delete(each.key));
    });

  // What an answer says, in its own words, and nothing else of its page; without a document, for the worker has none.
  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };
  const words = (html) =>
    html
      .replace(/<[^>]*>/g, " ")
      .replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) => (code ? String.fromCodePoint(Number(code)) : SIGNS[name] ?? whole))
      .replace(/\s+/g, " ")
      .trim();
  const sentence = (text) => {
    const main = text.slice(Math.max(0, text.indexOf("<main")));
    const found = /<(\w+)[^>]*role="alert"[^>]*>([^]*?)<\/\1>/.exec(main) ?? /<(\w+) class="sentence"[^>]*>([^]*?)<\/\1>/.exec(main) ?? /<(h1)[^>]*>([^]*?)<\/h1>/.exec(main);
    if (!found) return "";
    const parts = [...found[2].matchAll(/<(li|p)\b[^>]*>([^]*?)<\/\1>/g)].map((part) => words(part[2])); // of a summary, what is wrong, without its title
    return parts.length ? parts.join(" ") : words(found[2]);
  };

  const fetched = async (address, wait, options = {}) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), wait);
    try {
      const answer = await fetch(address, { credentials: "same-origin", ...options, signal: patience.signal });
      return { status: answer.status, redirected: answer.redirected, url: answer.url, text: await answer.text() };
    } finally {
      clearTimeout(timer);
    }
  };

  // Who is signed in, with a fresh token: { user, organization, csrf }; { login } when nobody is; throws without network.
  const token = async () => {
    const answer = await fetched(`${root}/comptoir/jeton.json`, TOKEN_WAIT, { cache: "no-store" });
    if (answer.status !== 200 && answer.status !== 401) throw new Error(String(answer.status));
    return JSON.parse(answer.text);
  };
  const troubled = ({ status }) => Boolean(status) && !REFUSED.includes(status) && !AWAY.includes(status);
  const whose = (signed) => (signed.csrf ? `${signed.user}:${signed.organization}` : "");

  const post = (form, csrf) => {
    const body = new FormData();
    for (const [name, value, file] of form.fields) {
      if (file === undefined) body.append(name, value);
      else body.append(name, value, file);
    }
    body.append("csrf_token", csrf);
    return fetched(form.address, SEND_WAIT, { method: "POST", body });
  };

  // What was sent since the day was kept is noted in it: its list does not know it, and its form is not kept any more.
  const MARKS = `${root}/comptoir/envois/`;
  const days = async () => {
    const names = self.caches ? (await caches.keys()).filter((name) => name.startsWith("parc-journee-")) : [];
    return Promise.all(names.map((name) => caches.open(name)));
  };
  const note = async (form) => {
    if (!loanOf(form)) return;
    const { address, page, back } = form;
    for (const day of await days()) {
      for (const each of [address, page]) await day.delete(each, { ignoreVary: true });
      await day.put(MARKS + form.key, new Response(JSON.stringify({ address, back, at: Date.now() })));
    }
  };
  const gone = async () => {
    const found = [];
    for (const day of await days()) {
      const kept = await day.match(`${root}/comptoir/journee.json`);
      const { asked = 0 } = kept ? await kept.json() : {};
      const marks = (await day.keys()).filter(({ url }) => new URL(url).pathname.startsWith(MARKS));
      for (const mark of marks) found.push({ asked, ...(await (await day.match(mark)).json()) });
    }
    return found.filter(({ asked, at }) => at >= asked); // an older one is in the list
  };

  // Sends one form; tells what became of it: "sent", "refused" (by a rule: somebody must look) or "kept".
  // Refused to who looks at it, it is being filled in again: a draft, unless it was in the list.
  const sendOne = async (form, signed, seen) => {
    const answer = await post(form, signed.csrf);
    const path = new URL(answer.url).pathname;
    if (answer.redirected) {
      // The act is done by a redirection to what it made; a login page did nothing.
      if (ASKING.some((each) => path.endsWith(each))) return { became: "kept" };
      await settle(form, null);
      await note(form).catch(() => {}); // a phone that keeps no day has none to note it in
      return { became: "sent", url: answer.url, text: answer.text };
    }
    if (REFUSED.includes(answer.status)) {
      await settle(form, { state: seen && !form.listed ? "draft" : "refused", status: answer.status, said_no: sentence(answer.text) });
      return { became: "refused", text: answer.text, status: answer.status };
    }
    // The service is busy, or the token too old: later; but somebody should know that it is not the line.
    await settle(form, { status: answer.status });
    return { became: "kept", status: answer.status };
  };

  // A loan leaves before it comes back: nothing of it goes before what was written first.
  const loanOf = ({ address }) => /\/comptoir\/(?:remise|retour)\/(\d+)$/.exec(address)?.[1];
  const stale = (form) => Date.now() - form.at > OLDEST;

  // Two tabs, or a tab and the worker, never send at once; the request key makes a repeat harmless besides.
  const alone = (act) => (navigator.locks ? navigator.locks.request("parc-envois", act) : act());
  // One that does not get through lets those behind it try.
  const tried = (form, signed, seen) => sendOne(form, signed, seen).catch(() => ({ became: "kept", lost: true }));

  // Sends what waits, oldest first, only to the account that wrote it. Without network nothing changes.
  const send = (only = "") =>
    alone(async () => {
      const told = { login: "", sent: [], refused: [], others: 0, away: false, troubled: false };
      const kept = await all();
      const waiting = kept.filter((each) => (only ? each.key === only : each.state === "waiting" && !stale(each)));
      const stuck = new Set(kept.filter((each) => each.state === "refused" && !only).map(loanOf));
      if (!waiting.length) return told;
      try {
        const signed = await token();
        if (!signed.csrf) return { ...told, login: signed.login };
        for (const form of waiting) {
          if (form.whose !== whose(signed)) {
            told.others += 1;
            continue;
          }
          const loan = loanOf(form);
          if (loan && stuck.has(loan)) continue;
          const result = await tried(form, signed, Boolean(only));
          if (result.became !== "sent") stuck.add(loan);
          if (result.became === "kept") {
            told.away = true;
            told.troubled ||= troubled(result);
          } else told[result.became].push({ ...result, form });
        }
      } catch {
        told.away = true;
      }
      return told;
    });

  self.outbox = { root, all, put, remove, send, stale, loanOf, gone, keepDraft, dropDrafts, sentence, troubled };
})();
