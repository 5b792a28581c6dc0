// Tab: tautan ke panel menjadi tab sejati dengan panah, Home, dan End.
import { all, fresh, one } from "./core.js";

const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function select(tabs, chosen, focus) {
  tabs.forEach((tab) => {
    const active = tab === chosen;
    tab.setAttribute("aria-selected", active);
    tab.tabIndex = active ? 0 : -1;
    one(`#${tab.dataset.tab}`)?.toggleAttribute("data-lipat", !active);
  });
  if (focus) chosen.focus();
}

function start(row) {
  const tabs = all("[data-tab]", row);
  if (!tabs.length) return;
  row.setAttribute("role", "tablist");
  tabs.forEach((tab, index) => {
    tab.id ||= `tab-${tab.dataset.tab}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", tab.dataset.tab);
    const panel = one(`#${tab.dataset.tab}`);
    panel?.setAttribute("role", "tabpanel");
    panel?.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      select(tabs, tab);
    });
    tab.addEventListener("keydown", (event) => {
      const ends = { Home: 0, End: tabs.length - 1 };
      const next = KEYS[event.key] ? (index + KEYS[event.key] + tabs.length) % tabs.length : ends[event.key];
      if (next === undefined) return;
      event.preventDefault();
      select(tabs, tabs[next], true);
    });
  });
  const named = tabs.find((tab) => `#${tab.dataset.tab}` === location.hash);
  select(tabs, named ?? tabs.find((tab) => tab.hasAttribute("data-tab-kini")) ?? tabs[0]);
}

export function startTabs() {
  fresh("[data-tab-baris]", "tabs").forEach(start);
}
