// Jawaban galat untuk htmx: satu kalimat sebagai kabar, isi halaman tetap.
import { on, one } from "./core.js";
import { say, startToasts, toast } from "./toasts.js";

document.addEventListener("htmx:response:error", (event) => {
  const { response, text } = event.detail.ctx;
  if (response.status === 422) return;
  if (response.headers.get("Content-Type")?.startsWith("text/plain")) {
    toast(text, { tone: "error" });
    startToasts();
  } else {
    say("gagal", "error");
  }
});

document.addEventListener("htmx:error", () => say(navigator.onLine ? "gagal" : "luring", "error"));

/* Setelah formulir ditolak, fokus pindah ke isian pertama yang salah. */
document.addEventListener("htmx:after:swap", () => {
  one("[aria-invalid=true][autofocus]")?.focus();
});

on("focusin", "[aria-invalid=true]", (field) => field.removeAttribute("autofocus"));
