// Sprite ikon dari daftar nama: satu <symbol id="i-nama"> per ikon Tabler.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const EMPTY_BOX = /<path[^>]*d="M0 0h24v24H0z"[^>]*\/>/;

function symbol(name, folder) {
  const filled = name.endsWith("-filled");
  const file = join(folder, filled ? "filled" : "outline", `${name.replace(/-filled$/, "")}.svg`);
  const source = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const body = source
    .match(/<svg[\s\S]*?>([\s\S]*)<\/svg>/)[1]
    .replace(EMPTY_BOX, "")
    .replace(/\s+/g, " ")
    .replaceAll(" />", "/>")
    .replaceAll("> <", "><")
    .trim();
  const paint = filled ? ' fill="currentColor" stroke="none"' : "";
  return `<symbol id="i-${name}" viewBox="0 0 24 24"${paint}>${body}</symbol>`;
}

/** Teks sprite lengkap; `list` adalah isi icons.txt, baris berawalan # diabaikan. */
export function sprite(list, folder) {
  const names = list.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  const symbols = [...new Set(names)].sort().map((name) => symbol(name, folder));
  const note = "<!-- Ikon Tabler, https://tabler.io/icons, lisensi MIT: vendor/LISENSI-tabler.txt -->";
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${note}\n${symbols.join("\n")}\n</svg>\n`;
}
