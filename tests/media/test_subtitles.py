"""Subtitles: read strictly, said with the line, written as SRT and WebVTT alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings as hypothesis_settings, strategies as st

from kentongan.kernel.errors import Invalid
from kentongan.ledger.models import Entry
from kentongan.media import actions, queries, subtitles
from kentongan.media.errors import BadSubtitles
from kentongan.media.models import Asset, Kind, Subtitles
from kentongan.media.subtitles import SRT, VTT, Cue, parse, to_srt, to_vtt
from tests.cast import NOW, sign_in
from tests.media.videos import stream

SRT_FILE = """1
00:00:00,200 --> 00:00:01,000
Selamat pagi, <i>warga</i>!

2
00:00:01,000 --> 00:00:01,900
Posyandu buka
pukul 08.00 & gratis
"""
VTT_FILE = """WEBVTT - Posyandu

NOTE
Ditulis oleh humas.

STYLE
::cue { color: yellow }

pembuka
00:00.200 --> 00:01.000 line:0 align:start
Selamat pagi, <v Lurah>warga</v>!

00:01.000 --> 00:01.900
Posyandu buka
pukul 08.00 &amp; gratis
"""
CUES = (
    Cue(200, 1000, "Selamat pagi, warga!"),
    Cue(1000, 1900, "Posyandu buka\npukul 08.00 & gratis"),
)


@pytest.mark.no_database
@pytest.mark.parametrize("text", [SRT_FILE, VTT_FILE], ids=["srt", "vtt"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_both_kinds_of_file_say_the_same(text: str, ends: str, mark: str) -> None:
    assert parse((mark + text.replace("\n", ends)).encode()) == CUES


@pytest.mark.no_database
def test_each_is_written_as_players_expect_it() -> None:
    assert to_srt(CUES).startswith("1\n00:00:00,200 --> 00:00:01,000\nSelamat pagi, warga!\n\n2\n")
    assert to_vtt(CUES).startswith("WEBVTT\n\n00:00:00.200 --> 00:00:01.000\nSelamat pagi")
    assert "&amp; gratis" in to_vtt(CUES)
    assert "& gratis" in to_srt(CUES)


def without(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (without(SRT_FILE, "1\n", "satu\n"), 1, "nomor urut"),
        (without(SRT_FILE, "00:00:01,000 --> 00:00:01,900", "kata"), 6, "seharusnya waktu"),
        (without(SRT_FILE, "00:00:01,900", "00:00:61,900"), 6, "tidak terbaca"),
        (without(SRT_FILE, "00:00:01,900", ""), 6, "tidak terbaca"),
        (without(SRT_FILE, "00:00:01,900", "00:00:00,900"), 6, "sesudah waktu mulai"),
        (without(SRT_FILE, "00:00:01,000 --> 00:00:01,900", "00:00:00,100 --> 00:00:00,900"),
         6, "lebih awal"),
        (without(SRT_FILE, "warga</i>!\n\n2\n", "warga</i>!\n"), 4, "baris kosong"),
        (without(SRT_FILE, "Selamat pagi, <i>warga</i>!", "<i></i>"), 2, "kata-kata"),
        ("1\n", 2, "seharusnya waktu"),
        (without(VTT_FILE, "00:01.900", "1.900"), 13, "tidak terbaca"),
        ("", 0, "tidak memuat subtitel"),
        ("WEBVTT\n", 0, "tidak memuat subtitel"),
        ("a\x00b", 0, "bukan berkas subtitel"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(BadSubtitles) as caught:
        parse(text.encode())
    assert words in str(caught.value)
    assert caught.value.line == line
    if line:
        assert str(caught.value).startswith(f"Baris {line}:")
    assert caught.value.fields == {"file": [str(caught.value)]}


@pytest.mark.no_database
def test_other_letters_and_large_files_are_refused(monkeypatch: Any) -> None:
    with pytest.raises(BadSubtitles, match=r"Baris 3: .*UTF-8"):
        parse("1\n00:00:00,200 --> 00:00:01,000\ncaf\xe9".encode("latin-1"))
    with pytest.raises(BadSubtitles, match="1 MB"):
        parse(b"x" * 1_000_001)
    monkeypatch.setattr(subtitles, "MAX_CUES", 1)
    with pytest.raises(BadSubtitles, match="lebih dari 1 bagian"):
        parse(SRT_FILE.encode())


WORDS = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="<>"), min_size=1, max_size=20
)
LINES = st.lists(WORDS, min_size=1, max_size=2).map("\n".join)


@pytest.mark.no_database
@hypothesis_settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 10**7), LINES), min_size=1))
def test_what_is_written_is_read_as_it_was(rows: list[tuple[int, int, str]]) -> None:
    cues = tuple(Cue(start, start + long, text) for start, long, text in sorted(rows))
    assert parse(to_srt(cues).encode()) == cues
    assert parse(to_vtt(cues).encode()) == cues


@pytest.mark.no_database
@hypothesis_settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
@example(b"WEBVTT\n\n00:00.000 --> 00:01.000\n--&gt; &amp;lt;")
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        cues = parse(data)
    except BadSubtitles as error:
        assert str(error)  # noqa: PT017 - either outcome is fine
    else:
        assert parse(to_srt(cues).encode())
        assert parse(to_vtt(cues).encode())


# -------------------------------------------------------------------------------- kept


@pytest.fixture
def clip(cast) -> Asset:
    """A video, as far as subtitles are concerned."""
    return Asset.objects.create(
        unit=cast.kecamatan, kind=Kind.VIDEO, name="rapat.mp4", mime="video/mp4", sha256="0" * 64,
        size=1, width=160, height=90, seconds=2.0, uploaded_by="uji", created_at=NOW,
    )  # fmt: skip


def put(cast: Any, clip: Asset, text: str = SRT_FILE, language: str = "id") -> Subtitles:
    return actions.put_subtitles(
        asset_id=clip.pk, language=language, data=text.encode(), by=cast.admin, at=NOW
    )


def test_subtitles_are_kept_per_language_and_given_as_a_network_wants_them(cast, clip) -> None:
    put(cast, clip)
    put(cast, clip, VTT_FILE, "su")
    assert Subtitles.objects.count() == 2
    assert queries.captions(clip, (SRT,)) == [
        (to_srt(CUES).encode(), SRT, "id"), (to_srt(CUES).encode(), SRT, "su"),
    ]  # fmt: skip
    assert queries.captions(clip, (VTT, SRT))[0] == (to_vtt(CUES).encode(), VTT, "id")
    assert queries.captions(clip, ("application/ttml+xml",)) == []
    assert queries.captions(clip, ()) == []


def test_the_same_again_is_no_act_and_another_replaces(cast, clip) -> None:
    put(cast, clip)
    put(cast, clip, VTT_FILE)
    assert Entry.objects.count() == 1
    put(cast, clip, without(SRT_FILE, "pagi", "siang"))
    assert Entry.objects.count() == 2
    assert "siang" in Subtitles.objects.get().text
    actions.remove_subtitles(asset_id=clip.pk, language="id", by=cast.admin, at=NOW)
    actions.remove_subtitles(asset_id=clip.pk, language="id", by=cast.admin, at=NOW)
    assert [e.action for e in Entry.objects.order_by("pk")].count("media.subtitles_remove") == 1


def test_what_does_not_belong_to_the_video_is_refused(cast, clip) -> None:
    with pytest.raises(Invalid, match="lebih panjang daripada videonya"):
        put(cast, clip, "1\n01:00:00,000 --> 01:00:01,000\nkata\n")
    for language in ("", "bahasa indonesia", "x" * 30, "../id"):
        with pytest.raises(BadSubtitles, match="Kode bahasa"):
            put(cast, clip, language=language)
    Asset.objects.update(kind=Kind.IMAGE)
    with pytest.raises(Invalid, match="hanya untuk video"):
        put(cast, clip)


# ------------------------------------------------------------------------------- pages


def send(client: Client, clip: Asset, text: str = SRT_FILE, language: str = "id") -> Any:
    file = stream(text.encode())
    file.name = "a.srt"
    address = reverse("media:subtitles_new", args=[clip.pk])
    return client.post(address, {"language": language, "file": file})


def test_subtitles_are_uploaded_mended_downloaded_and_removed(cast, clip, client: Client) -> None:
    sign_in(client, cast.admin)
    page = reverse("media:asset", args=[clip.pk])
    assert send(client, clip).headers["Location"] == f"{page}#subtitel"
    shown = client.get(page).content.decode()
    assert f'src="/berkas/{clip.pk}/subtitel/id.vtt"' in shown
    assert "<b>Bahasa Indonesia</b>" in shown
    file = client.get(f"/berkas/{clip.pk}/subtitel/id.vtt")
    assert file["Content-Type"] == "text/vtt; charset=utf-8"
    assert parse(file.content) == CUES
    edit = reverse("media:subtitles_edit", args=[clip.pk, "id"])
    assert "00:00:01,900" in client.get(edit).content.decode()
    mended = client.post(edit, {"text": without(SRT_FILE, "pagi", "siang")})
    assert mended.headers["Location"] == f"{page}#subtitel"
    assert b"siang" in client.get(f"/berkas/{clip.pk}/subtitel/id.srt").content
    wrong = client.post(edit, {"text": "1\nkata\n"})
    assert wrong.status_code == 422
    assert "Baris 2:" in wrong.content.decode()
    assert client.post(f"{edit}hapus/").status_code == 303
    assert client.get(edit).status_code == 404
    assert client.get(f"/berkas/{clip.pk}/subtitel/id.vtt").status_code == 404


def test_a_bad_file_is_said_at_its_field(cast, clip, client: Client) -> None:
    sign_in(client, cast.admin)
    response = send(client, clip, "bukan subtitel")
    assert response.status_code == 422
    assert "Baris 1:" in response.content.decode()
    wrong = send(client, clip, language="??").context["subtitles_form"]
    assert list(wrong.errors) == ["language"], "said where it was typed"
    assert send(client, clip, language="ID").status_code == 303


def test_who_only_sees_a_video_may_not_change_it(cast, clip, client: Client) -> None:
    sign_in(client, cast.auditor)
    page = client.get(reverse("media:asset", args=[clip.pk]))
    assert page.status_code == 200
    assert "Unggah subtitel" not in page.content.decode()
    assert send(client, clip).status_code == 403
    focus = reverse("media:focus", args=[clip.pk])
    assert client.post(focus, {"x": 1, "y": 1}).status_code == 403
    sign_in(client, cast.admin_lain)
    assert client.get(reverse("media:asset", args=[clip.pk])).status_code == 404
    assert send(client, clip).status_code == 404


def test_the_focus_is_chosen_on_the_page(cast, clip, client: Client) -> None:
    sign_in(client, cast.admin)
    focus = reverse("media:focus", args=[clip.pk])
    assert client.post(focus, {"x": 101, "y": 5}).status_code == 422
    assert client.post(focus, {"x": 25, "y": 80}).status_code == 303
    clip.refresh_from_db()
    assert clip.focus == (0.25, 0.8)
    assert 'value="25"' in client.get(reverse("media:asset", args=[clip.pk])).content.decode()
