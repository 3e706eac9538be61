// Keeps the day of one depot so that its counter works without network. Other pages are never kept.
"use strict";
const ROOT = self.location.pathname.replace("/service-worker.js", "");
importScripts(`${ROOT}/static/scripts/outbox.js`);

const SHELL = "parc-cadre"; // styles and scripts: they say nothing of anybody
const DAY = "parc-journee-"; // what was read: gone at log-out, with another day, depot or person
const KEPT = `${ROOT}/comptoir/journee.json`;
const OF_DAYS = [`${ROOT}/comptoir`, `${ROOT}/comptoir/preparation`];
const OLDEST = 172800000; // two days: what is older says nothing true of the counter any more
const FRESH = 600000; // ten minutes: a form says more than its loan, as what else is free
const PAGE_WAIT = 4000;
const SHELL_WAIT = 2500;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const days = async () => (await caches.keys()).filter((name) => name.startsWith(DAY));
const forget = async (except = "") => {
  for (const name of await days()) if (name !== except) await caches.delete(name);
};
const whole = (answer) => answer.ok && !answer.redirected && answer.type === "basic";

// The day kept before, if the same person read it and the same version drew it: what has not changed since is copied.
const before = async (day) => {
  const alike = ({ user, organization, shell }) => JSON.stringify([user, organization, shell]);
  const found = await kept();
  return found?.day.drawn && alike(found.day) === alike(day) ? found : null;
};
// A list is never copied; a form is while its loan has not changed, and for a few minutes.
const copied = async (older, day, page) => {
  const at = older?.day.drawn[page];
  const same = at && day.versions[page] !== null && day.versions[page] === older.day.versions[page];
  const found = same && Date.now() - at < FRESH && (await older.cache.match(page, { ignoreVary: true }));
  return found ? { found, at } : null;
};
const drawAgain = async (page) => {
  const found = await fetch(page, { cache: "no-store", headers: { Accept: "text/html" } });
  return { found: whole(found) ? found : null, at: Date.now() };
};

// Fetches a depot's day into a cache of its own, then lets go of the one before: never half of each.
const fetchDay = async (depot, anew) => {
  const asked = Date.now();
  const name = DAY + asked;
  const cache = await caches.open(name);
  try {
    const answer = await fetch(`${KEPT}?depot=${encodeURIComponent(depot)}`, { cache: "no-store" });
    if (!whole(answer)) throw new Error(String(answer.status));
    const day = await answer.json();
    const older = anew ? null : await before(day);
    const drawn = {};
    for (const page of day.pages) {
      const { found, at } = (await copied(older, day, page)) ?? (await drawAgain(page));
      if (!found) continue; // it was handed over meanwhile, or does not concern this person
      await cache.put(page, found);
      drawn[page] = at;
    }
    await fetchShell(day.shell);
    await cache.put(KEPT, new Response(JSON.stringify({ ...day, asked, drawn }), { headers: { "Content-Type": "application/json" } }));
    await forget(name);
    return { day: day.said, depot: day.depot.name, pages: Object.keys(drawn).length };
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
};
const fetchShell = async (parts) => {
  const shell = await caches.open(SHELL);
  for (const part of parts) {
    const drawn = await fetch(part);
    if (whole(drawn)) await shell.put(part, drawn);
  }
  const wanted = new Set(parts.map((each) => new URL(each, self.location.href).href));
  for (const { url } of await shell.keys()) if (!wanted.has(url)) await shell.delete(url); // of an older version
};

// One at a time: each lets go of all the others.
let preparing = Promise.resolve();
const prepare = (depot, anew = false) => {
  preparing = preparing.catch(() => {}).then(() => fetchDay(depot, anew));
  return preparing;
};
// What was sent changed the day: the one that is kept, if any, is fetched again.
const renew = async () => {
  const found = await kept();
  if (found) await prepare(found.day.depot.id ?? "").catch(() => {}); // without network, what was sent is noted in it
};

const kept = async (address = KEPT) => {
  for (const name of await days()) {
    const cache = await caches.open(name);
    const day = await cache.match(KEPT); // written last: without it the day is not whole
    const told = day && (await day.json());
    if (told && Date.now() - Date.parse(told.made_at) > OLDEST) {
      await caches.delete(name);
      continue;
    }
    const page = told && (await cache.match(address, { ignoreVary: true }));
    if (page) return { page, day: told, cache };
  }
  return null;
};

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const said = ({ said, made_at: at, depot }) => {
  const hour = new Date(at).toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" }).replace(":", " h ");
  return `journée du ${said}, ${depot.name}, gardée à ${hour}`;
};
// The kept page says that it is one: its script reads it there.
const marked = async ({ page, day }) => {
  const text = (await page.text()).replace("<body ", () => `<body data-kept="${escaped(said(day))}" `);
  return new Response(text, { headers: page.headers });
};
// Instead of a page that is not kept: what is, drawn with the style sheets that are.
const spoken = (day) => new Date(`${day}T12:00`).toLocaleDateString("fr-FR", { weekday: "long", day: "numeric", month: "long" });
const dayOf = (url) => /^\d{4}-\d\d-\d\d$/.exec(new URL(url).searchParams.get("jour") ?? "")?.[0];
const instead = (day) => {
  if (!day) return `<p>Rien n’y est gardé : ouvrez le comptoir une fois quand le réseau est là.</p>`;
  const links = [["comptoir", "Ouvrir le comptoir gardé"], ["comptoir/preparation", "Préparation du jour"], ["incidents/nouveau", "Signaler un incident"], ["comptoir/envois", "Formulaires à envoyer"]];
  const drawn = links.map(([address, text], rank) => `<p><a class="btn btn-block ${rank ? "btn-quiet" : "btn-primary"}" href="${ROOT}/${address}">${text}</a></p>`);
  return `<p>Y est gardée : ${escaped(said(day))}. Ses remises et ses retours s’ouvrent depuis le comptoir.</p>${drawn.join("")}`;
};
const SHEETS = ["bootstrap.min.css", "parc.css", "counter.css"]; // in this order
const nothing = async (url) => {
  const [found, shell] = await Promise.all([kept(), caches.open(SHELL)]);
  const parts = (await shell.keys()).map((each) => each.url);
  const sheets = SHEETS.map((name) => parts.find((each) => new URL(each).pathname.endsWith(`/${name}`))).filter(Boolean);
  const asked = OF_DAYS.includes(new URL(url).pathname) && dayOf(url);
  const which = asked ? `La journée du ${spoken(asked)} n’est pas gardée` : "Cette page n’est pas gardée";
  const drawn = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Sans réseau · Parc commun</title>
${sheets.map((each) => `<link rel="stylesheet" href="${escaped(each)}">`).join("")}</head><body class="anonymous">
<header class="top"><a class="brand" href="${ROOT}/comptoir">Parc commun</a></header><div class="shell"><main id="contenu" class="counter">
<header class="page-head"><h1>Sans réseau</h1><p class="sentence">${which} sur ce téléphone.</p></header>${instead(found?.day)}</main></div></body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'" };
  return new Response(drawn, { status: 503, headers });
};

const patient = (request, wait) => {
  const late = new Promise((_, failed) => setTimeout(() => failed(new Error("late")), wait));
  return Promise.race([fetch(request), late]);
};

// Whatever depot the counter or its sheet is asked for, the one kept is better than none; another day is another page.
const counterFor = async (url) => {
  const { pathname } = new URL(url);
  const found = OF_DAYS.includes(pathname) ? await kept(pathname) : null;
  return found && (dayOf(url) ?? found.day.day) === found.day.day ? found : null;
};

const page = async (event) => {
  const found = (await kept(event.request.url)) ?? (await counterFor(event.request.url));
  if (!found) return fetch(event.request).catch(() => nothing(event.request.url));
  try {
    const answer = await patient(event.request, PAGE_WAIT);
    return answer.status >= 502 ? await marked(found) : answer; // a relay answers for a service away
  } catch {
    return marked(found);
  }
};

const part = async (request) => {
  const found = await caches.match(request, { cacheName: SHELL });
  if (!found) return fetch(request);
  try {
    const answer = await patient(request, SHELL_WAIT);
    if (whole(answer)) await (await caches.open(SHELL)).put(request, answer.clone());
    return answer;
  } catch {
    return found;
  }
};

// Whatever page asks to log out, and even if no one answers: what was read is gone.
const leave = async (request) => {
  const answer = fetch(request).catch(() => null);
  await Promise.allSettled([forget(), self.outbox.dropDrafts()]);
  return (await answer) ?? nothing(request.url);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === "POST" && address.pathname === `${ROOT}/deconnexion`) event.respondWith(leave(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(event));
  else if (["style", "script", "image", "font"].includes(request.destination) && address.pathname.includes("/static/"))
    event.respondWith(part(request));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "envois") event.waitUntil(self.outbox.send().then(retryIfAway));
});
const retryIfAway = async (told) => {
  if (told.sent.length) await renew();
  const sent = told.sent.map(({ url, form }) => ({ url, form: { address: form.address } }));
  for (const client of await self.clients.matchAll()) client.postMessage({ sent }); // they count again
  if (told.away) throw new Error("away"); // the browser tries again, later
};

self.addEventListener("message", (event) => {
  const { act, depot, anew } = event.data;
  const port = event.ports[0];
  const done = (answer) => port?.postMessage(answer);
  if (act === "prepare") event.waitUntil(prepare(depot, anew).then(done, (error) => done({ failed: error.message })));
  if (act === "renew") event.waitUntil(renew().then(done));
  if (act === "forget") event.waitUntil(forget().then(done));
});
