// Jawaban galat untuk htmx: satu kalimat sebagai kabar, isi halaman tetap.
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
