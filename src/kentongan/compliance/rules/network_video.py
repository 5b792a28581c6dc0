"""A video the network does not take, or one that it misses."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.media import cropping
from kentongan.media.limits import longest_video


def _find(case: Case) -> Iterator[Hit]:
    limits = case.facts.limits
    videos = [n for n, item in enumerate(case.draft.media) if item.is_video]
    label = limits.label or gettext("Jejaring ini")
    if limits.needs_video and not videos and case.draft.kind == "post":
        said = gettext("{label} hanya menerima video. Pasang satu, atau jangan pilih akun ini.")
        yield Hit(start=0, end=0, message=said.format(label=label))
    for place, number in enumerate(videos):
        video, mixed = case.draft.media[number], len(videos) < len(case.draft.media)
        if problem := _problem(limits, video, place, mixed=mixed):
            values = {
                "label": label,
                "now": _seconds(video.seconds),
                "most": _seconds(limits.max_seconds),
                "mb": limits.max_video_bytes // 1_000_000,
                "minutes": int(longest_video(limits.max_video_bytes) // 60),
                "least": _seconds(limits.min_seconds),
                "sides": f"{limits.least[0]} × {limits.least[1]}",
            }
            yield Hit(start=0, end=0, where=f"media:{number}", message=problem.format(**values))


def _seconds(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _problem(limits: TextLimits, video: MediaFact, place: int, *, mixed: bool) -> str:
    if place:
        return gettext("Satu unggahan memuat satu video. Keluarkan yang ini.")
    if limits.takes_video is False:
        return gettext("{label} tidak menerima video. Keluarkan, atau jangan pilih akun ini.")
    if mixed and limits.needs_video:
        return gettext("{label} hanya menerima video. Keluarkan gambarnya.")
    if mixed and not limits.mixes:
        return gettext("{label} menerima gambar atau satu video, tidak keduanya. Pilih salah satu.")
    if limits.max_seconds and video.seconds > limits.max_seconds:
        if len(limits.video_forms) > 1:
            return gettext(
                "Video ini {now} detik; dalam bentuk ini {label} menerima paling lama {most}"
                " detik. Potong videonya, atau pilih bentuk lain."
            )
        return gettext(
            "Video ini {now} detik; {label} menerima paling lama {most} detik. Potong videonya."
        )
    if video.seconds and video.seconds < limits.min_seconds:
        return gettext(
            "Video ini {now} detik; {label} menerima paling singkat {least} detik."
            " Pakai rekaman yang lebih panjang."
        )
    if _too_large(limits, video):
        return gettext(
            "Video ini terlalu lama untuk {label}: paling besar {mb} MB, kira-kira {minutes} menit."
            " Potong videonya."
        )
    if _too_small(limits, video):
        return gettext(
            "Gambar video ini terlalu kecil; {label} perlu paling sedikit {sides} piksel."
            " Pakai rekaman aslinya, bukan kiriman ulang lewat WhatsApp."
        )
    return ""


def _too_large(limits: TextLimits, video: MediaFact) -> bool:
    """Whether it is more than the network takes, and too long to be made that small."""
    most = limits.max_video_bytes
    return 0 < most < video.size and video.seconds > longest_video(most)


def _too_small(limits: TextLimits, video: MediaFact) -> bool:
    """Whether even enlarged it does not become as large as it must be."""
    if not (video.width and video.height and any(limits.least)):
        return False
    sides = (video.width, video.height)
    return cropping.enlarged(*sides, limits.video_shapes, limits.least) > cropping.MOST_ENLARGED


_NONE = Facts(limits=TextLimits(label="Jejaring contoh", takes_video=False))
_SHORT = Facts(limits=TextLimits(label="Jejaring contoh", takes_video=True, max_seconds=60))
_LONG = Facts(limits=TextLimits(label="Jejaring contoh", takes_video=True, min_seconds=3))
_SMALL = Facts(
    limits=TextLimits(label="Jejaring contoh", takes_video=True, max_video_bytes=50_000_000)
)
_ONLY = Facts(limits=TextLimits(label="YouTube", takes_video=True, needs_video=True))
_APART = Facts(limits=TextLimits(label="Jejaring contoh", takes_video=True, mixes=False))
_UPRIGHT = Facts(
    limits=TextLimits(
        label="Jejaring contoh",
        takes_video=True,
        least=(540, 960),
        video_shapes=(9 / 16, 9 / 16),
    )
)
_PHOTO = MediaFact(alt="Kader menimbang balita")


def _video(seconds: float = 30, sides: tuple[int, int] = (0, 0), mb: int = 0) -> MediaFact:
    return MediaFact(
        alt="Camat membuka posyandu",
        mime="video/mp4",
        seconds=seconds,
        size=mb * 1_000_000,
        width=sides[0],
        height=sides[1],
    )


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
        _example(_LONG, _video(2), says="2 detik, paling singkat 3"),
        _example(_SMALL, _video(3_600, mb=300), says="satu jam, batas 50 MB"),
        _example(
            _ONLY, _PHOTO, _video(), says="foto dan video, jejaring yang hanya menerima video"
        ),
        _example(_APART, _PHOTO, _video(), says="foto dan video, jejaring yang tidak mencampur"),
        _example(_UPRIGHT, _video(sides=(640, 360)), says="mendatar dan kecil untuk bentuk tegak"),
    ),
    examples_miss=examples(
        _example(_SHORT, _video(60), says="60 detik, batas 60"),
        _example(_SHORT, _PHOTO),
        _example(_LONG, _video(3), says="3 detik, paling singkat 3"),
        _example(_SMALL, _video(2_700, mb=300), says="45 menit, dapat diperkecil sampai 50 MB"),
        _example(_SMALL, _video(3_600, mb=40), says="satu jam, sudah di bawah 50 MB"),
        _example(_SHORT, _PHOTO, _video(), says="foto dan video, jejaring yang mencampur"),
        _example(_UPRIGHT, _video(sides=(1280, 720)), says="mendatar, cukup besar dipotong tegak"),
        _example(_ONLY, _video(3_600), says="lama tidak dibatasi"),
        _example(_NONE, _PHOTO, _PHOTO),
        _example(Facts(), _video(), says="pesan induk, tanpa jejaring tertentu"),
        _example(_NONE, says="tanpa gambar dan video"),
    ),
)
