"""Contempt, other states, secrets and private gain without any word that a rule knows."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading import likeness
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop

_OWN = "civil_servant"
#: Where the state itself is spoken of, it is not only secrets and favours.
_GRAVE = frozenset({"khilafah", "pancasila"})


def _find(case: Case) -> Iterator[Hit]:
    if "civil_service" in case.gravest:
        return
    message = gettext(
        "Kalimat ini mirip kalimat yang dilarang bagi ASN, terutama karena kata {words}. Ini "
        "dugaan mesin: baca ulang, lalu putuskan."
    )
    # A civil servant's own words may be of anything; an institution's only speak of the state.
    about = frozenset[str]() if case.draft.actor == _OWN else _GRAVE
    yield from likeness.hits(case, "civil_service", message, about=about, grave=_GRAVE)


RULE = Rule(
    id="civil_service.likeness",
    family="civil_service",
    title=gettext_noop("Mirip pelanggaran ASN"),
    looks_for=gettext_noop(
        "Kalimat yang menurut model kecil mirip kebencian kepada negara, bocoran, atau "
        "penyalahgunaan jabatan yang pernah ditandai orang. Hanya dicari bila aturan lain tidak "
        "menemukan apa-apa."
    ),
    message=gettext_noop("Kalimat ini mirip kalimat yang dilarang bagi ASN."),
    suggestion=gettext_noop(
        "Baca ulang. Kritik boleh: sebut perbuatannya dengan kata yang tenang."
    ),
    basis=("skb-11-2019", "se-137-2018"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    passage=True,
    examples_match=(
        Example("Izin usahamu beres asal setor ke saya.", actor=_OWN),
        Example("Upacara itu menyembah kain, saya tidak ikut.", actor=_OWN),
        Example("Data pemilik tanah ada di saya, yang butuh kabari.", actor=_OWN),
        Example("Indonesia cuma penjajah baru bagi bangsa kami.", actor=_OWN),
        Example("Gaji ke-13 pasti dihapus, jangan berharap.", actor=_OWN),
        Example("Skor peserta sudah saya lihat, jangan bilang siapa-siapa.", actor=_OWN),
        Example("Kami bangsa yang dijajah Jakarta, benderanya bukan bendera kami.", actor=_OWN),
    ),
    examples_miss=examples(
        Example("Gaji terlambat lagi, semoga besok cair.", actor=_OWN),
        Example("Bendera di kantor kami diganti yang baru.", actor=_OWN),
        Example("Rapat tadi lama, kopinya enak.", actor=_OWN),
        Example("Presiden melantik tiga duta besar.", actor=_OWN),
        Example("Menurut saya kebijakan itu keliru.", actor=_OWN),
        Example("Kucing lucu 😂", actor=_OWN, kind="like"),
        Example("Semoga lekas sembuh", actor=_OWN, kind="repost"),
        Example("Pemerintah mestinya mendengar petani", actor=_OWN, kind="like"),
        Example("Upacara bendera pagi ini khidmat", actor=_OWN, kind="reply"),
        "Lambang negara dijelaskan pemandu museum.",
    ),
)
