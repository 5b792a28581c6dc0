// Tulisan yang belum terkirim: disimpan di perangkat, ditawarkan kembali, dijaga saat pergi.
import { all, copyOf, fresh, on, one, page } from "./core.js";
import { say } from "./toasts.js";

const PREFIX = "draf:";
const TEXT = "textarea[name], input[name]:is([type=text], [type=url], [type=search], :not([type]))";
const WAIT = 800;

const dirty = new WeakSet();
const timers = new WeakMap();

const fields = (form) => all(TEXT, form).filter((field) => !field.closest("[data-tanpa-draf]"));
const values = (form) => Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
const keyOf = (form) => PREFIX + form.dataset.draftKey;

/** Penyimpanan bisa penuh atau dilarang peramban; maka tulisan cukup tetap ada di halaman. */
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

const stored = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
const drop = (key) => attempt(() => localStorage.removeItem(key));
function rest(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}
function keep(form) {
  rest(form);
  attempt(() => localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values: values(form) })));
}

/** Tanda terima dari server (kentongan/web/receipts.py): simpanannya tidak perlu lagi. */
const RECEIPT = "draf-diterima";
function settle() {
  const key = document.cookie.match(`(?:^|; )${RECEIPT}=([^;]+)`)?.[1];
  if (!key) return;
  drop(PREFIX + key);
  document.cookie = `${RECEIPT}=; Max-Age=0; Path=/`;
}

/** Yang digambar sebagai jawaban kiriman, atau dengan ringkasan galat, belum diterima. */
const untaken = () => "belum" in page.dataset || one("[data-ringkas-galat]");

function offer(form) {
  const draft = stored(keyOf(form));
  if (!draft) return;
  const present = values(form);
  const changed = Object.entries(draft.values).filter(([name, text]) => name in present && present[name] !== text);
  if (!changed.length) return untaken() || drop(keyOf(form));
  const note = copyOf("draf-pola");
  const time = new Date(draft.at);
  one("time", note).textContent = time.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  one("[data-draf-pakai]", note).onclick = () => {
    changed.forEach(([name, text]) => {
      const field = form.elements[name];
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    note.remove();
  };
  one("[data-draf-buang]", note).onclick = () => {
    drop(keyOf(form));
    note.remove();
  };
  form.prepend(note);
}

on("input", "form[data-draft-key], form[data-jaga]", (form) => {
  dirty.add(form);
  if (!form.dataset.draftKey) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), WAIT));
});

on("submit", "form", (form, event) => {
  if (form.dataset.draftKey) {
    keep(form);
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return say("luring");
    }
  }
  dirty.delete(form);
  if (form.hasAttribute("data-keluar")) {
    all("form[data-draft-key]").forEach(rest);
    attempt(() => Object.keys(localStorage))
      ?.filter((key) => key.startsWith(PREFIX))
      .forEach(drop);
  }
}, true);

/* Kuncinya ikut terkirim, agar server dapat memberi tanda terima. */
document.addEventListener("formdata", ({ target: { dataset }, formData }) => {
  if (dataset.draftKey) formData.set("draf", dataset.draftKey);
});

/* htmx menyimpan tanpa pindah halaman: berhasil berarti simpanan tidak perlu lagi. */
document.addEventListener("htmx:after:request", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  const form = sourceElement.matches?.("form[data-draft-key]") && sourceElement; // bukan isian yang diperiksa
  if (form && response.status < 400 && !dirty.has(form)) drop(keyOf(form));
});

addEventListener("beforeunload", (event) => {
  if (all("form[data-jaga]").some((form) => dirty.has(form))) event.preventDefault();
});

/* Yang diketik sesaat sebelum pergi. */
addEventListener("pagehide", () => {
  all("form[data-draft-key]").filter((form) => timers.has(form)).forEach(keep);
});

settle();
export function startDrafts() {
  fresh("form[data-draft-key]", "draft").forEach(offer);
}

addEventListener("offline", () => say("luring"));
addEventListener("online", () => say("daring", "success"));
