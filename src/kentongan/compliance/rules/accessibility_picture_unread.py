"""A picture that nobody has read, where pictures are read."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    if not case.facts.pictures_get_read:
        return
    for index, media in enumerate(case.draft.media):
        if media.seen_text is None and media.mime.startswith("image/"):
            message = gettext("Tulisan di gambar {number} belum diperiksa.")
            yield Hit(0, 0, f"media:{index}", message.format(number=index + 1))


_READ = Facts(pictures_get_read=True)


def _example(facts: Facts, *media: MediaFact, says: str = "") -> Example:
    return Example("Jadwal posyandu Agustus.", says=says, facts=facts, media=media)


_ALT = "Kader menimbang balita"
_UNREAD = MediaFact(alt=_ALT)
_DONE = MediaFact(alt=_ALT, seen_text="POSYANDU")

RULE = Rule(
    id="accessibility.picture_unread",
    family="accessibility",
    title=gettext_noop("Gambar belum diperiksa"),
    looks_for=gettext_noop("Gambar yang tulisannya belum dibaca mesin, di tempat yang memakainya."),
    message=gettext_noop("Tulisan di gambar ini belum diperiksa."),
    suggestion=gettext_noop("Periksa sendiri: nama, nomor, tanggal, dan tulisan lain di gambar."),
    basis=("wcag-22",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.MEDIA,
    examples_match=(
        _example(_READ, _UNREAD),
        _example(_READ, _DONE, _UNREAD, says="gambar kedua"),
        _example(_READ, _UNREAD, _UNREAD),
        _example(_READ, MediaFact(alt="", mime="image/png")),
        _example(_READ, MediaFact(alt=_ALT, mime="image/webp")),
        _example(_READ, _UNREAD, _DONE, says="gambar pertama"),
    ),
    examples_miss=(
        _example(_READ, _DONE),
        _example(_READ, MediaFact(alt=_ALT, seen_text=""), says="dibaca, tanpa tulisan"),
        _example(Facts(), _UNREAD, says="gambar tidak dibaca di sini"),
        _example(_READ, MediaFact(alt=_ALT, mime="video/mp4"), says="video"),
        _example(_READ, says="tanpa gambar"),
        _example(Facts(), _UNREAD, _UNREAD),
    ),
)
