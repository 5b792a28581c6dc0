"""The network takes no post without a picture or film."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    limits = case.facts.limits
    # Where nothing but a video is taken, that is said in ``network.video``.
    if not limits.needs_media or limits.needs_video:
        return
    if not case.draft.media and case.draft.kind == "post":
        yield Hit(start=0, end=0)


_NEEDS = Facts(limits=TextLimits(label="Instagram", needs_media=True))
_FREE = Facts(limits=TextLimits(label="Bluesky"))
_TEXTS = (
    "Posyandu buka besok.",
    "Samsat keliling hadir di Pasar Kliwon pukul 08.00 WIB.",
    "",
    "Jalan desa selesai diperbaiki.",
    "#HariBatik",
    "Banjir surut, terima kasih relawan.",
)

RULE = Rule(
    id="network.needs_media",
    family="network",
    title=gettext_noop("Perlu gambar atau video"),
    looks_for=gettext_noop("Unggahan tanpa gambar untuk jejaring yang mewajibkan gambar."),
    message=gettext_noop("Jejaring ini tidak menerima unggahan tanpa gambar atau video."),
    suggestion=gettext_noop("Tambahkan satu gambar atau video, atau jangan pilih akun ini."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.NEEDS_MEDIA,
    examples_match=tuple(Example(text, facts=_NEEDS) for text in _TEXTS),
    examples_miss=(
        *(Example(text, facts=_FREE) for text in _TEXTS[:4]),
        *(
            Example(text, facts=_NEEDS, media=(MediaFact(alt="Kader menimbang balita"),))
            for text in _TEXTS[:3]
        ),
    ),
)
