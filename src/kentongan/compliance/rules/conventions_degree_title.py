"""Academic degrees without their full stops."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_marks, before
from kentongan.kernel.say import gettext_noop

_RIGHT = {
    "spd": "S.Pd.", "mpd": "M.Pd.", "ssos": "S.Sos.", "skom": "S.Kom.", "mkom": "M.Kom.",
    "ssi": "S.Si.", "msi": "M.Si.", "se": "S.E.", "sh": "S.H.", "mh": "M.H.", "mm": "M.M.",
    "skm": "S.K.M.", "st": "S.T.", "mt": "M.T.", "sip": "S.I.P.", "mip": "M.I.P.", "sp": "S.P.",
    "mp": "M.P.", "sag": "S.Ag.", "mag": "M.Ag.", "spdi": "S.Pd.I.", "mkes": "M.Kes.",
    "skep": "S.Kep.", "amd": "A.Md.", "sstp": "S.STP.", "map": "M.A.P.", "sap": "S.A.P.",
    "amdkeb": "A.Md.Keb.", "mkn": "M.Kn.", "shut": "S.Hut.", "spt": "S.Pt.", "msc": "M.Sc.",
    "sfarm": "S.Farm.",
}  # fmt: skip
_PATTERN = re.compile(
    r",\s?(?=[SMA]\.?\s?(?:[A-Z]|si\b|pd\b))(?P<title>(?:[SMA]\.?\s?)(?:Pd|PD|pd|Sos|Kom|Si|si|E"
    r"|H|M|T|K\.?M|I\.?P|P|Ag|Kes|Kep|Md|STP|A\.?P|Hut|Pt|Sc|Farm|Kn)"
    r"(?:\.?\s?(?:I|Keb))?)(?P<dot>\.?)(?=[,\s;)]|$)"
)


def _find(case: Case) -> Iterable[Hit]:
    return at_marks(case, _PATTERN, _mend)


def _mend(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start(), 1)
    if not (left.islower() or left == "."):
        return None
    plain = re.sub(r"[.\s]", "", match["title"]).lower()
    right = _RIGHT.get(plain)
    if right is None:
        return None
    typed = match["title"] + match["dot"]
    return None if typed == right and match.group().startswith(", ") else f", {right}"


RULE = Rule(
    id="conventions.degree_title",
    family="conventions",
    title=gettext_noop("Penulisan gelar"),
    looks_for=gettext_noop(
        "Gelar di belakang nama tanpa titik atau spasi yang semestinya (S.Pd, SE, M.si)."
    ),
    message=gettext_noop(
        "Setiap singkatan dalam gelar diakhiri titik dan gelar dipisah koma: Asep, S.Pd., M.Si."
    ),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    needs=(", s", ", m", ", a", ",s", ",m", ",a"),
    find=_find,
    examples_match=examples(
        "Kepala sekolah, Rina Marlina, S.Pd membuka acara.",
        "Camat Asep Sunandar, SE hadir.",
        "Dipimpin Dedi Kurnia, S.Sos, M.Si di aula.",
        "Sekretaris Iwan, SH memimpin rapat.",
        "Bidan Tuti, A.Md.Keb melayani.",
        "Lurah Wati, M.si menyapa warga.",
    ),
    examples_miss=examples(
        "Kepala sekolah, Rina Marlina, S.Pd., membuka acara.",
        "Camat Drs. H. Asep Sunandar, M.Si.",
        "dr. Prameswari, Sp.A., Senin–Jumat",
        "Loket A, B, dan C buka.",
        "Baju ukuran S, M, L tersedia.",
        "Kelas pagi, siang, malam.",
        "Lilis Nurhayati, S.STP., M.Si., melantik.",
    ),
)
