"""People in a picture whose consent, as the library keeps it, is over or missing."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    for index, item in enumerate(case.draft.media):
        if item.people == "expired":
            message = gettext("Persetujuan orang di gambar {number} sudah berakhir.")
        elif item.people == "no_consent" and item.children:
            message = gettext("Di gambar {number} ada anak yang izinnya belum ada.")
        else:
            continue
        yield Hit(start=0, end=0, where=f"media:{index}", message=message.format(number=index + 1))


def _seen(people: str, *, children: bool = False) -> tuple[MediaFact, ...]:
    return (MediaFact(alt="Peserta pelatihan di balai desa", people=people, children=children),)


RULE = Rule(
    id="vulnerable_persons.consent",
    family="vulnerable_persons",
    title=gettext_noop("Persetujuan orang di gambar"),
    looks_for=gettext_noop(
        "Gambar dengan orang yang persetujuannya, menurut pustaka, sudah berakhir; juga gambar "
        "dengan anak yang izinnya belum ada."
    ),
    message=gettext_noop("Persetujuan orang di gambar ini tidak berlaku."),
    suggestion=gettext_noop("Perbarui persetujuannya di pustaka, atau ganti gambarnya."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="penyelia",
    find=_find,
    given=Given.MEDIA,
    examples_match=examples(
        Example("Pelatihan.", media=_seen("expired"), says="persetujuannya berakhir"),
        Example("Lomba.", media=_seen("expired", children=True), says="anak, berakhir"),
        Example("Kemah.", media=_seen("no_consent", children=True), says="anak, belum ada izin"),
        Example(
            "Dua gambar.",
            media=(*_seen("consent"), *_seen("expired")),
            says="gambar kedua berakhir",
        ),
        Example("Pawai.", media=_seen("expired") * 2, says="dua gambar berakhir"),
        Example("", media=_seen("expired"), says="tanpa teks"),
    ),
    examples_miss=examples(
        Example("Pelatihan.", media=_seen("consent"), says="semuanya setuju"),
        Example("Kemah.", media=_seen("consent", children=True), says="anak, diizinkan"),
        Example("Pasar.", media=_seen("no_consent"), says="orang dewasa, belum semua setuju"),
        Example("Loket.", media=_seen(""), says="belum disebutkan"),
        Example("Lomba.", media=_seen("", children=True), says="anak, belum disebutkan"),
        Example("Tanpa gambar."),
    ),
)
