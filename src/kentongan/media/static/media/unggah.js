// Kirim berkas sepotong demi sepotong (tus): maju, jeda, lanjut, juga sesudah halaman dimuat ulang.
// Tanpa ini formulirnya dikirim biasa. Alat pengirimnya baru dimuat saat berkas dikirim.

const form = document.querySelector("[data-kirim]");
const one = (selector) => form.querySelector(selector);
const part = (name) => one(`[data-kirim-${name}]`);
const RETRY = [0, 1000, 3000, 8000, 20000];
const FULL = 507;
let upload = null;
/** Selama pengumuman berkas masih di jalan: selesai begitu alamatnya diketahui atau ditolak. */
let announced = Promise.resolve();
let answered = () => {};
let wanted = 0;

/** Kalimat yang disiapkan server pada formulir. */
const say = (name, values = {}) => {
  const text = form.dataset[`kata${name}`].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  part("kabar").textContent = text;
};

function show(state) {
  part("maju").hidden = state === "kosong";
  part("jeda").hidden = state !== "jalan";
  part("lanjut").hidden = state !== "henti";
  one("button:not([type=button])").disabled = state === "jalan";
}

function advance(sent, total) {
  const percent = total ? Math.floor((100 * sent) / total) : 0;
  one("progress").value = percent;
  say("Kirim", { persen: percent });
}

function failed(error) {
  const answer = error.originalResponse;
  const words = answer?.getHeader("Content-Type")?.startsWith("text/plain") ? answer.getBody() : "";
  if (words) part("kabar").textContent = words;
  else say("Gagal");
  show("henti");
}

function settings(file) {
  return {
    endpoint: form.dataset.alamat,
    chunkSize: Number(form.dataset.potong),
    retryDelays: RETRY,
    removeFingerprintOnSuccess: true,
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    metadata: { filename: file.name, unit: form.elements.unit.value },
    onBeforeRequest: (request) => {
      if (request.getMethod() === "POST") announced = new Promise((done) => (answered = done));
    },
    onUploadUrlAvailable: () => answered(),
    // Penolakan tidak diulang; penyimpanan penuh juga tidak menjadi lega dalam setengah menit.
    onShouldRetry: (error) => {
      answered();
      const status = error.originalResponse?.getStatus() ?? 0;
      const again = status === 0 || status === 409 || status === 423 || (status >= 500 && status !== FULL);
      if (again && status !== 409) say("Ulang");
      return again;
    },
    onProgress: advance,
    onError: (error) => {
      answered();
      failed(error);
    },
    onSuccess: () => {
      show("selesai");
      say("Selesai");
      location.assign(form.dataset.lagi);
    },
  };
}

async function send(file) {
  const turn = ++wanted;
  const { Upload } = await import(form.dataset.alat);
  const made = new Upload(file, settings(file));
  // Berkas yang sama, yang tadi dimulai untuk unit lain, bukan lanjutannya.
  const [before] = (await made.findPreviousUploads()).filter(
    (one) => one.metadata.unit === form.elements.unit.value,
  );
  if (turn !== wanted) return;
  upload = made;
  show("jalan");
  if (before) {
    upload.resumeFromPreviousUpload(before);
    say("Lanjut");
  } else advance(0, file.size);
  upload.start();
}

/**
 * Hentikan pengiriman; dengan `away` juga hapus dari server. Pengumuman yang diputus di tengah jalan
 * tetap sampai: berkasnya tinggal di daftar tanpa ada yang tahu alamatnya. Jadi alamatnya ditunggu.
 */
async function stop(away) {
  const held = upload;
  await announced;
  await held?.abort(away);
}

async function giveUp() {
  wanted += 1;
  say("Batal");
  for (const name of ["jeda", "lanjut", "batal"]) part(name).hidden = true;
  try {
    await stop(true);
  } catch (error) {
    // Yang sudah tidak ada memang itu yang diminta.
    if (error.originalResponse?.getStatus() !== 404) {
      failed(error);
      part("batal").hidden = false;
      return;
    }
  }
  upload = null;
  show("kosong");
  location.assign(form.dataset.lagi);
}

form?.addEventListener("submit", (event) => {
  const [file] = form.elements.file.files;
  if (!file) return;
  event.preventDefault();
  if (file.size > Number(form.dataset.maks)) {
    part("maju").hidden = false;
    say("Besar");
    return;
  }
  send(file).catch(() => form.submit());
});

if (form) {
  part("jeda").addEventListener("click", async () => {
    await stop(false);
    say("Jeda");
    show("henti");
  });
  part("lanjut").addEventListener("click", () => {
    show("jalan");
    upload?.start();
  });
  part("batal").addEventListener("click", giveUp);
  addEventListener("beforeunload", (event) => {
    if (!part("maju").hidden && !part("jeda").hidden) event.preventDefault();
  });
}
