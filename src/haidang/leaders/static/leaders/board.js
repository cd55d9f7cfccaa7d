/* Keeps the board fresh and says how fresh it is. Without it the page is as of when it was made, and says so. */
(() => {
  "use strict";
  const line = document.getElementById("do-moi");
  // Works where the browser lets it: over HTTPS, or on the machine itself.
  function keep() {
    navigator.serviceWorker.ready.then((found) => found.active.postMessage({ keep: location.href.split("#")[0] }));
  }
  if (navigator.serviceWorker && line) {
    const controlled = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.register(line.dataset.worker, { scope: line.dataset.scope }).catch(() => {});
    // The page that brings the worker came before it.
    if (!controlled) keep();
  }
  // Whoever signs out leaves nothing on a phone that others use too.
  document.querySelectorAll("form[action$='/dang-xuat/']").forEach((form) => form.addEventListener("submit", () => {
    if (navigator.serviceWorker && navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage("forget");
    if (self.caches) caches.delete("leaders-kept");
  }));
  if (!line) return;

  const part = document.getElementById("so-lieu"), asOf = document.getElementById("luc");
  const words = line.dataset, every = Number(words.seconds) * 1000, patience = Number(words.stale) * 1000;
  let last = words.keptAt ? Number(words.keptAt) : Date.now(), failed = Boolean(words.keptAt), asking = false, soon = 0, keptAt = Date.now();

  const minutes = () => Math.floor((Date.now() - last) / 60000);
  const age = () => (minutes() < 60 ? words.minutes.replace("{n}", String(minutes())) : words.hours.replace("{n}", String(Math.floor(minutes() / 60))));
  function tell() {
    const old = Date.now() - last > patience;
    const text = failed && (old || !navigator.onLine || words.keptAt) ? words.offline : old ? words.old : "";
    const now = text.replace("{at}", asOf ? asOf.textContent : "").replace("{age}", age());
    // Said once, not again with every tick of the clock.
    if (line.textContent !== now) line.textContent = now;
    line.hidden = !now;
  }

  function show(html) {
    const focused = document.activeElement && part.contains(document.activeElement) ? document.activeElement.id || document.activeElement.getAttribute("href") : "";
    const [left, top] = [scrollX, scrollY];
    part.innerHTML = html;
    if (focused) {
      const again = [...part.querySelectorAll("a")].find((each) => each.id === focused || each.getAttribute("href") === focused);
      if (again) again.focus({ preventScroll: true });
    }
    scrollTo(left, top);
  }

  async function ask() {
    if (!part || asking || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch(part.dataset.source, { headers: { "If-None-Match": part.dataset.tag }, redirect: "error", credentials: "same-origin" });
      if (answer.status === 200) {
        show(await answer.text());
        part.dataset.tag = answer.headers.get("ETag");
      } else if (answer.status !== 304) throw new Error(String(answer.status));
      if (asOf) asOf.textContent = answer.headers.get("X-As-Of");
      last = Date.now();
      failed = false;
      if (navigator.serviceWorker && last - keptAt > 300000) { keptAt = last; keep(); }
      delete words.keptAt;
    } catch (error) {
      failed = true;
    }
    asking = false;
    tell();
  }

  // A hint only says that something has changed in what the reader may see; the figures come by the same way as ever.
  // Many readers get it at once, so each waits a moment of his own.
  function listen() {
    if (!words.live || !self.EventSource) return;
    const source = new EventSource(words.live, { withCredentials: true });
    source.addEventListener("changed", () => {
      clearTimeout(soon);
      soon = setTimeout(ask, 500 + Math.random() * 1500);
    });
  }

  setInterval(ask, every);
  setInterval(tell, 15000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - last > every) ask(); });
  addEventListener("online", ask);
  addEventListener("offline", () => { failed = true; tell(); });
  if (part) listen();
  tell();
  if (words.keptAt) ask();
})();
