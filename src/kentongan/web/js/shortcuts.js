// Pintasan papan tik: [data-shortcut="t"] atau "mod+k"; diam saat orang sedang mengetik.
import { all } from "./core.js";

const TYPING = "input, textarea, select, [contenteditable]";
const visible = (element) => element.getClientRects().length > 0;

document.addEventListener("keydown", (event) => {
  const mod = event.ctrlKey || event.metaKey;
  if (event.altKey || event.isComposing || event.defaultPrevented) return;
  if (!mod && event.target.closest?.(TYPING)) return;
  if (document.querySelector("dialog[open]")) return;
  const pressed = `${mod ? "mod+" : ""}${event.key.toLowerCase()}`;
  const target = all("[data-shortcut]").find((e) => e.dataset.shortcut === pressed && visible(e));
  if (!target) return;
  event.preventDefault();
  if (target.matches(TYPING)) target.focus();
  else target.click();
});
