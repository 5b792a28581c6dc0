// Setelah formulir ditolak: fokus di isian pertama yang salah, dan letak halamannya pasti.
import { one } from "./core.js";

/**
 * Peramban sendiri memfokus isian itu begitu terurai, saat halaman di bawahnya mungkin belum ada:
 * letak gulirnya lalu kebetulan, dan sebagian ringkasan galat dapat tertutup kepala halaman.
 * Ringkasan dan isian tampil bersama bila muat; bila tidak, isiannya di tengah.
 */
export function startRefused() {
  const field = one("[aria-invalid=true][autofocus]");
  if (!field) return;
  field.focus({ preventScroll: true });
  field.removeAttribute("autofocus"); // sekali saja: sesudah ini orang yang menggulir
  const summary = one("[data-ringkas-galat]");
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  const room = innerHeight - parseFloat(scrollPaddingTop) - parseFloat(scrollPaddingBottom);
  const tall = field.getBoundingClientRect().bottom - (summary ?? field).getBoundingClientRect().top;
  if (summary && tall > 0 && tall < room) summary.scrollIntoView({ block: "start" });
  else field.scrollIntoView({ block: "center" });
}
