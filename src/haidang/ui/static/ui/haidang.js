/* Small conveniences; every page works without them. */
(() => {
  "use strict";
  // After a refused form the reader lands on what has to be mended, after an act on what was done: from there the
  // keyboard goes on into the page. An address that names a place in the page leads there instead.
  const summary = document.getElementById("error-summary") || (!location.hash && document.getElementById("messages"));
  if (summary) summary.focus();

  // One press, one sending: the server takes a repetition as the same act anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  // Filters act as soon as they are chosen.
  document.querySelectorAll("form[data-auto] select").forEach((select) => {
    select.addEventListener("change", () => select.form.requestSubmit());
  });

  // Printing by button, where there is a script to do it.
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
