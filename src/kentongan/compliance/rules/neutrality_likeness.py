"""Sentences that take sides without any word that a rule knows: praise, hints, plays on numbers."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading import likeness
from kentongan.compliance.rule import ONE_BREATH, Case, Example, Hit, Rule
from kentongan.compliance.words.partisan import ELECTION_TIMES, STERN_BY_PHASE
from kentongan.kernel.say import gettext, gettext_noop

#: Without a word of one of these kinds the model is not asked at ordinary times: most sentences
#: have none. While an election is near a proverb will do.
_ABOUT = frozenset(
    "acara alat beliau calon dukung ganti jari jasa jelek lanjut lokal partai pejabat pilih puji"
    " sebelah".split()
)


def _find(case: Case) -> Iterator[Hit]:
    message = gettext(
        "Kalimat ini mirip kalimat yang memihak, terutama karena kata {words}. Ini dugaan mesin: "
        "baca ulang, lalu putuskan."
    )
    about = frozenset[str]() if case.phase in ELECTION_TIMES else _ABOUT
    if "neutrality" not in case.gravest:
        yield from likeness.hits(case, "neutrality", message, about=about)
        return
    # Where a rule speaks, only what goes on beside it is taken along.
    met = case.met.get("neutrality", ())
    for hit in likeness.hits(case, "neutrality", message, about=about, most=Severity.WEIGH):
        if any(
            hit.where == one.where
            and hit.start - one.end <= ONE_BREATH
            and one.start - hit.end <= ONE_BREATH
            for one in met
        ):
            yield hit


_CAMPAIGN, _QUIET = Facts(phase=Phase.CAMPAIGN), Facts(phase=Phase.QUIET)
_BEFORE = Facts(phase=Phase.PRE_NOMINATION)

RULE = Rule(
    id="neutrality.likeness",
    family="neutrality",
    title=gettext_noop("Mirip kalimat yang memihak"),
    looks_for=gettext_noop(
        "Kalimat yang menurut model kecil mirip kalimat memihak yang pernah ditandai orang: pujian "
        "tersirat kepada pejabat, sindiran, permainan angka, ajakan tanpa nama. Yang kurang pasti "
        "hanya diminta ditimbang."
    ),
    message=gettext_noop("Kalimat ini mirip kalimat yang memihak."),
    suggestion=gettext_noop("Tulis apa yang dikerjakan lembaga, tanpa orang dan tanpa pilihan."),
    basis=("skb-netralitas-2022", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase=STERN_BY_PHASE,
    passed_by="bagian_hukum",
    find=_find,
    passage=True,
    examples_match=(
        Example("Masa mau pindah ke lain hati, yang sekarang sudah nyata kerjanya.", facts=_QUIET),
        Example("Bangga punya pemimpin yang turun ke sawah, semoga berlanjut.", facts=_BEFORE),
        Example("Rakyat sudah pintar, tahu mana yang kerja mana yang bohong.", facts=_CAMPAIGN),
        Example("Yang di sana cuma jual mimpi, yang di sini sudah kasih bukti.", facts=_CAMPAIGN),
        Example("Kompak ya, jangan sampai suara keluarga kita pecah.", facts=_QUIET),
        Example("Sing wis kerja ojo diganti.", facts=_CAMPAIGN, says="bahasa Jawa"),
        Example("Mimin sih sudah punya pilihan, yang kerja nyata.", facts=_CAMPAIGN),
    ),
    examples_miss=(
        Example("Jadwal poli gigi: Selasa dan Kamis, pukul 08.00–11.00 WIB.", facts=_CAMPAIGN),
        Example("KPU membuka layanan pindah memilih sampai Jumat.", facts=_CAMPAIGN),
        Example("Bupati membuka pameran buku di alun-alun.", facts=_CAMPAIGN),
        Example("Terima kasih warga RW 05 yang sudah memilah sampah.", facts=_BEFORE),
        Example("Pemenang lomba menggambar diumumkan Senin.", facts=_CAMPAIGN),
        Example("Lanjutkan minum obat sampai habis, ya.", facts=_QUIET),
        Example("Dua regu penyapu jalan bekerja dari subuh.", facts=_CAMPAIGN),
    ),
)
