// Comforts only: the tab key enters the planning once, the arrows move in it, today is in sight.
(() => {
  "use strict";
  const table = document.querySelector("[data-plan]");
  if (!table) return;
  const rows = [...table.rows].map((row) => [...row.querySelectorAll("a")]).filter((row) => row.length);
  const links = rows.flat();
  const middle = (link) => {
    const box = link.getBoundingClientRect();
    return box.left + box.width / 2;
  };
  let here = links[0];
  const settle = (link) => {
    here.tabIndex = -1;
    here = link;
    here.tabIndex = 0;
  };
  for (const link of links) link.tabIndex = link === here ? 0 : -1;
  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (link) settle(link);
  });

  const beside = (step) => {
    const row = rows.find((each) => each.includes(here));
    return row[row.indexOf(here) + step];
  };
  const nearest = (step) => {
    const row = rows[rows.findIndex((each) => each.includes(here)) + step];
    const from = middle(here);
    return row?.reduce((best, link) => (Math.abs(middle(link) - from) < Math.abs(middle(best) - from) ? link : best));
  };
  const moves = {
    ArrowRight: () => beside(1),
    ArrowLeft: () => beside(-1),
    ArrowDown: () => nearest(1),
    ArrowUp: () => nearest(-1),
    Home: () => rows.find((each) => each.includes(here))[0],
    End: () => rows.find((each) => each.includes(here)).at(-1),
  };
  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !event.target.closest("a")) return;
    const to = moves[event.key]?.();
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  const today = table.querySelector("thead .now");
  const box = table.parentElement;
  if (today && today.offsetLeft > box.clientWidth * .7) box.scrollLeft = today.offsetLeft - box.clientWidth / 2;
})();
