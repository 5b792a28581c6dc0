"""What is said about a video, and what YouTube would not take: refused before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import wording
from kentongan.networks.connectors.youtube.limits import (
    CAPTION_MIMES,
    COVER_MIMES,
    LIMITS,
    MAX_CAPTIONS,
    MAX_COMMENT,
    MAX_COVER,
    MAX_DESCRIPTION,
    MAX_SHORT,
    MAX_TAGS,
    MAX_TITLE,
)
from kentongan.networks.contract import Captions, Form, Image, Outgoing, Refused, Video

#: “People & Blogs”, what YouTube itself takes where nothing is chosen.
CATEGORY = "22"
#: What a person may have set in YouTube Studio and an edit must not lose: ``videos.update``
#: deletes every property of a part that is left out.
KEPT_SNIPPET = ("categoryId", "defaultLanguage", "defaultAudioLanguage")
KEPT_STATUS = (
    "embeddable",
    "license",
    "publicStatsViewable",
    "selfDeclaredMadeForKids",
    "containsSyntheticMedia",
)


def title(item: Outgoing) -> str:
    """The title; where none is given the first line of the text, cut between words."""
    given = " ".join(item.title.split())
    if given:
        return given
    first = next((line for line in item.text.splitlines() if line.strip()), "")
    line = " ".join(first.split())
    if len(line) <= MAX_TITLE:
        return line
    cut = line[: MAX_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def tags(item: Outgoing) -> list[str]:
    """The keywords without doubles, as YouTube keeps them."""
    found: dict[str, str] = {}
    for tag in item.tags:
        if name := " ".join(tag.lstrip("#").split()):
            found.setdefault(name.casefold(), name)
    return list(found.values())


def tags_length(names: Sequence[str]) -> int:
    """As YouTube counts: a comma between two tags, and quotes around one with a space."""
    return sum(len(n) + (2 if " " in n else 0) for n in names) + max(len(names) - 1, 0)


def snippet(item: Outgoing) -> dict[str, Any]:
    """Title, description, tags, language and category of a new video."""
    return {
        "title": title(item),
        "description": wording.full_text(item),
        "tags": tags(item),
        "categoryId": CATEGORY,
        "defaultLanguage": item.language,
    }


def resource(item: Outgoing) -> dict[str, Any]:
    """The resource of a new video. A government's own video is never declared made for kids."""
    return {
        "snippet": snippet(item),
        "status": {"privacyStatus": item.audience.value, "selfDeclaredMadeForKids": False},
    }


def changed_snippet(item: Outgoing, shown: dict[str, Any]) -> dict[str, Any]:
    """The snippet of an edit: our words, and what people set in YouTube Studio."""
    kept = {name: shown[name] for name in KEPT_SNIPPET if shown.get(name)}
    return {**snippet(item), **kept}


def changed_status(item: Outgoing, shown: dict[str, Any]) -> dict[str, Any]:
    """The status of an edit: our audience, and what people set in YouTube Studio."""
    kept = {name: shown[name] for name in KEPT_STATUS if name in shown}
    return {**kept, "privacyStatus": item.audience.value}


# ------------------------------------------------------------------------------------ refusals


def refuse_words(item: Outgoing) -> None:
    """Raise ``Refused`` for a title, a text or tags that YouTube does not take."""
    if item.images:
        raise Refused(
            _(
                "YouTube hanya menerima video, bukan gambar. Ganti gambarnya dengan"
                " satu video, atau lepaskan YouTube dari unggahan ini."
            )
        )
    name, text, keywords = title(item), wording.full_text(item), tags(item)
    if not name:
        raise Refused(_("Video di YouTube harus berjudul. Isi judulnya."))
    if len(name) > MAX_TITLE:
        raise Refused(
            _(
                "Judul %(count)s karakter, YouTube menerima paling banyak"
                " %(max_title)s. Pendekkan judulnya."
            )
            % {"count": len(name), "max_title": MAX_TITLE}
        )
    if (size := wording.length(text, LIMITS)) > MAX_DESCRIPTION:
        raise Refused(
            _(
                "Teks %(size)s karakter (emoji dihitung lebih dari satu), YouTube"
                " menerima paling banyak %(max_description)s. Pendekkan teks untuk"
                " jejaring ini."
            )
            % {"size": size, "max_description": MAX_DESCRIPTION}
        )
    for what, words in (
        (_("Judul"), name),
        (_("Teks"), text),
        (_("Kata kunci"), " ".join(keywords)),
    ):
        if "<" in words or ">" in words:
            raise Refused(
                _(
                    "%(what)s memuat tanda < atau >, yang tidak diterima YouTube. Ganti"
                    " dengan kata, misalnya “kurang dari”."
                )
                % {"what": what}
            )
    if (size := tags_length(keywords)) > MAX_TAGS:
        raise Refused(
            _(
                "Kata kunci %(size)s karakter, YouTube menerima paling banyak"
                " %(max_tags)s seluruhnya. Kurangi kata kuncinya."
            )
            % {"size": size, "max_tags": MAX_TAGS}
        )


def refuse_video(item: Outgoing) -> Video:
    """The video; raises ``Refused`` where there is none, or one that YouTube does not take."""
    video = item.video
    if video is None:
        raise Refused(
            _(
                "YouTube hanya menerima video. Tambahkan satu video, atau lepaskan"
                " YouTube dari unggahan ini."
            )
        )
    limits = LIMITS.video
    assert limits is not None
    if item.form not in limits.forms:
        raise Refused(_("YouTube tidak punya cerita (story). Pilih video biasa atau Shorts."))
    if video.mime not in limits.mimes:
        raise Refused(
            _("YouTube tidak menerima video jenis %(mime)s. Ubah ke MP4.") % {"mime": video.mime}
        )
    if not 0 < video.size <= limits.max_bytes:
        raise Refused(_("Berkas videonya kosong atau lebih besar dari 256 GB. Periksa berkasnya."))
    if video.seconds > limits.max_seconds:
        raise Refused(_("Video lebih dari 12 jam, YouTube tidak menerimanya. Potong videonya."))
    if item.form is Form.REEL:
        _refuse_short(video)
    if video.cover is not None:
        _refuse_cover(video.cover)
    for track in video.captions:
        _refuse_captions(track)
    return video


def _refuse_short(video: Video) -> None:
    if video.width > video.height:
        raise Refused(_("Shorts harus tegak atau persegi. Putar videonya, atau pilih video biasa."))
    if video.seconds > MAX_SHORT:
        raise Refused(_("Shorts paling lama 3 menit. Potong videonya, atau pilih video biasa."))


def _refuse_cover(cover: Image) -> None:
    if cover.mime not in COVER_MIMES:
        raise Refused(_("Sampul video di YouTube harus JPEG atau PNG. Ganti gambar sampulnya."))
    if not 0 < len(cover.data) <= MAX_COVER:
        raise Refused(_("Sampul video di YouTube paling besar 2 MB. Kecilkan gambar sampulnya."))


def _refuse_captions(track: Captions) -> None:
    if track.mime not in CAPTION_MIMES:
        raise Refused(
            _("Subtitel di YouTube harus berupa berkas SRT atau WebVTT. Ganti berkasnya.")
        )
    if not 0 < len(track.data) <= MAX_CAPTIONS:
        raise Refused(_("Berkas subtitelnya kosong atau lebih dari 100 MB. Periksa berkasnya."))
    try:
        track.data.decode()
    except UnicodeDecodeError:
        raise Refused(_("Berkas subtitelnya bukan UTF-8. Simpan ulang sebagai UTF-8.")) from None


def refuse_comment(item: Outgoing) -> str:
    """The words of a comment; raises ``Refused`` for what a comment cannot hold."""
    if item.images or item.video is not None:
        raise Refused(_("Komentar di YouTube hanya teks. Lepaskan gambar dan videonya."))
    text = wording.full_text(item).strip()
    if not text:
        raise Refused(_("Komentar YouTube tidak boleh kosong."))
    if len(text) > MAX_COMMENT:
        raise Refused(
            _(
                "Komentar %(count)s karakter, YouTube menerima paling banyak"
                " %(max_comment)s. Pendekkan komentarnya."
            )
            % {"count": len(text), "max_comment": MAX_COMMENT}
        )
    return text
