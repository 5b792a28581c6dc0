// Penghitung huruf: [data-hitung="id-isian"][data-maks="280"]; dalam [data-batas] celah ikut terisi.
import { all, fresh, number, on, one } from "./core.js";

const STEPS = 20;

function fill(slit, share) {
  const step = share ? Math.max(1, Math.round(Math.min(1, share) * STEPS)) : 0;
  slit.className = `isi-${step}`;
}

function count(field) {
  const length = [...field.value].length;
  all(`[data-hitung="${field.id}"]`).forEach((output) => {
    const limit = Number(output.dataset.maks);
    output.textContent = limit ? `${number(length)}/${number(limit)}` : number(length);
    const frame = output.closest("[data-batas]") ?? output;
    frame.classList.toggle("lebih", limit > 0 && length > limit);
    const slit = one(".celah i", frame);
    if (slit && limit) fill(slit, length / limit);
  });
}

on("input", "input[id], textarea[id]", count);

export function startCounters() {
  fresh("[data-hitung]", "count").forEach((output) => {
    const field = document.getElementById(output.dataset.hitung);
    if (field) count(field);
  });
}
