"""What a network refuses of a video is said while the post is written, long before approval.

The lengths and sizes are those that the fakes of the vendors refuse, each in its own test.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, MediaFact, Severity, TextLimits
from kentongan.media.limits import longest_video
from kentongan.networks.limits import text_limits

pytestmark = pytest.mark.no_database
AT = datetime(2026, 8, 12, 2, tzinfo=UTC)


def said(network: str, form: str, *media: MediaFact) -> list[str]:
    """What stands beside the post about its video and that must be mended."""
    draft = Draft("Posyandu hari ini.", at=AT, network=network, form=form, media=media)
    found = check(draft, Facts(limits=TextLimits(**asdict(text_limits(network, form)))))
    return [f.message for f in found if f.rule == "network.video" and f.severity == Severity.MUST]


def video(seconds: float, size: int = 1_000_000) -> MediaFact:
    return MediaFact(
        alt="Kader menimbang balita", mime="video/mp4", seconds=seconds, size=size,
        width=1080, height=1920,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("network", "form", "least", "most"),
    [
        ("facebook", "reel", 3, 90),
        ("instagram", "reel", 3, 900),
        ("instagram", "story", 3, 60),
        ("threads", "post", 0, 300),
        ("x", "post", 0.5, 1200),
        ("tiktok", "post", 3, 600),
        ("linkedin", "post", 3, 1800),
        ("youtube", "post", 0, 12 * 3600),
        ("youtube", "reel", 0, 180),
    ],
)
def test_a_video_too_short_or_too_long(network: str, form: str, least: float, most: float) -> None:
    assert said(network, form, video(most)) == []
    (too_long,) = said(network, form, video(most + 1))
    assert "Potong videonya" in too_long
    if least:
        assert said(network, form, video(least)) == []
        (too_short,) = said(network, form, video(least - 0.1))
        assert "lebih panjang" in too_short


@pytest.mark.parametrize(
    ("network", "most"), [("telegram", 50_000_000), ("whatsapp_cloud", 16_000_000)]
)
def test_a_video_too_long_to_be_made_small_enough(network: str, most: int) -> None:
    """What is too large is made smaller; only time is never cut."""
    longest = longest_video(most)
    assert said(network, "post", video(longest, size=10 * most)) == []
    (too_long,) = said(network, "post", video(longest + 1, size=10 * most))
    assert f"paling besar {most // 1_000_000} MB" in too_long


def test_pictures_where_only_videos_are_shown() -> None:
    photo = MediaFact(alt="Kader menimbang balita")
    assert said("youtube", "post", photo)
    assert said("youtube", "post")
    assert said("whatsapp_cloud", "post", photo, video(9))
    assert said("telegram", "post", photo, video(9)) == []
