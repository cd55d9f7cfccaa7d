/* J and K walk through the rows of a list; Enter opens the one that has the focus. The list works without it. */
(() => {
  "use strict";
  const links = [...document.querySelectorAll("[data-row]")];
  const help = document.querySelector("[data-rows-help]");
  if (help) help.hidden = false;
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    const typing = event.target.closest("input, select, textarea");
    if (!step || typing || event.ctrlKey || event.metaKey || event.altKey || !links.length) return;
    const place = links.indexOf(document.activeElement);
    const next = place < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(place + step, 0), links.length - 1);
    links[next].focus();
  });
})();
