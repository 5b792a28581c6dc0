// Seret-lepas: [data-seret="id"] ke [data-taruh="slot"], lalu formulir [data-seret-form] dikirim.
// Selalu ada padanan tombol di halaman; ini hanya jalan pintas tetikus.
import { all, on, one } from "./core.js";

let dragged = null;
const clear = () => all(".sasaran").forEach((zone) => zone.classList.remove("sasaran"));

on("dragstart", "[data-seret]", (item, event) => {
  dragged = item;
  event.dataTransfer.effectAllowed = "move";
  item.classList.add("diseret");
});

on("dragend", "[data-seret]", (item) => {
  dragged = null;
  item.classList.remove("diseret");
  clear();
});

on("dragover", "[data-taruh]", (zone, event) => {
  if (!dragged) return;
  event.preventDefault();
  if (zone.classList.contains("sasaran")) return;
  clear();
  zone.classList.add("sasaran");
});

on("drop", "[data-taruh]", (zone, event) => {
  const form = one("[data-seret-form]");
  if (!dragged || !form) return;
  event.preventDefault();
  form.elements.item.value = dragged.dataset.seret;
  form.elements.slot.value = zone.dataset.taruh;
  form.requestSubmit();
});
