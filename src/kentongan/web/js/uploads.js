// Unggah: pratinjau kecil dari berkas yang dipilih, dan seret-lepas ke bingkainya.
import { fresh, number, on, one } from "./core.js";

const UNITS = [[1e6, "MB"], [1e3, "kB"]];

function weight(bytes) {
  const [factor, unit] = UNITS.find(([size]) => bytes >= size) ?? [1, "B"];
  return `${number(Math.round((bytes / factor) * (factor === 1e6 ? 10 : 1)) / (factor === 1e6 ? 10 : 1))} ${unit}`;
}

function preview(file) {
  const figure = document.createElement("figure");
  if (file.type.startsWith("image/")) {
    const image = new Image();
    image.alt = "";
    image.src = URL.createObjectURL(file);
    image.onload = () => URL.revokeObjectURL(image.src);
    figure.append(image);
  }
  const caption = document.createElement("figcaption");
  caption.textContent = `${file.name}, ${weight(file.size)}`;
  figure.append(caption);
  return figure;
}

on("change", "[data-unggah] input[type=file]", (input) => {
  const place = one("[data-unggah-lihat]", input.closest("[data-unggah]"));
  place.replaceChildren(...[...input.files].map(preview));
});

export function startUploads() {
  fresh("[data-unggah]", "upload").forEach((frame) => {
    const mark = (over) => (event) => {
      event.preventDefault();
      frame.classList.toggle("seret", over);
    };
    frame.addEventListener("dragover", mark(true));
    frame.addEventListener("dragleave", mark(false));
    frame.addEventListener("drop", (event) => {
      mark(false)(event);
      const input = one("input[type=file]", frame);
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}
