"""A shape in which the network does not show what is attached."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop

USUAL, STORY = "post", "story"


def _find(case: Case) -> Iterator[Hit]:
    form, media, limits = case.draft.form, case.draft.media, case.facts.limits
    if form == USUAL:
        return
    label = limits.label or gettext("Jejaring ini")
    has_video = any(item.is_video for item in media)
    if form not in (limits.video_forms if has_video else limits.image_forms):
        said = (
            gettext("{label} tidak menampilkan video dalam bentuk ini. Pilih bentuk lain.")
            if has_video
            else gettext("{label} perlu video untuk bentuk ini. Pasang satu, atau ganti bentuknya.")
        )
        yield Hit(start=0, end=0, message=said.format(label=label))
    elif form == STORY and len(media) != 1:
        said = gettext("Cerita memuat satu gambar atau satu video. Sekarang ada {n}.")
        yield Hit(start=0, end=0, message=said.format(n=len(media)))


_SOME = Facts(
    limits=TextLimits(
        label="Jejaring contoh", image_forms=("post", "story"), video_forms=("post", "reel")
    )
)
_PHOTO = MediaFact(alt="Kader menimbang balita")
_VIDEO = MediaFact(alt="Camat membuka posyandu", mime="video/mp4", seconds=30)


def _example(form: str, *media: MediaFact, says: str = "") -> Example:
    return Example("Posyandu hari ini.", says=says, facts=_SOME, media=media, form=form)


RULE = Rule(
    id="network.form",
    family="network",
    title=gettext_noop("Bentuk tidak cocok"),
    looks_for=gettext_noop(
        "Bentuk yang dipilih (reel, cerita) dibandingkan dengan yang ditampilkan jejaring untuk"
        " gambar atau video yang dipasang."
    ),
    message=gettext_noop("Bentuk ini tidak cocok dengan yang dipasang."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.SHAPE,
    examples_match=examples(
        _example("reel", _PHOTO, says="reel tanpa video"),
        _example("reel", says="reel tanpa apa-apa"),
        _example("story", _VIDEO, says="cerita dengan video, yang tidak diterima jejaring ini"),
        _example("story", _PHOTO, _PHOTO, says="cerita dengan dua gambar"),
        _example("story", says="cerita tanpa gambar"),
        Example("Posyandu.", says="jejaring tanpa reel", form="reel", media=(_VIDEO,)),
    ),
    examples_miss=examples(
        _example("reel", _VIDEO, says="reel dengan video"),
        _example("story", _PHOTO, says="cerita dengan satu gambar"),
        _example("post", _PHOTO, _PHOTO, says="unggahan biasa"),
        _example("post", _VIDEO),
        _example("post", says="tanpa gambar"),
        Example("Posyandu hari ini.", says="pesan induk, tanpa jejaring tertentu"),
    ),
)
