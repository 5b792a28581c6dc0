"""Amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.compliance.words.typed import at_figures, at_marks, before, grouped
from kentongan.kernel.say import gettext_noop

_WORDS = {
    "jt": "juta", "rb": "ribu", "k": "ribu", "m": "miliar", "t": "triliun", "milyar": "miliar",
    "trilyun": "triliun",
}  # fmt: skip
_SIGNED = re.compile(
    r"(?P<sign>[RrI][PpD][R]?)(?P<dot>\.?)(?P<gap>\s{0,2})"
    r"(?P<amount>\d{1,3}(?:[.,]\d{3}){1,5}(?!\d)|\d{1,15}(?:[.,]\d{1,2}(?!\d))?)"
    r"(?P<cents>,00\b)?(?P<tail>\s?[,.]\s?[-–—]+|[-–—](?![\dR]))?"
    r"(?:(?P<mid>\s?)(?P<scale>juta|ribu|miliar|milyar|triliun|trilyun|jt|rb|[kKMmT])\b)?"
    r"(?P<twice>\s?rupiah\b)?"
)
_UNSIGNED = re.compile(
    r"(?P<amount>\d{1,3}(?:\.\d{3}){1,5}),\s?[-–—]+"
    r"|(?P<short>\d{1,3}(?:[.,]\d)?)\s?(?P<scale>rb|jt|[Kk])\b(?!-)"
)
_PRICED = re.compile(
    r"\b(?:tiket|harga\w*|hanya|cuma|bayar\w*|tarif\w*|htm|iuran|biaya\w*|parkir\w*|diskon|potongan"
    r"|mulai|seharga|beli|jual\w*|dijual|hadiah|modal|uang|denda|ongkir|ongkos|gaji|upah|bonus"
    r"|subsidi"
    r"|donasi|karcis|retribusi|sewa|murah)\b[^\n.!?]{0,25}$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\s?(?:per\b|/|an\b|saja\b|aja\b|sekali\b|seporsi\b|rupiah\b|sebulan\b)", re.IGNORECASE
)
_RACE = re.compile(
    r"\b(?:lari|run|fun|kategori|nomor|jarak|maraton|video|kamera|resolusi)\b", re.IGNORECASE
)


def _find(case: Case) -> Iterable[Hit]:
    figures = case.text.figures
    if not figures:
        return []
    found: list[Hit] = []
    typed = case.draft.text
    signs = [typed[max(0, f.start - 6) : f.start].rstrip(" .")[-3:].lower() for f in figures]
    if any(sign.endswith(("rp", "idr")) for sign in signs):
        found += at_marks(case, _SIGNED, _signed)
    if ",-" in typed or ",–" in typed or any(f.unit.lower() in ("rb", "jt", "k") for f in figures):
        taken = [(hit.start, hit.end) for hit in found]
        found += [
            hit
            for hit in at_figures(case, _UNSIGNED, _unsigned)
            if not any(a <= hit.start < b for a, b in taken)
        ]
    return found


def _signed(match: re.Match[str]) -> str | None:
    if (
        match["sign"].lower() not in ("rp", "idr")
        or before(match.string, match.start(), 1).isalnum()
    ):
        return None
    amount, scale = match["amount"], match["scale"]
    last = re.split(r"[.,]", amount)[-1]
    if "," in amount and len(last) == 3:
        amount = amount.replace(",", ".")
    elif "." in amount and len(last) < 3:
        amount = amount.replace(".", ",")
    elif amount.isdigit() and len(amount) > 3:
        amount = grouped(amount)
    cents = "" if match["tail"] else match["cents"] or ""
    word = f" {_WORDS.get(scale.lower(), scale)}" if scale else ""
    return f"Rp{amount}{cents}{word}"


def _unsigned(match: re.Match[str]) -> str | None:
    """``50.000,-`` anywhere; ``10K`` and ``50rb`` are money where a price is spoken of."""
    left = before(match.string, match.start(), 60)
    if left[-1:].isalnum() or left[-1:] in ("_", ".", ",", "/", "-"):
        return None
    if match["amount"]:
        return f"Rp{match['amount']}"
    after = match.string[match.end() : match.end() + 12]
    priced = _PRICED.search(left) or _PER.match(after)
    if match["scale"] in "kK" and (_RACE.search(left + after) or not priced):
        return None
    sign = "Rp" if priced else ""
    return f"{sign}{match['short'].replace('.', ',')} {_WORDS[match['scale'].lower()]}"


RULE = Rule(
    id="conventions.money",
    family="conventions",
    title=gettext_noop("Penulisan uang"),
    looks_for=gettext_noop(
        "Jumlah uang yang tidak ditulis seperti “Rp50.000”: Rp. 50.000,-, Rp 50.000, 50rb, 10K,"
        " IDR."
    ),
    message=gettext_noop("Uang ditulis rapat tanpa titik setelah Rp dan tanpa “,-”: Rp50.000."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.FIGURES,
    examples_match=examples(
        "Retribusi Rp. 5.000,- per malam.",
        "Iuran Rp.10.000 sebulan.",
        "Biaya Rp 20.000 saja.",
        "Hadiah Rp1jt dan Rp750rb.",
        "Tiket 10K per orang.",
        "Denda 50.000,- bagi pelanggar.",
        "Anggaran Rp 2.5 milyar.",
        "Bayar rp50000 di loket.",
        "Harga IDR 75,000 per paket.",
    ),
    examples_miss=examples(
        "Retribusi Rp5.000 per malam.",
        "Hadiah Rp1,5 juta.",
        "Biaya Rp0.",
        "Pendapatan Rp812.400.000,00 tahun ini.",
        "Lari 10K dan 5K Minggu pagi.",
        "Video 4K di kanal kami.",
        "Harganya lima puluh ribu rupiah.",
        "Sekitar 50 ribu orang hadir.",
    ),
)
