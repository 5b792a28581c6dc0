// Menu lipat di atas <details>: tutup dengan Esc atau ketukan di luar, panah berpindah butir.
import { all, on } from "./core.js";

const OPEN = "details[data-turun][open]";
const items = (menu) => all(".turun-isi :is(a, button, input)", menu);

document.addEventListener("click", (event) => {
  all(OPEN).forEach((menu) => menu.contains(event.target) || (menu.open = false));
});

on("keydown", OPEN, (menu, event) => {
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const list = items(menu);
  const next = list.indexOf(document.activeElement) + step;
  list[(next + list.length) % list.length]?.focus();
});
