// Komposer: menghitung, menyimpan sendiri, memeriksa, menandai. Tanpa ini semua tetap jalan
// lewat tombol formulir; batas tiap jejaring datang dari atribut data, tidak ada nama di sini.

const { cut, length, replaceLinks } = globalThis.kentonganPanjang;
const form = document.querySelector("[data-komposer]");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const number = (value) => value.toLocaleString(document.documentElement.lang || "id");
const tell = (text, tone = "info") =>
  document.dispatchEvent(new CustomEvent("kabar", { detail: { items: [{ text, tone, undo_url: "" }] } }));

/** Kalimat yang disiapkan server pada formulir, dengan {n} dan {kata} diisi. */
const say = (name, values = {}) =>
  form.dataset[`kata${name}`].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

const PAUSE = 2000;
const CHECK_PAUSE = 500;
const STEPS = 20;

/* ---------- hitung: petak, sisa, pratinjau ---------- */

const master = form.elements.text;
/* Penanda tautan ke situs pemda dan nama akun per jejaring; padanan server: kentongan/planning/marks.py. */
const read = (data) => (data.penanda ? JSON.parse(data.penanda) : null);
let marks = read(form.dataset);
const NAME = /(?<![\p{L}\p{N}_@./])@[\p{L}\p{N}_.](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?(?:@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)?/gu;
const ours = (host) => marks.hosts.some((name) => host === name || host.endsWith(`.${name}`));

function marked(text, code) {
  if (!marks) return text;
  const called = (name) => marks.names?.[name.slice(1).toLowerCase()]?.[code] ?? name;
  return replaceLinks(text, (link) => {
    const url = link.includes("://") && URL.canParse(link) ? new URL(link) : null;
    if (!url || url.search.includes("utm_") || !ours(url.hostname)) return link;
    const query = new URLSearchParams({ utm_source: code, utm_medium: marks.medium, utm_campaign: marks.campaign });
    const [, page, rest] = link.match(/^([^#]*)(#.*)?$/s);
    return `${page}${page.includes("?") ? "&" : "?"}${query}${rest ?? ""}`;
  }).replace(NAME, called);
}

/** Bentuk yang dipilih tampil tanpa naskah; mana saja, dikatakan atribut data. */
const silent = (code) =>
  one(`[data-pra="${code}"]`)?.dataset.tanpaNaskah.split(" ").includes(form.elements[`form-${code}`]?.value);
/** Tanpa baris baru, untuk jejaring yang tidak menerimanya; padanan server: kentongan/networks/wording.py. */
const oneLine = (text) =>
  text.split(/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/).map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean)
    .reduce((all, line) => all + (".!?:;,…·".includes(all.at(-1)) ? " " : " · ") + line);
const wording = (code) => {
  if (silent(code)) return "";
  const own = form.elements[`variant-${code}`];
  const text = marked(own?.value.trim() ? own.value : master.value, code);
  return text.trim() && one(`[data-petak="${code}"][data-sebaris]`) ? oneLine(text) : text;
};

function fill(slit, share) {
  if (slit) slit.className = `isi-${share ? Math.max(1, Math.round(Math.min(1, share) * STEPS)) : 0}`;
}

function drawTile(tile) {
  const code = tile.dataset.petak;
  const { maks, cara, tautan } = tile.dataset;
  const limit = Number(maks ?? 0);
  const text = wording(code);
  const size = length(text, cara ?? "characters", Number(tautan ?? 0));
  const parts = threadOf(code);
  const over = limit && !parts ? Math.max(0, size - limit) : 0;
  one("[data-panjang]", tile).textContent = parts ? say("Bagian", { n: number(parts) }) : limit ? `${number(size)}/${number(limit)}` : say("Huruf", { n: number(size) });
  tile.classList.toggle("lebih", over > 0);
  fill(one(".celah i", tile), limit ? size / limit : 0);
  const own = form.elements[`variant-${code}`];
  const follows = !own?.value.trim();
  one("[data-khusus]", tile).hidden = follows;
  one(`[data-ikuti="${own?.id}"]`).hidden = follows;
  one(`[data-khususkan="${own?.id}"]`).hidden = !follows;
  const rest = one(`[data-sisa="${code}"]`);
  if (rest) {
    const [phrase, n] = parts ? ["Bagian", parts] : !limit ? ["Huruf", size] : over ? ["Lebih", over] : ["Sisa", limit - size];
    rest.textContent = say(phrase, { n: number(n) });
    rest.classList.toggle("text-error", over > 0);
  }
  drawPreview(code, text, limit && over ? cut(text, limit, cara, Number(tautan)) : text.length);
}

/** Berapa bagian utas yang terakhir dihitung server; 0: bukan utas, atau muat dalam satu. */
const threadOf = (code) =>
  form.elements[`thread-${code}`]?.checked ? all(`[data-utas="${code}"] li`).length : 0;

/** Potongan utas dari server menggantikan naskah utuh di pratinjau. */
function drawThreads(panel) {
  all("[data-utas-baru]", panel).forEach((note) => {
    const code = note.dataset.utasBaru;
    one(`[data-utas="${code}"]`)?.replaceChildren(note.content.cloneNode(true));
    const whole = one(`[data-pra="${code}"] [data-pra-teks]`);
    if (whole) whole.hidden = threadOf(code) > 0;
  });
  count();
}

function drawPreview(code, text, until) {
  const place = one(`[data-pra="${code}"] [data-pra-teks]`);
  if (place && silent(code)) place.textContent = say("Tanpa");
  if (!place || !text) return;
  const lost = text.slice(until);
  place.replaceChildren(text.slice(0, until));
  if (!lost) return;
  const mark = document.createElement("mark");
  mark.className = "tanda t-wajib";
  mark.textContent = lost;
  place.append(mark);
}

function count() {
  const follow = all("[data-petak]").filter((tile) => !form.elements[`variant-${tile.dataset.petak}`]?.value.trim()).length;
  const told = one("[data-mengikuti]");
  if (told) told.textContent = say("Ikut", { n: number(follow) });
  const words = master.value.split(/\s+/).filter(Boolean).length;
  one("[data-panjang-induk]").textContent = say("Induk", { n: number(length(master.value)), kata: number(words) });
  all("[data-petak]").forEach(drawTile);
}

/* ---------- cermin: tanda temuan di bawah tulisan ---------- */

function mirror(area) {
  const frame = area.parentElement;
  const copy = document.createElement("div");
  copy.className = "cermin";
  copy.setAttribute("aria-hidden", "true");
  frame.prepend(copy);
  frame.classList.add("cermin-hidup");
}

const found = () => all("[data-temuan] .temuan[data-di]");

/** Letak dihitung dalam huruf Unicode di server; JavaScript menghitung satuan UTF-16. */
function offset(text, points) {
  let index = 0;
  for (let n = 0; n < points && index < text.length; n += 1) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}

function marksOf(area) {
  return found()
    .filter((item) => item.dataset.di === area.id && Number(item.dataset.sampai) > Number(item.dataset.mulai))
    .map((item) => ({
      from: offset(area.value, Number(item.dataset.mulai)),
      to: offset(area.value, Number(item.dataset.sampai)),
      tone: item.dataset.nada,
      no: item.dataset.no,
    }))
    .sort((a, b) => a.from - b.from);
}

function paint(area, marks = marksOf(area)) {
  const copy = one(".cermin", area.parentElement);
  if (!copy) return;
  const parts = [];
  let at = 0;
  for (const { from, to, tone, no } of marks) {
    if (from < at) continue;
    parts.push(area.value.slice(at, from));
    const mark = document.createElement("mark");
    mark.className = `tanda t-${tone}`;
    mark.dataset.no = no;
    mark.textContent = area.value.slice(from, to);
    parts.push(mark);
    at = to;
  }
  parts.push(`${area.value.slice(at)}\n`);
  copy.replaceChildren(...parts);
}

const paintAll = () => all("[data-cermin]").forEach((area) => paint(area));

/* ---------- simpan sendiri ---------- */

let saving = null;
let again = false;
let stopped = !("otomatis" in form.dataset);
let saveTimer;

const status = (text) => (one("#tersimpan").textContent = text);

function notice(name, text) {
  const box = one(`[data-${name}]`);
  box.hidden = !text;
  if (text) one(`[data-${name}-isi]`, box).textContent = text;
}

function body() {
  const data = new FormData(form);
  data.delete("file");
  return data;
}

async function post(url, more = {}) {
  const data = body();
  Object.entries(more).forEach(([name, value]) => data.set(name, value));
  const response = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (response.redirected) throw Object.assign(new Error("keluar"), { gone: true });
  return response;
}

function settle(answer) {
  form.elements.version.value = answer.version;
  all("[data-versi]").forEach((field) => (field.value = answer.version));
  for (const [name, digest] of Object.entries(answer.bases)) {
    if (form.elements[`dasar.${name}`]) form.elements[`dasar.${name}`].value = digest;
  }
  status(answer.saved_at);
  notice("nota-luring", "");
  /* Bila ada yang diketik selagi menyimpan, simpanan di perangkat menunggu penyimpanan berikutnya. */
  if (!saveTimer) localStorage.removeItem(`draf:${form.dataset.draftKey}`);
}

/** Yang diubah orang lain masuk ke isian yang tidak sedang kita ubah. */
function refresh(values, sent) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field || field.value !== undefined && field.value.replace(/\r\n/g, "\n") !== String(sent.get(name) ?? "").replace(/\r\n/g, "\n")) continue;
    if (field.type === "checkbox") field.checked = value;
    else if ("value" in field) field.value = value ?? "";
  }
  count();
}

function showErrors(errors) {
  all("[data-galat-langsung]").forEach((note) => note.remove());
  for (const [name, sentences] of Object.entries(errors)) {
    const field = form.elements[name];
    if (!field?.parentElement) continue;
    const note = document.createElement("p");
    note.className = "isian-galat";
    note.dataset.galatLangsung = "";
    note.textContent = sentences.join(" ");
    field.parentElement.after(note);
  }
}

async function save() {
  if (stopped) return;
  if (saving) {
    again = true;
    return;
  }
  clearTimeout(saveTimer);
  saveTimer = null;
  status(say("Menyimpan"));
  const sent = body();
  saving = post(form.dataset.simpan);
  try {
    const response = await saving;
    const answer = await response.json();
    if (response.ok) {
      settle(answer);
      refresh(answer.refreshed, sent);
      showErrors(answer.errors);
    } else {
      stopped = true;
      status(say("Belum"));
      if (response.status === 409) notice("bentrok", [(answer.fields ?? []).join(", "), answer.message].filter(Boolean).join(": "));
      else notice("nota-luring", answer.message);
    }
  } catch (error) {
    status(say("Belum"));
    notice("nota-luring", error.gone ? say("Keluar") : say("Luring"));
    if (!error.gone) saveTimer = setTimeout(save, PAUSE * 5);
  } finally {
    saving = null;
    if (again) {
      again = false;
      save();
    }
  }
}

addEventListener("online", save);

/* ---------- periksa sendiri ---------- */

let checkTimer;
let checks = 0;

/* Selama ada gambar yang sedang dibaca, sesekali bertanya; sesudah dua menit berhenti. */
const LOOK = 4000;
let looks = 30;
let lookTimer;

function look() {
  clearTimeout(lookTimer);
  if (looks > 0 && one("[data-temuan][data-membaca]")) lookTimer = setTimeout(askAgain, LOOK);
}

function askAgain() {
  if (document.hidden) return look();
  looks -= 1;
  check().finally(look);
}

/** Alasan yang sudah diketik tidak hilang saat daftar temuan diperbarui. */
function keep(area) {
  const place = form.elements[area.name];
  if (!place || place.value) return;
  place.value = area.value;
  place.closest("details")?.setAttribute("open", "");
}

/** Ringkasan “belum bisa diajukan” mengikuti temuan terakhir, dan pergi bila semuanya beres. */
function retell(panel) {
  const told = one("#belum");
  if (!told || told.contains(document.activeElement) || one("[href='#tujuan']", told)) return;
  const fresh = one("[data-belum-baru]", panel)?.content.cloneNode(true);
  if (!fresh) told.remove();
  else if (fresh.textContent.trim() !== told.textContent.trim()) told.replaceChildren(fresh);
}

async function check() {
  const panel = one("#periksa");
  if (panel.contains(document.activeElement) && document.activeElement.matches("textarea")) return;
  const turn = (checks += 1);
  let response;
  try {
    response = await post(form.dataset.periksa);
  } catch {
    return;
  }
  if (!response.ok || turn !== checks) return;
  const open = all("details[open]", panel).map((item) => item.closest(".temuan")?.id);
  const typed = all("textarea", panel).filter((area) => area.value);
  panel.innerHTML = await response.text();
  open.filter(Boolean).forEach((id) => one(`#${id} details`)?.setAttribute("open", ""));
  typed.forEach(keep);
  all("[data-tulisan-baru]", panel).forEach((note) =>
    one(`[data-tulisan="${note.dataset.tulisanBaru}"]`)?.replaceChildren(note.content.cloneNode(true)),
  );
  marks = read(one("[data-temuan]", panel).dataset);
  drawThreads(panel);
  retell(panel);
  const { terbuka, nadaTerbuka, baca } = one("[data-temuan]", panel).dataset;
  all("[data-jumlah-temuan]").forEach((badge) => {
    badge.textContent = terbuka;
    badge.className = `langkah-n t-${nadaTerbuka}`;
    badge.hidden = terbuka === "0";
  });
  const summary = one("[data-ringkas-baru]", panel);
  all("[data-ringkas-temuan]").forEach((place) => place.replaceChildren(summary.content.cloneNode(true)));
  const chain = one("[data-alur-baru]", panel);
  all("[data-alur]").forEach((place) => place.replaceChildren(chain.content.cloneNode(true)));
  one("[data-keterbacaan]").textContent = baca;
  paintAll();
  look();
}

/* ---------- pendengar ---------- */

const COMPOSED = "textarea, input, select";

form.addEventListener("input", ({ target }) => {
  if (!target.matches(COMPOSED) || target.name?.startsWith("alasan.") || target.type === "file") return;
  if (target.matches("[data-cermin]")) paint(target, []);
  count();
  clearTimeout(saveTimer);
  saveTimer = setTimeout(save, PAUSE);
  clearTimeout(checkTimer);
  checkTimer = setTimeout(check, CHECK_PAUSE);
});
one("#id_title").addEventListener("input", () => {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(save, PAUSE);
});

function show(element) {
  const panel = element.closest("[data-panel]");
  if (panel) one(`[data-tab="${panel.id}"]`)?.click();
  const layer = element.closest("[data-lyr]")?.dataset.lyr;
  if (layer) form.dataset.kini = layer;
  all(".langkah [data-layar]").forEach((tab) => tab.setAttribute("aria-selected", tab.dataset.layar === layer));
}

function select(area, from, to) {
  show(area);
  area.focus();
  area.setSelectionRange?.(from, to);
  one(`mark`, area.parentElement)?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const pointer = event.target.closest("[data-tunjuk]");
  if (pointer) {
    const { di, mulai, sampai } = one(`#temuan-${pointer.dataset.tunjuk}`).dataset;
    const area = document.getElementById(di);
    if (!area) return;
    event.preventDefault();
    select(area, offset(area.value, Number(mulai)), offset(area.value, Number(sampai)));
    return;
  }
  const fix = event.target.closest("[data-terapkan]");
  if (fix && apply(fix, event.detail === 0)) event.preventDefault();
  const insert = event.target.closest("[data-sisip]");
  if (insert) put(insert);
  const start = event.target.closest("[data-khususkan], [data-ikuti]");
  if (start) {
    event.preventDefault();
    const area = document.getElementById(start.dataset.khususkan ?? start.dataset.ikuti);
    area.value = start.dataset.khususkan ? master.value : "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }
});

/* Salah tangkap: sekali tekan tercatat, tanpa meninggalkan tulisan. */
document.addEventListener("click", async (event) => {
  const flag = event.target.closest("[data-salah]");
  if (!flag) return;
  event.preventDefault();
  if (flag.ariaBusy === "true") return;
  flag.ariaBusy = "true";
  try {
    const response = await post(form.dataset.salahTangkap, { temuan: flag.dataset.salah });
    const { message, label } = await response.json();
    tell(message, response.ok ? "success" : "warning");
    if (label) one("span", flag).textContent = label;
  } catch (error) {
    tell(say(error.gone ? "Keluar" : "Luring"), "error");
  } finally {
    flag.ariaBusy = "false";
  }
});

/** Ganti yang terpilih seperti diketik, agar Ctrl+Z mengembalikannya; yang tidak tampak tak dapat diketiki. */
function type(area, text) {
  if (document.activeElement === area && document.execCommand?.("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
}

/** Terapkan usulan di tempatnya, selama kata-katanya masih sama. Dengan papan tik orang tetap di daftar temuan. */
function apply(button, byKey) {
  const { di, mulai, sampai, no } = button.closest(".temuan").dataset;
  const area = document.getElementById(di);
  if (!area || saving) return false;
  let from = offset(area.value, Number(mulai));
  /* Di layar bertumpuk naskahnya tidak tampak: orang tetap di daftar temuan, di temuan berikutnya. */
  const here = one(".langkah").checkVisibility();
  if (!here) {
    show(area);
    area.focus();
  }
  let until = offset(area.value, Number(sampai));
  const text = button.dataset.terapkan;
  /* Padanan server: mended() di kentongan/compliance/marks.py. */
  if (!text && !area.value[from - 1]?.trim()) {
    if (area.value[until] === " ") until += 1;
    else if (!area.value[until]?.trim() && area.value[from - 1] === " ") from -= 1;
  }
  area.setSelectionRange(from, until);
  type(area, text);
  area.dispatchEvent(new Event("input", { bubbles: true }));
  clearTimeout(checkTimer);
  check().then(() => (here || byKey) && (one(`#temuan-${no}`) ?? one("#periksa h2")).focus());
  tell(say("Terap"), "success");
  return true;
}

/* Alat menyisip ke isian yang terakhir dipakai, tempat kursornya berada. */
let last = master;
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-cermin]")) last = target;
});

function put(button) {
  const source = button.dataset.sisip;
  const text = source.startsWith("@id_") ? document.getElementById(source.slice(1)).value : source;
  button.closest("details")?.removeAttribute("open");
  if (!text) return document.getElementById(source.slice(1))?.focus();
  show(last);
  last.focus();
  type(last, text);
  last.dispatchEvent(new Event("input", { bubbles: true }));
}

/* Tab naskah membuka pratinjau yang sama. */
document.addEventListener("click", (event) => {
  const code = event.target.closest("[data-petak]")?.dataset.petak;
  if (code) one(`[data-tab="p-${code}"]`)?.click();
});

/* Gambar yang dipilih, diseret, atau ditempel langsung diunggah; tulisan ikut terkirim. */
const picker = one("[data-gambar-baru]");
const upload = () => form.requestSubmit(one("[data-unggah-kini]"));
picker?.addEventListener("change", () => picker.files.length && upload());
document.addEventListener("paste", (event) => {
  if (!picker || !event.clipboardData?.files.length) return;
  event.preventDefault();
  picker.files = event.clipboardData.files;
  upload();
});

form.addEventListener("submit", () => {
  clearTimeout(saveTimer);
  stopped = true;
});

all("[data-cermin]").forEach(mirror);
count();
paintAll();
look();
/* Alasan yang ditolak: layarnya dibuka lebih dulu, baru isiannya dapat difokus. */
const refused = one("#periksa [aria-invalid=true]");
const aimed = refused ?? (location.hash.startsWith("#temuan-") && one(location.hash));
if (aimed) show(aimed);
refused?.focus();
