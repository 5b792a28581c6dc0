// Baris saringan yang lebih lebar dari layar bergulir ke saringan yang sedang dipakai.
import { all } from "./core.js";

export function startChips() {
  all(":is(.saring-baris, .km-jenis-pilih) > [aria-current]").forEach((chip) => {
    const row = chip.parentElement;
    const aside = chip.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += aside - (row.clientWidth - chip.offsetWidth) / 2;
  });
}
