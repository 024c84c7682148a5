// The page is complete without this: tables that sort and filter, lanes that zoom, and what is folded opens where it is needed.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
for (const tools of all(".tools[hidden]")) tools.hidden = false;

// Sorting: each heading becomes a button. Numbers and lengths carry their value; equal rows keep their order.
const valueOf = (row, column) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;

function sort(heading) {
  const table = heading.closest("table");
  const first = heading.classList.contains("number") ? "descending" : "ascending";
  const other = first === "ascending" ? "descending" : "ascending";
  const order = heading.getAttribute("aria-sort") === first ? other : first;
  for (const each of all("th[aria-sort]", table)) each.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [row, valueOf(row, heading.cellIndex)]);
  // What is empty comes last in either order.
  rows.sort(([, a], [, b]) => (a === "") - (b === "") || sign * compare(a, b));
  body.append(...rows.map(([row]) => row));
}

for (const heading of all("table.rows thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  button.addEventListener("click", () => sort(heading));
  heading.append(button);
}

// Filtering: a row stays where each word is in it.
for (const tools of all("[data-filter]")) {
  const input = tools.querySelector("input");
  const output = tools.querySelector("output");
  const rows = [...document.getElementById(tools.dataset.filter).tBodies[0].rows];
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let seen = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      seen += row.hidden ? 0 : 1;
    }
    const what = tools.dataset.one + (rows.length === 1 ? "" : "s");
    output.textContent = words.length ? `${seen} of ${rows.length} ${what}` : `${rows.length} ${what}`;
  };
  input.addEventListener("input", filter);
  filter();
}

// Zooming: the charts grow, and what was in the middle stays there.
for (const tools of all("[data-zoom]")) {
  const input = tools.querySelector("input");
  const output = tools.querySelector("output");
  input.addEventListener("input", () => {
    const scrolled = all(".chart .scroll").map((it) => [it, (it.scrollLeft + it.clientWidth / 2) / it.scrollWidth]);
    const zoom = 2 ** Number(input.value);
    output.textContent = `${zoom}×`;
    document.documentElement.style.setProperty("--zoom", zoom);
    document.documentElement.classList.toggle("zoomed", zoom >= 4);
    for (const [it, middle] of scrolled) it.scrollLeft = middle * it.scrollWidth - it.clientWidth / 2;
  });
}

// Opening and closing many at once.
for (const button of all("button[data-all]")) {
  const [open, shut] = [button.textContent, button.textContent.replace("Open", "Close")];
  button.addEventListener("click", () => {
    const opens = button.textContent === open;
    for (const each of all(button.dataset.all)) each.open = opens;
    button.textContent = opens ? shut : open;
  });
}

// A link to what is folded opens it; printing opens everything, and folds it again.
function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let it = target; it; it = it.parentElement) if (it.tagName === "DETAILS") it.open = true;
  const story = target.querySelector(":scope > details.told");
  if (story) story.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();

let opened = [];
addEventListener("beforeprint", () => {
  opened = all("details:not([open])");
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});

// The choice of colours is kept where the browser keeps anything.
const kept = (() => {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
})();
for (const choice of all("input[name=theme]")) {
  if (kept?.getItem("git-session-theme") === choice.value) choice.checked = true;
  choice.addEventListener("change", () => kept?.setItem("git-session-theme", choice.value));
}
