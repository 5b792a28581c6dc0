// Tema dan hemat data: kuki yang sama dengan yang ditulis server, tanpa muat ulang.
import { all, on, page, remember } from "./core.js";

const DARK = "kentongan-malam";
const LIGHT = "kentongan";

const shownTheme = () =>
  page.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? DARK : LIGHT);

on("submit", "[data-tema-tukar]", (form, event) => {
  event.preventDefault();
  const next = shownTheme() === DARK ? LIGHT : DARK;
  page.dataset.theme = next;
  remember("tema", next);
  all("[data-tema-tukar] [name=tema]").forEach((button) => (button.value = next === DARK ? LIGHT : DARK));
});

on("submit", "[data-hemat-tukar]", (form, event) => {
  event.preventDefault();
  const saving = page.toggleAttribute("data-hemat");
  remember("hemat", saving ? "1" : "0");
  all("[data-hemat-tukar] [name=hemat]").forEach((button) => {
    button.value = saving ? "0" : "1";
    button.setAttribute("aria-pressed", saving);
  });
  all("[data-hemat-teks]").forEach((text) => (text.textContent = saving ? text.dataset.hematTeks : ""));
});

/* Gambar yang menunggu ketukan. */
on("click", "a[data-muat]", (link, event) => {
  event.preventDefault();
  const { alt, lebar, tinggi } = link.dataset;
  const image = new Image(lebar || undefined, tinggi || undefined);
  image.alt = alt ?? "";
  image.className = "media-tampil";
  image.src = link.href;
  link.replaceWith(image);
});

on("click", "[data-kembali]", (link, event) => {
  if (history.length < 2) return;
  event.preventDefault();
  history.back();
});
