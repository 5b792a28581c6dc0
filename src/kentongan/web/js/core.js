// Alat kecil bersama: pencarian elemen, pendengar terpusat, penyiapan ulang setelah htmx.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Satu pendengar di dokumen untuk semua elemen yang cocok, kini dan nanti. */
export function on(type, selector, handle, options) {
  document.addEventListener(
    type,
    (event) => {
      const found = event.target.closest?.(selector);
      if (found) handle(found, event);
    },
    options,
  );
}

/** Elemen yang cocok dan belum pernah disiapkan dengan `key`. */
export function fresh(selector, key) {
  const seen = (fresh.seen[key] ??= new WeakSet());
  return all(selector).filter((element) => !seen.has(element) && seen.add(element));
}
fresh.seen = {};

/** Jalankan penyiap saat halaman siap dan tiap kali htmx mengganti sebagian halaman. */
export function onReady(...starters) {
  const run = () => starters.forEach((start) => start());
  run();
  document.addEventListener("htmx:after:swap", run);
}

export const page = document.documentElement;
export const copyOf = (id) => document.getElementById(id)?.content.firstElementChild.cloneNode(true);
export const number = (value) => value.toLocaleString(page.lang);

/** Kuki perangkat, setahun. */
export function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Max-Age=31536000; Path=/; SameSite=Lax${secure}`;
}
