{% autoescape off %}/* Keeps the shell of the app and the pages last read, for when there is no network. Written by the server: the list of
   files is the installation's. What is kept of a person goes when he signs out, when his session has ended, when
   somebody else reads on this device, and after twelve hours. */
"use strict";
const SHELL = "leaders-shell-{{ version }}", KEPT = "leaders-kept";
const FILES = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}"{{ offline|escapejs }}"];
const OFFLINE = "{{ offline|escapejs }}", SCOPE = new URL("./", self.location).pathname;
const MOST = 40, LONGEST = 12 * 3600 * 1000;{% endautoescape %}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("leaders-") && name !== SHELL && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(Promise.all([caches.delete(KEPT), silence()]));
  else if (event.data && event.data.keep) {
    const request = new Request(event.data.keep, { credentials: "same-origin", redirect: "manual" });
    if (new URL(request.url).pathname.startsWith(SCOPE)) event.waitUntil(page(request));
  }
});

self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(fromShell(request));
  else if (request.mode === "navigate" && url.pathname.startsWith(SCOPE)) event.respondWith(page(request));
});

// The shell answers only where the network does not: a new version is seen at once.
async function fromShell(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await caches.match(request, { ignoreSearch: true })) || Response.error();
  }
}

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401 || answer.status === 403) await caches.delete(KEPT);
    else if (answer.ok && answer.headers.get("X-Reader")) await keep(request, answer.clone());
    return answer;
  } catch (error) {
    return (await kept(request)) || caches.match(OFFLINE);
  }
}

async function keep(request, answer) {
  const reader = answer.headers.get("X-Reader");
  let cache = await caches.open(KEPT);
  const [first] = await cache.keys();
  const before = first && await cache.match(first);
  if (before && before.headers.get("X-Reader") !== reader) {
    await caches.delete(KEPT);
    cache = await caches.open(KEPT);
  }
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  await cache.put(request, new Response(await answer.blob(), { status: 200, headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}

// A kept page says since when it has been kept; its script tells the reader.
async function kept(request) {
  const cache = await caches.open(KEPT), answer = await cache.match(request, { ignoreVary: true });
  if (!answer) return undefined;
  const at = Number(answer.headers.get("X-Kept-At"));
  if (!(Date.now() - at < LONGEST)) {
    await cache.delete(request);
    return undefined;
  }
  const text = (await answer.text()).replace('data-kept-at=""', `data-kept-at="${at}"`);
  return new Response(text, { status: 200, headers: answer.headers });
}

// A message says what kind of news there is; the news itself is read in the app.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(told.title || "Điều hành công việc", { body: told.body || "", tag: told.tag || "", lang: "vi" }));
});

// Whoever signs out is not told any more on a device that others use too.
async function silence() {
  const held = self.registration.pushManager && await self.registration.pushManager.getSubscription();
  if (held) await held.unsubscribe();
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(`${SCOPE}tin-bao/`));
});
