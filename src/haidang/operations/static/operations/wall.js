/* The wall with a script: the next screen is fetched and faded in, so that nothing flickers; without one the page turns
   by itself. A failure leaves the last screen, whose age goes on being told. */
(() => {
  "use strict";
  const rest = () => document.querySelector(".wall-screen");
  let timer = 0, source = null;

  async function turn(address) {
    clearTimeout(timer);
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.redirected) { location.href = answer.url; return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".wall-screen");
      if (!found) throw new Error("no screen");
      found.classList.add("wall-screen--coming");
      rest().replaceWith(found);
      requestAnimationFrame(() => requestAnimationFrame(() => found.classList.remove("wall-screen--coming")));
      document.title = `${found.querySelector("h1").textContent} – Hải Đăng`;
      history.replaceState(null, "", address);
    } catch (error) {
      rest().classList.add("wall-screen--alone");
    }
    wait();
  }

  function wait() {
    const { next, seconds, still } = rest().dataset;
    clearTimeout(timer);
    timer = setTimeout(() => turn(still === undefined ? next : location.search || "?man=1"), Number(seconds) * 1000);
  }

  // A hint that something has changed brings the same screen anew; it never makes the wall turn faster.
  function listen() {
    const address = rest().dataset.live;
    if (!address || !self.EventSource) return;
    let soon = 0;
    source = new EventSource(address, { withCredentials: true });
    source.addEventListener("changed", () => {
      clearTimeout(soon);
      soon = setTimeout(() => turn(location.search || "?man=1"), 3000 + Math.random() * 5000);
    });
  }

  wait();
  listen();
})();
