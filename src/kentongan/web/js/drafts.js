// Tulisan yang belum terkirim: disimpan di perangkat, ditawarkan kembali, dijaga saat pergi.
import { all, copyOf, fresh, on, one } from "./core.js";
import { say } from "./toasts.js";

const PREFIX = "draf:";
const SENT = "draf-terkirim";
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

const stored = (storage, key) => attempt(() => JSON.parse(window[storage].getItem(key)));
const store = (storage, key, value) => attempt(() => window[storage].setItem(key, JSON.stringify(value)));
const drop = (storage, key) => attempt(() => window[storage].removeItem(key));
const keep = (form) => store("localStorage", keyOf(form), { at: Date.now(), values: values(form) });

/** Buang simpanan yang sudah diterima server pada kiriman sebelumnya. */
function settle() {
  const sent = stored("sessionStorage", SENT);
  if (!sent) return;
  drop("sessionStorage", SENT);
  const refused = one("[data-ringkas-galat]");
  if (!refused && document.referrer === sent.from) drop("localStorage", sent.key);
}

function offer(form) {
  const draft = stored("localStorage", keyOf(form));
  if (!draft) return;
  const present = values(form);
  const changed = Object.entries(draft.values).filter(([name, text]) => name in present && present[name] !== text);
  if (!changed.length) return drop("localStorage", keyOf(form));
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
    drop("localStorage", keyOf(form));
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
    store("sessionStorage", SENT, { key: keyOf(form), from: location.href });
  }
  dirty.delete(form);
  if (form.hasAttribute("data-keluar")) {
    attempt(() => Object.keys(localStorage))
      ?.filter((key) => key.startsWith(PREFIX))
      .forEach((key) => drop("localStorage", key));
  }
}, true);

/* htmx menyimpan tanpa pindah halaman: berhasil berarti simpanan tidak perlu lagi. */
document.addEventListener("htmx:after:request", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  const form = sourceElement.matches?.("form[data-draft-key]") && sourceElement; // bukan isian yang diperiksa
  if (form && response.status < 400) drop("localStorage", keyOf(form));
});

addEventListener("beforeunload", (event) => {
  if (all("form[data-jaga]").some((form) => dirty.has(form))) event.preventDefault();
});

export function startDrafts() {
  settle();
  fresh("form[data-draft-key]", "draft").forEach(offer);
}

addEventListener("offline", () => say("luring"));
addEventListener("online", () => say("daring", "success"));
