// Dialog: [data-buka="#id"] membuka, [data-tutup] menutup, [data-tanya] meminta kepastian.
import { all, copyOf, on, one } from "./core.js";

on("click", "[data-buka]", (opener, event) => {
  const dialog = one(opener.dataset.buka);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
  /* Dengan papan tik langsung mengetik; di layar sentuh papan tiknya menutupi isian cepat. */
  if (!event.detail) one("textarea", dialog)?.focus();
});

on("click", "[data-tutup]", (closer, event) => {
  const dialog = closer.closest("dialog");
  if (!dialog?.open) return;
  if (closer.matches("a")) event.preventDefault();
  dialog.close();
});

/* Ketukan pada latar menutup. */
on("click", "dialog.laci", (dialog, event) => {
  if (event.target === dialog && dialog.open) dialog.close();
});

/** Tanyakan satu kalimat; janji yang berisi benar bila disetujui. */
export function ask(sentence, action) {
  const dialog = copyOf("tanya-pola");
  one("p", dialog).textContent = sentence;
  if (action) one("[value=ya]", dialog).textContent = action;
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "ya");
    });
    dialog.showModal();
  });
}

const agreed = new WeakSet();

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    const source = submitter?.dataset.tanya ? submitter : form;
    if (!source.dataset?.tanya || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(source.dataset.tanya, submitter?.textContent.trim())) {
      agreed.add(form);
      form.requestSubmit(submitter);
    }
  },
  true,
);

document.addEventListener("htmx:confirm", async (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  ((await ask(ctx.confirm)) ? issueRequest : dropRequest)();
});

/* Isi cepat: [data-isi-ke="#alasan"][data-teks="…"] menambah kalimat ke isian. */
on("click", "[data-isi-ke]", (button) => {
  const field = one(button.dataset.isiKe);
  field.value = [field.value.trim(), button.dataset.teks].filter(Boolean).join(" ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

/** Isian di dalam dialog ditolak server: dialognya terbuka lagi, dengan galatnya. */
export function startDialogs() {
  if (one("dialog[open]")) return;
  all("dialog.laci").find((dialog) => one("[aria-invalid=true]", dialog))?.showModal();
}
