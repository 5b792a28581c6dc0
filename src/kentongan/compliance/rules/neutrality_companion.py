"""What goes on in the same breath as a campaign: comparing, praising, wishing, gathering."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.rule import Case, Example, Hit, Rule
from kentongan.compliance.words.partisan import goes_on, sentence_hit
from kentongan.kernel.say import gettext_noop

_MOST = 300


def _find(case: Case) -> Iterator[Hit]:
    if case.gravest.get("neutrality") is not Severity.MUST:
        return
    for text in case.texts:
        for left, right in text.sentence_spans[:_MOST]:
            if goes_on(text.letters.text[left:right]):
                yield sentence_hit(text, left, right)


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)
_POLLING = Facts(phase=Phase.POLLING)

RULE = Rule(
    id="neutrality.companion",
    family="neutrality",
    title=gettext_noop("Kalimat pengiring kampanye"),
    looks_for=gettext_noop(
        "Dalam teks yang sudah memihak: kalimat yang membandingkan, memuji, menyindir, mendoakan, "
        "atau mengajak berkumpul."
    ),
    message=gettext_noop("Kalimat ini melanjutkan kalimat lain yang memihak."),
    suggestion=gettext_noop("Hapus bersama kalimat yang memihak."),
    basis=("skb-netralitas-2022", "pp-94-2021"),
    severity=Severity.WEIGH,
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality"),
    examples_match=(
        Example("Jangan pilih nomor tiga, Lur.\nLiyane belum kenal sawah.", facts=_CAMPAIGN),
        Example("Coblos paslon satu.\nItu yang jujur dan merakyat.", facts=_CAMPAIGN),
        Example("Hayu milih Kang Asep.\nJalmi someah, tara hilap.", facts=_CAMPAIGN),
        Example("Coblos nomor dua, Lur.\nLiyane belum kenal sawah.", facts=_CAMPAIGN),
        Example("Menangkan paslon dua.\nMohon doa restunya, warga.", facts=_CAMPAIGN),
        Example("Kalah ya kalah, nomor 4.\nBikin malu saja.", facts=Facts(phase=Phase.AFTER)),
        Example("Dukung paslon 1!\nYang lain cuma bikin janji.", facts=_CAMPAIGN),
    ),
    examples_miss=(
        Example("Pelayanan buka. Mohon doa restunya, warga.", facts=_CAMPAIGN),
        Example("Lihat siapa yang dulu bangun gedungnya.", facts=_POLLING),
        Example("Coblos nomor 2. Poli gigi buka pukul 08.00 WIB.", facts=_CAMPAIGN),
        Example("Petugas jujur mengembalikan dompet.", facts=_CAMPAIGN),
        Example("Yang lain menyusul naik bus kedua.", facts=_CAMPAIGN),
        Example("ASN dilarang mendukung calon. Jujur itu hebat.", facts=_CAMPAIGN),
    ),
)
