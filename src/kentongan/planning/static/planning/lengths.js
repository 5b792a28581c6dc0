// Panjang tulisan menurut jejaring. Padanan server: kentongan/language/lengths.py.

const X_LINK = 23;
const LINK =
  /\bhttps?:\/\/[^\s<>"'“”‘’«»]+|(?<![\w@.])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}(?:id|com|net|org|gov|edu|info|co|io|me|ly|gl|app|link|site|online|xyz|top|vip|click|icu|bio|page|dev|asia|tv|be|ee|to|gg|cc|biz|web)(?![\w@])(?:\/[^\s<>"'“”‘’]*)?/gi;
const CLOSERS = /[.,;:!?)\]}'"…”’]+$/;
const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];
// Satu emoji menurut X: bendera, tombol angka, tanda bergambar, atau paling banyak empat gambar yang disambung.
const PICTURE = String.raw`(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|(?![©®])\p{Extended_Pictographic}\uFE0F?)`;
const EMOJI = new RegExp(
  String.raw`\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|[©®]\uFE0F` +
    String.raw`|${PICTURE}(?:[\u{E0020}-\u{E007F}]+|(?:\u200D${PICTURE}){0,3})`,
  "gu",
);
const SIGN = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20E3]/u;
const splitter = globalThis.Intl?.Segmenter ? new Intl.Segmenter("id", { granularity: "grapheme" }) : null;

const encoder = new TextEncoder();

const drawn = (cluster) => SIGN.test(cluster) && (cluster.codePointAt(0) > 0xff || /[\uFE0F\u20E3]/.test(cluster));

const clusters = (text) => (splitter ? [...splitter.segment(text)].map((part) => part.segment) : [...text]);

function weight(cluster) {
  let pictures = 0;
  const plain = cluster.replace(EMOJI, () => ((pictures += 1), ""));
  const points = [...plain].map((char) => char.codePointAt(0));
  return points.reduce((sum, p) => sum + (LIGHT.some(([a, b]) => p >= a && p <= b) ? 1 : 2), 2 * pictures);
}

function size(cluster, count) {
  if (count === "characters") return [...cluster].length;
  if (count === "utf16") return cluster.length;
  if (count === "bytes" || (count === "emoji_bytes" && drawn(cluster))) return encoder.encode(cluster).length;
  if (count === "emoji_bytes") return [...cluster].length;
  return count === "weighted280" ? weight(cluster) : 1;
}

/** Bagian yang tak terpisahkan: tautan atau satu huruf, dengan panjang masing-masing. */
function* units(text, count, linkLength) {
  const perLink = linkLength || (count === "weighted280" ? X_LINK : 0);
  let at = 0;
  const plain = function* (part) {
    for (const cluster of clusters(part)) yield [cluster, size(cluster, count)];
  };
  for (const match of text.matchAll(LINK)) {
    const link = match[0].replace(CLOSERS, "");
    if (!link) continue;
    yield* plain(text.slice(at, match.index));
    const fixed = count === "weighted280" || link.includes("://") ? perLink : 0;
    yield [link, fixed || clusters(link).reduce((sum, cluster) => sum + size(cluster, count), 0)];
    at = match.index + link.length;
  }
  yield* plain(text.slice(at));
}

/** Panjang `text`; tiap tautan dihitung `linkLength`, 0: apa adanya. */
function length(text, count = "graphemes", linkLength = 0) {
  const source = count === "weighted280" ? text.normalize("NFC") : text;
  let total = 0;
  for (const [, amount] of units(source, count, linkLength)) total += amount;
  return total;
}

/** Letak sampai mana `text` muat dalam `limit`. */
function cut(text, limit, count = "graphemes", linkLength = 0) {
  let total = 0;
  let at = 0;
  for (const [part, amount] of units(text, count, linkLength)) {
    total += amount;
    if (total > limit) return at;
    at += part.length;
  }
  return text.length;
}

/** Naskah dengan setiap tautan diganti `change(tautan)`; tanda baca penutup bukan bagiannya. */
function replaceLinks(text, change) {
  return text.replace(LINK, (found) => {
    const link = found.replace(CLOSERS, "");
    return link ? change(link) + found.slice(link.length) : found;
  });
}

globalThis.kentonganPanjang = { length, cut, replaceLinks };
