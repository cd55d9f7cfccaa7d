/* Turns messages on this device on and off. Without script, or where the browser cannot, the form is not shown. */
(() => {
  "use strict";
  const form = document.getElementById("thiet-bi");
  if (!form || !navigator.serviceWorker || !self.PushManager || !self.Notification) return;
  const words = form.dataset, label = form.querySelector("button span"), said = form.querySelector("[role=status]");

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const url64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  async function current() {
    const worker = await navigator.serviceWorker.ready;
    return { worker, held: await worker.pushManager.getSubscription() };
  }
  async function send(held, off) {
    const data = new FormData(form);
    data.set("endpoint", held.endpoint);
    if (off) data.set("tat", "1");
    else ["p256dh", "auth"].forEach((name) => data.set(name, url64(held.getKey(name))));
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin" });
    const found = await answer.json();
    if (found.problem) throw new Error(found.problem);
  }
  async function show() {
    label.textContent = (await current()).held ? words.on : words.off;
    form.hidden = false;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      const { worker, held } = await current();
      if (held) {
        await send(held, true);
        await held.unsubscribe();
      } else {
        if ((await Notification.requestPermission()) !== "granted") throw new Error(words.refused);
        const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(words.key) });
        await send(made, false).catch(async (error) => { await made.unsubscribe(); throw error; });
      }
    } catch (error) {
      said.textContent = error.name === "Error" && error.message ? error.message : words.failed;
    }
    show();
  });
  show().catch(() => {});
})();
