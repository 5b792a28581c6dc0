// Titik fokus: ketukan dan tombol panah memindahkan tanda dan potongan seketika; disimpan dengan tombolnya.
// Tanpa ini ketukan pada gambar langsung menyimpan, dan angkanya dapat ditulis.

const form = document.querySelector("[data-fokus]");
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LARGE = 10;
const WAIT = 150;

if (form) {
  const picture = form.querySelector("[data-fokus-gambar]");
  const marks = form.querySelectorAll("[data-fokus-tanda] circle");
  const looks = document.querySelectorAll("[data-fokus-potongan] img");
  const { x, y } = form.elements;
  let soon = 0;

  const bounded = (value) => Math.max(0, Math.min(100, Math.round(Number(value) || 0)));

  /** Tanda pindah seketika; potongan menunggu jarinya berhenti. */
  function show() {
    const [left, top] = [bounded(x.value), bounded(y.value)];
    for (const mark of marks) {
      mark.setAttribute("cx", (picture.width * left) / 100);
      mark.setAttribute("cy", (picture.height * top) / 100);
    }
    clearTimeout(soon);
    soon = setTimeout(() => {
      for (const look of looks) look.src = `${look.src.split("?")[0]}?x=${left}&y=${top}`;
    }, WAIT);
  }

  function put(left, top) {
    x.value = bounded(left);
    y.value = bounded(top);
    show();
  }

  picture.addEventListener("click", (event) => {
    // Ditekan dengan tombol (juga Enter di angkanya): kirim, letaknya 0, 0 dan angkanya yang berlaku.
    if (!event.detail) return;
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    put((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  });
  picture.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? LARGE : 1;
    put(bounded(x.value) + far * step[0], bounded(y.value) + far * step[1]);
  });
  form.addEventListener("input", show);
}
