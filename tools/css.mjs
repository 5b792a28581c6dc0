// Penyusun berkas statis web: CSS (Tailwind + daisyUI), JavaScript (esbuild), sprite ikon
// (Tabler), htmx beserta ekstensinya, pengirim berkas (tus). Dipanggil oleh tools/css.sh.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { sprite } from "./css-ikon.mjs";

const ROOT = new URL("..", import.meta.url).pathname;
const WEB = join(ROOT, "src/kentongan/web");
const STATIC = join(WEB, "static/web");
const MODULES = join(ROOT, "node_modules");
const LIMITS = { css: 30 * 1024, warga: 14 * 1024, js: 20 * 1024, tus: 17 * 1024 };
const UPLOADER = "vendor/tus.js";
const HTMX = ["dist/htmx.min.js", "dist/ext/hx-csp.min.js", "dist/ext/hx-preload.min.js"];

const read = (path) => readFileSync(path, "utf8");
const version = (name) => JSON.parse(read(join(MODULES, name, "package.json"))).version;

function write(folder, name, text) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Dua berkas: `kentongan.css` untuk petugas, `warga.css` yang ringan untuk halaman warga. */
function buildCss(out, name) {
  const cli = join(MODULES, "@tailwindcss/cli/dist/index.mjs");
  const args = [cli, "-i", join(WEB, "css", name), "-o", join(out, name), "--minify"];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  // Alamat @font-face ditulis terhadap berkas hasil, bukan terhadap sumber.
  const css = read(join(out, name)).replace(/url\([^)]*\/(plus-jakarta-sans\.woff2)["']?\)/g, "url($1)");
  write(out, name, css.endsWith("\n") ? css : `${css}\n`);
}

/** Satu berkas: htmx, ekstensinya (pasti terdaftar sebelum htmx mulai), lalu modul kita. */
function buildScript(out) {
  const banner = `/* htmx ${version("htmx.org")} + hx-csp + hx-preload, https://htmx.org, lisensi 0BSD: lihat vendor/LISENSI-htmx.txt */\n`;
  const parts = HTMX.map((path) => read(join(MODULES, "htmx.org", path)).replace(/\n?\/\/# sourceMappingURL=.*\s*$/, ""));
  const own = buildSync({
    entryPoints: [join(WEB, "js/kentongan.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    write: false,
  });
  write(out, "kentongan.js", `${banner}${parts.join(";\n")};\n${own.outputFiles[0].text}`);
}

/** Pengirim berkas besar: dimuat hanya oleh halaman unggah, saat berkas dikirim. */
function buildUploader(out) {
  const name = "tus-js-client";
  const made = buildSync({
    stdin: { contents: `export { Upload } from "${name}";`, resolveDir: ROOT },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  const banner = `/* ${name} ${version(name)}, https://github.com/tus/tus-js-client, lisensi MIT: lihat LISENSI-tus.txt */\n`;
  write(out, UPLOADER, banner + made.outputFiles[0].text);
}

function copyLicences(out) {
  copyFileSync(join(MODULES, "tus-js-client/LICENSE"), join(out, "vendor/LISENSI-tus.txt"));
  copyFileSync(join(MODULES, "htmx.org/LICENSE"), join(out, "vendor/LISENSI-htmx.txt"));
  copyFileSync(join(MODULES, "@tabler/icons/LICENSE"), join(out, "vendor/LISENSI-tabler.txt"));
}

function buildIcons(out, name, list) {
  write(out, name, sprite(read(join(WEB, list)), join(MODULES, "@tabler/icons/icons")));
}

function build(out) {
  mkdirSync(join(out, "vendor"), { recursive: true });
  buildIcons(out, "ikon.svg", "icons.txt");
  buildIcons(out, "ikon-warga.svg", "icons-warga.txt");
  copyLicences(out);
  buildScript(out);
  buildUploader(out);
  buildCss(out, "kentongan.css");
  buildCss(out, "warga.css");
}

/** Ukuran terhadap anggaran, dalam bita gzip. */
function overBudget(out) {
  const size = (name) => gzipSync(read(join(out, name)), { level: 9 }).length;
  const sizes = { css: size("kentongan.css"), warga: size("warga.css"), js: size("kentongan.js"), tus: size(UPLOADER) };
  for (const [kind, bytes] of Object.entries(sizes)) {
    console.log(`${kind}: ${(bytes / 1024).toFixed(1)} kB gzip, batas ${LIMITS[kind] / 1024} kB`);
  }
  return Object.keys(sizes).filter((kind) => sizes[kind] > LIMITS[kind]);
}

function check() {
  const out = mkdtempSync(join(tmpdir(), "kentongan-web-"));
  try {
    build(out);
    const names = ["kentongan.css", "warga.css", "kentongan.js", UPLOADER, "ikon.svg", "ikon-warga.svg"];
    const stale = names.filter((name) => read(join(out, name)) !== read(join(STATIC, name)));
    if (stale.length) throw new Error(`Tidak sama dengan sumbernya: ${stale.join(", ")}. Jalankan ./kentongan css.`);
    return overBudget(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function main() {
  let over;
  if (process.argv.includes("--check")) {
    over = check();
  } else {
    build(STATIC);
    over = overBudget(STATIC);
  }
  if (over.length) throw new Error(`Melewati anggaran: ${over.join(", ")}.`);
}

try {
  main();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
