"""What a post is made of, and how our own is recognised. Pure functions.

learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.language import lengths
from kentongan.networks import wording
from kentongan.networks.connectors.linkedin import little
from kentongan.networks.connectors.linkedin.api import LABEL
from kentongan.networks.connectors.linkedin.limits import LIMITS, MAX_COMMENT
from kentongan.networks.contract import Audience, Form, Image, Outgoing, Refused, Video

#: How far the clock of the network may lag behind ours.
CLOCK_SKEW = timedelta(minutes=2)
#: From here on two texts are so alike that only a person can say whether they are one post.
ALIKE = 0.9
MAX_TITLE = 200


def refuse_early(item: Outgoing) -> None:
    """Raise ``Refused`` for what the network does not take; nothing is sent."""
    if item.form is not Form.POST:
        raise Refused(
            _("%(label)s hanya mengenal unggahan biasa. Pilih bentuk unggahan biasa.")
            % {"label": LABEL}
        )
    if item.audience is not Audience.PUBLIC:
        raise Refused(
            _("Unggahan halaman %(label)s selalu untuk umum. Pilih khalayak umum.")
            % {"label": LABEL}
        )
    _refuse_too_long(text_of(item), MAX_COMMENT if item.reply_to else LIMITS.max_text)
    wording.refuse_bad_images(item, LIMITS, LABEL)
    if item.reply_to is not None and (item.images or item.video):
        raise Refused(
            _("Balasan di %(label)s hanya teks. Lepas gambar atau videonya.") % {"label": LABEL}
        )
    if not (item.text.strip() or item.link or item.images or item.video):
        raise Refused(
            _("Unggahan %(label)s masih kosong. Isi teks atau gambarnya.") % {"label": LABEL}
        )
    if item.video is not None:
        _refuse_bad_video(item.video, item.images)


def _refuse_too_long(text: str, most: int) -> None:
    if (size := lengths.length(text, LIMITS.count)) > most:
        raise Refused(
            _(
                "Teks %(size)s karakter, %(label)s menerima paling banyak %(most)s."
                " Pendekkan teks untuk jejaring ini."
            )
            % {"size": size, "label": LABEL, "most": most}
        )


def _refuse_bad_video(video: Video, images: Sequence[Image]) -> None:
    most = LIMITS.video
    assert most is not None
    if images:
        raise Refused(
            _("%(label)s tidak menerima gambar dan video sekaligus. Pilih salah satu.")
            % {"label": LABEL}
        )
    if video.mime not in most.mimes:
        raise Refused(
            _("%(label)s hanya menerima video MP4. Simpan ulang videonya.") % {"label": LABEL}
        )
    if video.size > most.max_bytes:
        raise Refused(
            _("Video terlalu besar untuk %(label)s, paling besar 500 MB.") % {"label": LABEL}
        )
    if not most.min_seconds <= video.seconds <= most.max_seconds:
        raise Refused(_("Video untuk %(label)s harus 3 detik sampai 30 menit.") % {"label": LABEL})


def text_of(item: Outgoing) -> str:
    """The words. A link becomes a card where nothing else is shown, else it ends the text."""
    if item.reply_to is None and item.link and not (item.images or item.video):
        return item.text
    return wording.full_text(item)


def body(item: Outgoing, author: str, media: Sequence[str]) -> dict[str, Any]:
    """The post; ``media`` are the URNs of the uploads, in order."""
    made: dict[str, Any] = {
        "author": author,
        "commentary": little.escape(text_of(item)),
        "visibility": "PUBLIC",
        "distribution": {
            "feedDistribution": "MAIN_FEED",
            "targetEntities": [],
            "thirdPartyDistributionChannels": [],
        },
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }
    if content := _content(item, media):
        made["content"] = content
    return made


def _content(item: Outgoing, media: Sequence[str]) -> dict[str, Any]:
    if item.video is not None:
        return {"media": {"id": media[0], "title": _name(item) or "Video"}}
    shown = [_picture(urn, one.alt) for urn, one in zip(media, item.images, strict=True)]
    if len(shown) == 1:
        return {"media": shown[0]}
    if shown:
        return {"multiImage": {"images": shown}}
    if item.link:
        return {"article": {"source": item.link, "title": _name(item) or item.link[:MAX_TITLE]}}
    return {}


def _name(item: Outgoing) -> str:
    """What a card or a video is called: the first line of the words; empty where there is none."""
    return next(iter(item.text.strip().splitlines()), "")[:MAX_TITLE]


def _picture(urn: str, alt: str) -> dict[str, str]:
    return {"id": urn, "altText": alt} if alt else {"id": urn}


def shown(item: Outgoing) -> dict[str, Any]:
    """What stands beside the words and cannot be changed afterwards; kept with the post."""
    media = [image.digest for image in item.images]
    if item.video is not None:
        media.append(f"{item.video.size}/{item.video.seconds}")
    return {"media": media, "link": "" if media or item.reply_to else item.link}


# ------------------------------------------------------------------------------ recognising


def kind(made: Mapping[str, Any]) -> tuple[str, int]:
    """What a post shows beside its words: kind and number."""
    content = made.get("content")
    if not isinstance(content, dict):
        return "text", 0
    gallery = content.get("multiImage")
    if isinstance(gallery, dict):
        return "images", len(gallery.get("images") or [])
    medium = content.get("media")
    if isinstance(medium, dict):
        return ("video" if str(medium.get("id")).startswith("urn:li:video:") else "images"), 1
    return "article" if "article" in content else "text", 0


def made_at(value: Any) -> datetime | None:
    """A moment in milliseconds since 1970."""
    if type(value) is not int:
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def normal(text: str) -> str:
    """A text without the differences that servers make: form of letters, kind of space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def same(text: str, ours: str) -> bool:
    """Whether a text is ours."""
    return normal(text) == normal(ours)


def alike(text: str, ours: str) -> bool:
    """Whether a text is suspiciously near to ours without being it."""
    first, second = normal(text)[:2000], normal(ours)[:2000]
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
