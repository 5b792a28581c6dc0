"""A video the network does not take, or one that it misses."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    limits = case.facts.limits
    videos = [n for n, item in enumerate(case.draft.media) if item.is_video]
    label = limits.label or gettext("Jejaring ini")
    if limits.needs_video and not videos and case.draft.kind == "post":
        said = gettext("{label} hanya menerima video. Pasang satu, atau jangan pilih akun ini.")
        yield Hit(start=0, end=0, message=said.format(label=label))
    for place, number in enumerate(videos):
        if problem := _problem(limits, case.draft.media[number], place):
            said = problem.format(label=label, most=round(limits.max_seconds))
            yield Hit(start=0, end=0, where=f"media:{number}", message=said)


def _problem(limits: TextLimits, video: MediaFact, place: int) -> str:
    if place:
        return gettext("Satu unggahan memuat satu video. Keluarkan yang ini.")
    if limits.takes_video is False:
        return gettext("{label} tidak menerima video. Keluarkan, atau jangan pilih akun ini.")
    if limits.max_seconds and video.seconds > limits.max_seconds:
        return gettext("{label} menerima video paling lama {most} detik. Potong dulu videonya.")
    return ""


_NONE = Facts(limits=TextLimits(label="Jejaring contoh", takes_video=False))
_SHORT = Facts(limits=TextLimits(label="Jejaring contoh", takes_video=True, max_seconds=60))
_ONLY = Facts(limits=TextLimits(label="YouTube", takes_video=True, needs_video=True))
_PHOTO = MediaFact(alt="Kader menimbang balita")


def _video(seconds: float = 30) -> MediaFact:
    return MediaFact(alt="Camat membuka posyandu", mime="video/mp4", seconds=seconds)


def _example(facts: Facts, *media: MediaFact, says: str = "") -> Example:
    return Example("Posyandu hari ini.", says=says, facts=facts, media=media)


RULE = Rule(
    id="network.video",
    family="network",
    title=gettext_noop("Video tidak cocok"),
    looks_for=gettext_noop("Video dibandingkan dengan yang diterima jejaring: ada, banyak, lama."),
    message=gettext_noop("Video ini tidak cocok untuk jejaringnya."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.VIDEO,
    examples_match=examples(
        _example(_NONE, _video(), says="jejaring tanpa video"),
        _example(_NONE, _PHOTO, _video(), says="satu foto, satu video"),
        _example(_SHORT, _video(61), says="61 detik, batas 60"),
        _example(_SHORT, _video(), _video(), says="dua video"),
        _example(_ONLY, says="jejaring yang hanya menerima video"),
        _example(_ONLY, _PHOTO, says="foto untuk jejaring yang hanya menerima video"),
    ),
    examples_miss=examples(
        _example(_SHORT, _video(60), says="60 detik, batas 60"),
        _example(_SHORT, _PHOTO),
        _example(_ONLY, _video(3_600), says="lama tidak dibatasi"),
        _example(_NONE, _PHOTO, _PHOTO),
        _example(Facts(), _video(), says="pesan induk, tanpa jejaring tertentu"),
        _example(_NONE, says="tanpa gambar dan video"),
    ),
)
