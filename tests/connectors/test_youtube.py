"""What is particular to YouTube: words and forms, processing, comments, edits, its errors."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kentongan.networks.connectors.youtube import metadata, problems, processing
from kentongan.networks.contract import (
    Audience,
    Captions,
    Form,
    Image,
    OutcomeUnknown,
    Pending,
    Proof,
    Published,
    Reference,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.youtube_ground import SRT, VTT, Desk, desk_on, dressed, post
from tests.contract.ground import reference
from tests.contract.harness import picture
from tests.contract.interposer import Canned, Interposer, load
from tests.contract.youtube_harness import film
from tests.fakes.youtube import FakeYouTube
from tests.fakes.youtube_contract import document

pytestmark = pytest.mark.no_database
SESSION = "PUT /upload/youtube/v3/videos"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeYouTube]:
    with FakeYouTube() as running:
        yield running
        assert not running.strays


@pytest.fixture
def desk(server: FakeYouTube) -> Iterator[Desk]:
    yield desk_on(server)
    server.audited = True


def problem(reason: str, status: int = 403, **headers: str) -> Canned:
    error = {"code": status, "message": "Ada yang salah.", "errors": [{"reason": reason}]}
    return Canned(status=status, headers=headers, body={"error": error})


def refused(desk: Desk, item: Any, match: str) -> None:
    """Refused with these words, and nothing was sent."""
    before = len(desk.server.seen)
    with desk.open() as connector, pytest.raises(Refused, match=match):
        connector.publish(item, "kunci")
    assert len(desk.server.seen) == before


# ------------------------------------------------------------------------------ what goes out


def test_a_video_goes_out_with_all_that_belongs_to_it(desk: Desk) -> None:
    item = post(
        "Jadwal lengkap.",
        link="https://contoh.go.id/posyandu",
        tags=("#posyandu", "Balita sehat", "posyandu"),
        audience=Audience.UNLISTED,
        video=dressed(),
    )
    found = desk.publish(item)
    (shown,) = desk.films
    assert shown.snippet == {
        "title": "Jadwal posyandu",
        "description": "Jadwal lengkap.\n\nhttps://contoh.go.id/posyandu",
        "tags": ["posyandu", "Balita sehat"],
        "categoryId": "22",
        "defaultLanguage": "id",
    }
    assert shown.status["privacyStatus"] == "unlisted"
    assert shown.status["selfDeclaredMadeForKids"] is False
    assert shown.cover is not None
    assert shown.cover[1] == item.video.cover.data  # type: ignore[union-attr]
    assert {t.language: (t.mime, t.data) for t in shown.tracks} == {
        "id": ("application/x-subrip", SRT),
        "en": ("text/vtt", VTT),
    }
    assert found.url == f"https://www.youtube.com/watch?v={shown.id}"
    assert found.extra["audience"] == "unlisted"


def test_a_short_has_its_own_address(desk: Desk) -> None:
    upright = film(width=36, height=64)
    found = desk.publish(post(video=upright, form=Form.REEL))
    assert found.url == f"https://www.youtube.com/shorts/{found.external_id}"


def test_without_a_title_the_first_line_stands_for_it(desk: Desk) -> None:
    words = "Pelayanan " * 20
    item = post(f"\n{words}\nBaris dua", title="")
    assert len(metadata.title(item)) <= 100
    assert metadata.title(item).endswith("Pelayanan…")
    desk.publish(item)
    assert metadata.title(post("x" * 200, title="")) == "x" * 99 + "…"


def test_tags_are_counted_as_youtube_counts_them() -> None:
    assert metadata.tags_length([]) == 0
    assert metadata.tags_length(["satu", "dua kata"]) == len('satu,"dua kata"')


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"video": None}, "hanya menerima video"),
        ({"images": (picture("teal", ""),)}, "bukan gambar"),
        ({"title": "x" * 101}, "Judul 101 karakter"),
        ({"title": "Suhu < 30"}, "Judul memuat tanda <"),
        ({"text": "Usia > 17"}, "Teks memuat tanda <"),
        ({"text": "🙏" * 1251}, "Teks 5004 karakter"),
        ({"title": "", "text": ""}, "harus berjudul"),
        ({"tags": ("a>b",)}, "Kata kunci memuat tanda <"),
        ({"tags": tuple(f"kata kunci {n:03}" for n in range(30))}, "Kata kunci 509 karakter"),
        ({"form": Form.STORY}, "story"),
        ({"form": Form.REEL}, "tegak atau persegi"),
        ({"form": Form.REEL, "video": film(width=36, height=36, seconds=181.0)}, "3 menit"),
        ({"video": film(mime="video/x-msvideo")}, "Ubah ke MP4"),
        ({"video": film(size=0)}, "kosong"),
        ({"video": film(seconds=12 * 3600 + 1.0)}, "12 jam"),
        ({"video": film(cover=Image(b"GIF", "image/gif", "", 1, 1))}, "JPEG atau PNG"),
        ({"video": film(cover=Image(bytes(2**21 + 1), "image/png", "", 1, 1))}, "2 MB"),
        ({"video": film(captions=(Captions(b"x", "text/plain"),))}, "SRT atau WebVTT"),
        ({"video": film(captions=(Captions(b"", "text/vtt"),))}, "kosong"),
        ({"video": film(captions=(Captions(b"\xff", "text/vtt"),))}, "UTF-8"),
    ],
)
def test_what_youtube_would_not_take_is_refused_before_anything_is_sent(
    desk: Desk, change: dict[str, Any], words: str
) -> None:
    refused(desk, replace(post(), **change), words)


# ------------------------------------------------------------------------------ processing


def test_a_video_is_pending_until_it_is_processed(desk: Desk) -> None:
    with desk.open() as connector:
        pending = connector.publish(post(), "kunci")
        assert isinstance(pending, Pending)
    with desk.open() as connector:
        again = connector.resume(pending)
    assert again == Pending(pending.handle, timedelta(seconds=20))  # as long as it says it needs
    with desk.open() as connector:
        assert isinstance(connector.resume(pending), Published)


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        ({"uploadStatus": "failed", "failureReason": "codec"}, r"H\.264"),
        ({"uploadStatus": "failed"}, "simpan ulang"),
        ({"uploadStatus": "rejected"}, "tanpa alasan; lihat"),
        ({"uploadStatus": "rejected", "rejectionReason": "copyright"}, "hak cipta"),
        ({"uploadStatus": "rejected", "rejectionReason": "alasanBaru"}, "alasanBaru"),
        ({"uploadStatus": "deleted"}, "dihapus"),
    ],
)
def test_a_video_that_comes_to_nothing_is_refused_and_may_be_sent_anew(
    desk: Desk, fate: dict[str, str], words: str
) -> None:
    with desk.open() as connector:
        pending = connector.publish(post(), "kunci")
        assert isinstance(pending, Pending)
    desk.films[0].fate = fate
    with desk.open() as connector:
        connector.resume(pending)
    with desk.open() as connector, pytest.raises(Refused, match=words):
        connector.resume(pending)
    assert desk.publish(post()).external_id == desk.films[1].id


def test_every_reason_of_the_contract_has_words() -> None:
    status = document()["schemas"]["VideoStatus"]["properties"]
    assert set(processing.FAILED) >= set(status["failureReason"]["enum"])
    assert set(processing.REJECTED) >= set(status["rejectionReason"]["enum"])
    details = document()["schemas"]["VideoProcessingDetails"]["properties"]
    assert set(processing.FAILED) >= set(details["processingFailureReason"]["enum"])


def test_an_application_without_audit_is_told_that_nobody_sees_the_video(desk: Desk) -> None:
    desk.server.audited = False
    with pytest.raises(Refused, match="belum lulus audit"):
        desk.publish(post())
    desk.films[0].status["privacyStatus"] = "public"  # the audit came, a person opened it
    assert desk.publish(post()).external_id == desk.films[0].id


def test_what_is_meant_to_be_private_may_be(desk: Desk) -> None:
    desk.publish(post(audience=Audience.PRIVATE))
    assert desk.films[0].status["privacyStatus"] == "private"


def test_found_while_it_is_worked_on_is_not_known_yet(desk: Desk) -> None:
    with desk.open() as connector:
        connector.publish(post(), "kunci")
    with pytest.raises(OutcomeUnknown, match="masih mengolahnya"):
        desk.find(post())
    found = desk.find(post())
    assert found is not None
    assert found.external_id == desk.films[0].id


def test_a_video_that_vanishes_before_it_is_done_is_refused(desk: Desk) -> None:
    with desk.open() as connector:
        pending = connector.publish(post(), "kunci")
        assert isinstance(pending, Pending)
    hidden = desk.server.films.pop(pending.handle)
    with desk.open() as connector, pytest.raises(OutcomeUnknown):
        connector.resume(pending)  # never shown: it may only be late
    desk.server.films[hidden.id] = hidden
    with desk.open() as connector:
        connector.resume(pending)
    del desk.server.films[hidden.id]
    with desk.open() as connector, pytest.raises(Refused, match="dihapus"):
        connector.resume(pending)


# ------------------------------------------------------------------------------ cover, subtitles


def test_a_cover_that_is_not_taken_does_not_unmake_the_video(desk: Desk) -> None:
    desk.channel.verified = False
    found = desk.publish(post(video=dressed()))
    assert found.external_id == desk.films[0].id
    (sentence,) = found.extra["amiss"]
    assert sentence.startswith("Sampul belum terpasang: ")
    assert "youtube.com/verify" in sentence
    desk.channel.verified = True
    with desk.open() as connector:
        changed = connector.edit(reference(found), post(video=dressed()))
    assert desk.films[0].cover is not None
    assert changed.extra["amiss"] == []


def test_a_token_that_runs_out_after_the_last_piece_loses_neither_video_nor_cover(
    desk: Desk,
) -> None:
    item = post(video=dressed())
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer("thumbnails/set", load("youtube", "unauthorised"))
        with desk.open() as connector, pytest.raises(OutcomeUnknown):
            connector.publish(item, "kunci")
        found = desk.recover(item)  # with a new token
    assert [f.id for f in desk.films] == [found.external_id]
    assert desk.films[0].cover is not None
    assert len(desk.films[0].tracks) == 2


def test_subtitles_are_put_on_once_and_replaced_by_an_edit(desk: Desk) -> None:
    found = desk.publish(post(video=dressed()))
    new = Captions(SRT.replace(b"pagi", b"sore"), "application/x-subrip")
    more = Captions(VTT, "text/vtt", "su")
    with desk.open() as connector:
        connector.edit(reference(found), post(video=film(captions=(new, more))))
        connector.edit(reference(found), post(video=film(captions=(new, more))))
    assert {t.language: t.data for t in desk.films[0].tracks} == {
        "id": new.data,
        "en": VTT,
        "su": VTT,
    }


# ------------------------------------------------------------------------------ afterwards


def test_an_edit_keeps_what_people_set_in_the_studio(desk: Desk) -> None:
    found = desk.publish(post())
    shown = desk.films[0]
    shown.snippet |= {"categoryId": "25", "defaultAudioLanguage": "jv"}
    shown.status |= {"privacyStatus": "unlisted", "license": "creativeCommon"}
    with desk.open() as connector:
        connector.edit(reference(found), post("Diundur sehari."))
    assert shown.snippet["description"] == "Diundur sehari."
    assert (shown.snippet["categoryId"], shown.snippet["defaultAudioLanguage"]) == ("25", "jv")
    assert shown.status["privacyStatus"] == "unlisted"
    with desk.open() as connector:
        changed = connector.edit(reference(found), post(audience=Audience.PRIVATE))
    assert shown.status["privacyStatus"] == "private"
    assert shown.status["license"] == "creativeCommon"
    assert shown.status["selfDeclaredMadeForKids"] is False
    assert changed.extra["audience"] == "private"


def test_the_file_of_a_video_cannot_be_replaced(desk: Desk, tmp_path: Any) -> None:
    found = desk.publish(post())
    other = tmp_path / "lain.mp4"
    other.write_bytes(b"x" * 100)
    with desk.open() as connector, pytest.raises(Refused, match="Tarik videonya"):
        connector.edit(reference(found), post(video=film(path=other, size=100)))


def test_editing_what_is_gone_is_refused(desk: Desk) -> None:
    with desk.open() as connector, pytest.raises(Refused, match="tidak menemukannya lagi"):
        connector.edit(Reference("AAAAAAAAAAA"), post())


# ------------------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (problem("quotaExceeded"), TryLater, "Jatah harian"),
        (problem("uploadLimitExceeded", 400), TryLater, "terlalu banyak mengunggah"),
        (problem("rateLimitExceeded", 429, **{"Retry-After": "30"}), TryLater, "terlalu sering"),
        (problem("insufficientPermissions"), Unauthorised, "centang semua izin"),
        (problem("youtubeSignupRequired", 401), Unauthorised, "belum punya channel"),
        (problem("authenticatedUserAccountSuspended"), Unauthorised, "ditangguhkan"),
        (problem("accessNotConfigured"), Refused, "belum diaktifkan"),
        (problem("forbiddenPrivacySetting"), Refused, "pilihan penonton"),
        (problem("hariLibur", 400), Refused, r"YouTube menolak \(Ada yang salah\.\)"),
        (problem("backendError", 503), OutcomeUnknown, "503"),
    ],
)
def test_errors_of_the_last_piece_prove_what_they_prove(
    desk: Desk, answer: Canned, kind: type[Exception], words: str
) -> None:
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer(SESSION, answer)
        with desk.open() as connector, pytest.raises(kind, match=words):
            connector.publish(post(), "kunci")
        assert desk.films == []
        assert desk.notes["finishing"] is (kind is OutcomeUnknown)


def test_pauses_are_as_the_vendor_says(desk: Desk) -> None:
    waits = []
    for answer in (
        problem("uploadLimitExceeded", 400),
        problem("rateLimitExceeded", 429, **{"Retry-After": "30"}),
        problem("userRateLimitExceeded"),
    ):
        with Interposer(desk.server.base_url) as front:
            desk.via = front.base_url
            front.answer(SESSION, answer)
            with desk.open() as connector, pytest.raises(TryLater) as later:
                connector.publish(post(), "kunci")
            waits.append(later.value.after)
    assert waits == [timedelta(hours=24), timedelta(seconds=30), timedelta(minutes=1)]


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 1, 15, 7, 0, tzinfo=UTC), 1),  # winter: midnight is 08.00 UTC
        (datetime(2026, 7, 15, 6, 0, tzinfo=UTC), 1),  # summer: midnight is 07.00 UTC
        (datetime(2026, 7, 15, 7, 0, tzinfo=UTC), 24),
    ],
)
def test_quotas_are_filled_again_at_midnight_in_california(now: datetime, hours: int) -> None:
    assert problems.until_midnight_pacific(now) == timedelta(hours=hours)


def test_the_proof_is_that_of_a_session(desk: Desk) -> None:
    with desk.open() as connector:
        assert connector.proof == Proof.TWO_STEP
        assert connector.limits.needs_video
