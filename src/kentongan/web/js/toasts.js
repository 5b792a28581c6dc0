// Kabar: kalimat singkat setelah tindakan, 8 detik, dan 20 detik selama dapat diurungkan; menunggu
// bila disentuh.
import { copyOf, fresh, one } from "./core.js";

const SECONDS = 8;
const UNDOABLE = 20;
const region = () => one("#kabar");

function expire(item) {
  let timer;
  const seconds = one("form", item) ? UNDOABLE : SECONDS;
  const start = () => (timer = setTimeout(() => item.remove(), seconds * 1000));
  const stop = () => clearTimeout(timer);
  item.addEventListener("mouseenter", stop);
  item.addEventListener("focusin", stop);
  item.addEventListener("mouseleave", start);
  item.addEventListener("focusout", start);
  start();
}

/** Tampilkan kabar; `undo` adalah alamat yang menerima POST. */
export function toast(text, { tone = "info", undo = "" } = {}) {
  const item = copyOf("kabar-pola");
  if (!item) return;
  item.classList.add(`kabar-${tone}`);
  one("span", item).textContent = text;
  const form = one("form", item);
  if (undo) form.action = undo;
  else form.remove();
  region().append(item);
}

/** Kabar yang sama menggantikan yang masih tampak, kecuali yang dapat diurungkan sendiri-sendiri. */
function replaceTwins(item) {
  [...region().children].forEach((other) => {
    if (other !== item && !one("form", other) && other.textContent.trim() === item.textContent.trim())
      other.remove();
  });
}

/** Kabar dari server dipasang ulang agar pembaca layar mengucapkannya. */
export function startToasts() {
  fresh("#kabar [data-kabar-butir]", "toast").forEach((item) => {
    replaceTwins(item);
    region().append(item);
    expire(item);
  });
}

document.addEventListener("kabar", (event) => {
  event.detail.items.forEach(({ text, tone, undo_url: undo }) => toast(text, { tone, undo }));
  startToasts();
});

/** Kalimat tetap yang disiapkan server pada wadah kabar; yang masih tampak tidak ditumpuk lagi. */
export function say(name, tone = "warning") {
  const text = region().dataset[name];
  if ([...region().children].some((item) => one("span", item).textContent === text)) return;
  toast(text, { tone });
  startToasts();
}
