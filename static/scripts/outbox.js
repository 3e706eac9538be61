// What is written without network waits here, and is sent once. Read by pages and by the worker alike.
(() => {
  "use strict";
  const BASE = "parc-commun";
  const FORMS = "envois";
  const TOKEN_WAIT = 8000;
  const SEND_WAIT = 120000; // photos on a bad line
  // Where the service stands: at the root of its host, or under a prefix.
  const root = self.document
    ? new URL(document.currentScript.src).pathname.split("/static/")[0]
    : self.location.pathname.replace("/service-worker.js", "");
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
  const get = (key) => within("readonly", (forms) => asked(forms.get(key)));
  const put = (form) => within("readwrite", (forms) => asked(forms.put(form)));
  const remove = (key) => within("readwrite", (forms) => asked(forms.delete(key)));
  // What was written again while it was being sent is another form under the same key: it stays.
  const settle = (form, change) =>
    within("readwrite", async (forms) => {
      const now = await asked(forms.get(form.key));
      if (!now || now.at !== form.at) return;
      await asked(change ? forms.put({ ...now, ...change }) : forms.delete(form.key));
    });

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

  // Sends one form; tells what became of it: "sent", "refused" (by a rule: somebody must look) or "kept".
  const sendOne = async (form, signed) => {
    const answer = await post(form, signed.csrf);
    const path = new URL(answer.url).pathname;
    if (answer.redirected) {
      // The act is done by a redirection to what it made; a login page did nothing.
      if (ASKING.some((each) => path.endsWith(each))) return { became: "kept" };
      await settle(form, null);
      return { became: "sent", url: answer.url, text: answer.text };
    }
    const final = [403, 404, 409, 413, 422].includes(answer.status);
    if (!final) return { became: "kept" }; // the service is busy, or the token too old: later
    await settle(form, { state: "refused", status: answer.status, answer: answer.text });
    return { became: "refused", text: answer.text, status: answer.status };
  };

  // Two tabs, or a tab and the worker, never send at once; the request key makes a repeat harmless besides.
  const alone = (act) => (navigator.locks ? navigator.locks.request("parc-envois", act) : act());

  // Sends what waits, oldest first, only to the account that wrote it. Without network nothing changes.
  const send = (only = "") =>
    alone(async () => {
      const told = { login: "", sent: [], refused: [], others: 0, away: false };
      const waiting = (await all()).filter((each) => (only ? each.key === only : each.state === "waiting"));
      if (!waiting.length) return told;
      try {
        const signed = await token();
        if (!signed.csrf) return { ...told, login: signed.login };
        for (const form of waiting) {
          if (form.whose !== whose(signed)) {
            told.others += 1;
            continue;
          }
          const result = await sendOne(form, signed);
          if (result.became === "kept") told.away = true;
          else told[result.became].push({ ...result, form });
        }
      } catch {
        told.away = true;
      }
      return told;
    });

  self.outbox = { root, all, get, put, remove, send };
})();
