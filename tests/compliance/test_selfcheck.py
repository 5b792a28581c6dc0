"""Cek mandiri: private, and nothing of it stays."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache.backends import locmem
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kentongan.compliance.archives import Item
from kentongan.compliance.models import Election, ElectionPhase
from kentongan.compliance.queries.selfcheck import look
from tests.cast import NOW, Cast, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/cek-mandiri/"
SECRET = "Coblos nomor 2 demi rahasia-kata-sandi-senja"
TWEETS = b"window.YTD.tweets.part0 = " + json.dumps(
    [{"tweet": {"full_text": f"{SECRET} {n}", "created_at": "Wed Aug 12 03:00:00 +0000 2026"}}
     for n in range(40)]
    + [{"tweet": {"full_text": "Selamat pagi, semoga sehat."}}]
).encode()  # fmt: skip


def counted() -> dict[str, int]:
    """Rows of every table that is not the session's own."""
    return {m._meta.label: m._default_manager.count() for m in apps.get_models()}


def files() -> set[Path]:
    return {path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()}


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def export() -> SimpleUploadedFile:
    # Larger than what Django would put into a temporary file.
    return SimpleUploadedFile("tweets.js", TWEETS + b" " * 4_000_000, "text/javascript")


def archive(name: str, rows: object) -> SimpleUploadedFile:
    """An export as people download it: a packed file, with one part of it that we read."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr(name, json.dumps(rows))
        # Not packed, so that the whole is larger than what Django would keep in memory.
        zipped.writestr("media/video.mp4", b"\0" * 4_000_000)
    return SimpleUploadedFile("ekspor.zip", packed.getvalue(), "application/zip")


SENT: dict[str, Callable[[], dict[str, Any]]] = {
    "text": lambda: {"text": SECRET},
    "one file of x": lambda: {"file": export()},
    "x": lambda: {
        "file": archive("data/like.js", [{"like": {"fullText": SECRET, "tweetId": "1"}}])
    },
    "instagram": lambda: {"file": archive("media/posts_1.json", [{"media": [{"title": SECRET}]}])},
    "facebook": lambda: {
        "file": archive("posts/your_posts_1.json", [{"timestamp": 3, "data": [{"post": SECRET}]}])
    },
}


@pytest.mark.parametrize("more", [{}, {"unduh": "1"}], ids=["seen", "taken away"])
@pytest.mark.parametrize("sent", SENT)
def test_nothing_is_kept_anywhere(
    cast: Cast, client: Client, said: pytest.LogCaptureFixture, tmp_path: Path, sent: str,
    more: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sign_in(client, cast.admin)
    client.get(PAGE)
    rows, held = counted(), files()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(PAGE, SENT[sent]() | more)
    assert answer.status_code == 200
    assert "rahasia-kata-sandi-senja" in answer.content.decode()
    assert counted() == rows
    assert files() == held
    assert list(tmp_path.iterdir()) == []
    assert not [q for q in asked.captured_queries if "senja" in q["sql"]]
    assert "senja" not in str(locmem._caches)
    assert "senja" not in said.text
    assert "senja" not in json.dumps(dict(client.session), default=str)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "senja" not in client.get(PAGE).text


def test_a_draft_is_shown_with_its_marks(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.admin).post(PAGE, {"text": SECRET, "kind": "post"})
    assert '<mark class="tanda t-wajib"' in answer.text


def test_an_export_lists_what_to_look_at_again(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.admin).post(PAGE, {"file": export()})
    assert "<b>40</b> dari 41" in answer.text
    assert "Selamat pagi" not in answer.text
    assert "Gambar dan video di dalam berkas belum diperiksa" in answer.text


def test_a_file_is_looked_at_although_a_text_was_left_in_the_form(
    cast: Cast, client: Client
) -> None:
    answer = sign_in(client, cast.admin).post(PAGE, {"text": "Selamat siang", "file": export()})
    assert "<b>40</b> dari 42" in answer.text


def test_nobody_is_told_of_an_official_account_where_it_is_their_own(
    cast: Cast, client: Client
) -> None:
    answer = sign_in(client, cast.admin).post(PAGE, {"text": SECRET})
    assert "juga dari akun pribadi" in answer.text
    assert "akun resmi." not in answer.text


@pytest.mark.parametrize("more", [{}, {"unduh": "1"}])
def test_half_a_character_in_an_export_breaks_no_page(
    cast: Cast, client: Client, more: dict[str, str]
) -> None:
    """Networks cut long texts within an emoji."""
    row = {"like": {"fullText": "Coblos nomor 2 \ud83d", "expandedUrl": "https://x.com/\ud83d"}}
    answer = sign_in(client, cast.admin).post(
        PAGE, {"file": SimpleUploadedFile("like.js", json.dumps([row]).encode())} | more
    )
    assert answer.status_code == 200
    assert "Coblos nomor 2 \ufffd" in answer.content.decode()


def test_the_result_can_be_taken_away_as_csv(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.admin).post(PAGE, {"file": export(), "unduh": "1"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.decode("utf-8-sig").count("senja") >= 40


def test_each_item_is_judged_by_the_phase_of_its_own_day(cast: Cast, client: Client) -> None:
    election = Election.objects.create(name="Pilkada", unit=cast.pemda)
    ElectionPhase.objects.create(
        election=election, phase="campaign", from_date="2026-08-01", until_date="2026-08-20"
    )
    rows = [
        {"tweet": {"full_text": "Ayo menangkan Paslon 2 di pasar.",
                   "created_at": f"Wed {day} 03:00:00 +0000 2026"}}
        for day in ("Aug 12", "Jan 07")
    ]  # fmt: skip
    file = SimpleUploadedFile("tweets.js", json.dumps(rows).encode(), "text/javascript")
    answer = sign_in(client, cast.admin).post(PAGE, {"file": file})
    assert answer.status_code == 200
    assert "12 Agu" in answer.text


def test_the_day_of_an_item_is_that_of_the_election_not_of_the_export(cast: Cast) -> None:
    election = Election.objects.create(name="Pilkada", unit=cast.pemda, names=["Sugih Rahayu"])
    ElectionPhase.objects.create(
        election=election, phase="campaign", from_date="2026-08-01", until_date="2026-08-20"
    )
    evening, noon = (datetime(2026, 7, 31, hour, tzinfo=UTC) for hour in (18, 5))
    items = [Item("x", "post", "Sugih Rahayu datang ke pasar.", at) for at in (evening, noon)]
    looked = look(items, unit=cast.kecamatan, at=NOW)
    assert [row.item.at for row in looked.flagged] == [evening], "1 August begins at 17.00 UTC"


def test_what_the_model_supposes_of_private_words_is_asked_and_not_ordered(cast: Cast) -> None:
    election = Election.objects.create(name="Pilkada", unit=cast.pemda)
    ElectionPhase.objects.create(
        election=election, phase="campaign", from_date="2026-08-01", until_date="2026-08-20"
    )
    at = datetime(2026, 8, 10, 3, tzinfo=UTC)
    said = ("Kompak ya, jangan sampai suara keluarga kita pecah.", "Coblos nomor 2!")
    looked = look([Item("x", "like", text, at) for text in said], unit=cast.kecamatan, at=NOW)
    assert [(row.item.text, row.worst.value) for row in looked.flagged] == [
        (said[1], "must"), (said[0], "weigh"),
    ], "liking what only the model takes for a campaign, too"  # fmt: skip


def test_the_number_of_statements_does_not_grow(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, cast.admin)
    with django_assert_max_num_queries(15):
        client.post(PAGE, {"file": export()})


def test_an_export_that_is_too_large_is_told_so(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kentongan.compliance.views.selfcheck.MAX_UPLOAD", 1_000_000)
    answer = sign_in(client, cast.admin).post(PAGE, {"file": export()})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


def test_nothing_at_all_is_refused_at_the_field(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.admin).post(PAGE, {"text": "  "})
    assert answer.status_code == 422
    assert "Tempel tulisan, atau pilih berkas ekspor." in answer.text


def test_a_file_that_is_no_export_is_refused_and_the_words_stay(cast: Cast, client: Client) -> None:
    file = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff", "image/jpeg")
    answer = sign_in(client, cast.admin).post(PAGE, {"file": file})
    assert answer.status_code == 422
    assert "dalam bentuk JSON" in answer.text


def test_strangers_are_led_to_the_door(client: Client, cast: Cast) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, {"text": SECRET}).status_code == 302


def test_a_forged_request_is_refused(cast: Cast) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.admin)
    assert client.post(PAGE, {"text": SECRET}).status_code == 403
