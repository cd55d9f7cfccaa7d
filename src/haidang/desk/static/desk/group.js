/* A box that ticks every row of this page. Without script each row is ticked by itself. */
(() => {
  "use strict";
  for (const place of document.querySelectorAll("[data-tick-all]")) {
    const boxes = [...place.closest("form").querySelectorAll("input[name=chon]")];
    const label = document.createElement("label");
    const all = document.createElement("input");
    label.className = "desk-tick";
    all.type = "checkbox";
    all.setAttribute("aria-label", place.dataset.tickAll || "");
    label.append(all);
    place.append(label);
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  }
})();
