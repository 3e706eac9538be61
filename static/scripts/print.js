// A sheet made for paper offers to be printed; without this file the browser's own menu does it.
(() => {
  "use strict";
  for (const offer of document.querySelectorAll("[data-print]")) {
    offer.hidden = false;
    offer.addEventListener("click", () => window.print());
  }
})();
