// Kotak masuk: panah J dan K, tanda pesan yang dibuka, usulan unit sekali ketuk. Tanpa ini semua
// tetap jalan: pesan adalah tautan, unit dipilih dari daftar.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const TYPING = "input, textarea, select, [contenteditable]";

/** J dan K memindahkan fokus antarpesan; Enter membukanya seperti tautan lain. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(TYPING) || one("dialog[open]")) return;
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step) return;
  const links = all("a[data-pesan]");
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const from = here >= 0 ? here : links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = from < 0 ? (step > 0 ? 0 : links.length - 1) : from + step;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  event.preventDefault();
});

/** Esc di kotak balasan kembali ke pesannya, agar J dan K jalan lagi; yang ditulis tetap di sana. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || event.target.id !== "jawab") return;
  event.target.blur();
  one("a[data-pesan][aria-current]")?.focus({ preventScroll: true });
});

/** Ctrl+Enter di kotak balasan mengirim, seperti tombolnya: masih dapat diurungkan. */
document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
  if (!sends || event.repeat || event.target.id !== "jawab" || !event.target.value.trim()) return;
  event.preventDefault();
  event.target.form.requestSubmit(one("[data-kirim]", event.target.form));
});

/** X mencentang pesan yang sedang difokus, dan membuka bilah tindakan bersama. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "x") return;
  const link = event.target.closest?.("a[data-pesan]");
  const box = link && one("input[name=perkara]", link.closest(".km-item"));
  if (!box) return;
  one("#pilih-banyak").checked = true;
  box.checked = !box.checked;
  event.preventDefault();
});

/** Setelah percakapan berganti: tandai barisnya, dan namai halamannya. */
document.addEventListener("htmx:after:swap", () => {
  const open = location.pathname;
  all("a[data-pesan]").forEach((link) => {
    if (new URL(link.href).pathname === open) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  const name = one("#perkara")?.dataset.judul;
  if (name) document.title = document.title.replace(/^.*(?= · )/, () => name);
});

/** Daftar baru tidak mengganggu orang yang sedang memilih atau sudah menampilkan lanjutannya. */
const longer = (list) => all("a[data-pesan]", list).length > Number(list.dataset.antrean);
document.addEventListener("htmx:before:request", (event) => {
  const list = event.target.closest?.("[data-antrean]");
  if (list === event.target && (one("input:checked", list) || longer(list))) event.preventDefault();
});

/** Percakapan yang tergulir ke atas layar mendorong isi di bawahnya, kecuali peramban menahannya. */
const pushes = () =>
  !CSS.supports("overflow-anchor: auto") && one(".utas")?.getBoundingClientRect().bottom < 0;

/** Denyut: diam selagi halamannya tidak dilihat, dan bilang di mana orang sedang menulis. */
document.addEventListener("htmx:config:request", (event) => {
  if (!event.target.matches?.("[data-denyut]")) return;
  if (document.hidden) return event.preventDefault();
  const inside = one(".utas details[open] form") || pushes();
  const writing = inside ? "utas" : one("#jawab")?.value.trim() && "balas";
  if (writing) event.detail.ctx.request.body.set("menulis", writing);
});

/** Fokus tetap pada baris yang sama ketika daftarnya diganti. */
let kept = null;
document.addEventListener("htmx:before:swap", () => {
  const list = one("[data-antrean]");
  kept = { list, to: list?.contains(document.activeElement) && document.activeElement.pathname };
});
document.addEventListener("htmx:after:swap", () => {
  const list = one("[data-antrean]");
  if (!list || !kept?.to || list === kept.list) return;
  all("a[data-pesan]", list)
    .find((link) => link.pathname === kept.to)
    ?.focus({ preventScroll: true });
});

/** Formulir Teruskan yang baru dibuka langsung siap diisi, juga bila dibuka dengan tombol A. */
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.id !== "teruskan" || !target.open || one("[data-ringkas-galat]")) return;
    if (!target.contains(document.activeElement?.closest("form"))) one("#d-unit").focus();
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-pilih]");
  if (!button) return;
  const field = one(button.dataset.pilih);
  field.value = button.dataset.nilai;
  field.closest("details").open = true;
  one("textarea", field.form).focus();
});
