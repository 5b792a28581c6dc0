"""People in a file and their consent: noted by role, warned of, found by the check when over."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.ledger.models import Entry
from kentongan.media import actions, files, library
from kentongan.media.models import Asset, Consent
from kentongan.media.rights import Standing, standing
from kentongan.people.models import Notice
from kentongan.planning import actions as planning, checking
from kentongan.planning.models import Post
from kentongan.planning.seed import seed
from tests.cast import NOW, Cast, sign_in
from tests.media import pictures
from tests.media.test_assets import put
from tests.planning.conftest import make_post

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 12)
RULE = "vulnerable_persons.consent"


@pytest.fixture
def asset(cast: Cast) -> Asset:
    return put(cast)


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.admin)


def agreed(cast: Cast, asset: Asset, until: date | None = None, **said: Any) -> Consent:
    values: dict[str, Any] = {"who": "murid kelas satu", "agreed": True, "until": until} | said
    return actions.add_consent(asset_id=asset.pk, by=cast.admin, at=NOW, **values)


def now(asset: Asset, day: date = TODAY) -> Standing:
    return standing(Asset.objects.get(pk=asset.pk), day)


def test_how_it_stands_follows_from_everybody_noted(cast: Cast, asset: Asset) -> None:
    assert now(asset) is Standing.UNSAID
    actions.say_shown(asset_id=asset.pk, shown="nobody", by=cast.admin, at=NOW)
    assert now(asset) is Standing.NOBODY
    actions.say_shown(asset_id=asset.pk, shown="people", by=cast.admin, at=NOW)
    assert now(asset) is Standing.MISSING
    first = agreed(cast, asset, TODAY + timedelta(days=60))
    assert now(asset) is Standing.AGREED
    second = agreed(cast, asset, who="pedagang", agreed=False)
    assert now(asset) is Standing.MISSING
    actions.remove_consent(asset_id=asset.pk, consent_id=second.pk, by=cast.admin, at=NOW)
    assert now(asset) is Standing.AGREED
    assert now(asset, TODAY + timedelta(days=46)) is Standing.ENDING
    assert now(asset, TODAY + timedelta(days=60)) is Standing.ENDING
    assert now(asset, TODAY + timedelta(days=61)) is Standing.OVER
    actions.remove_consent(asset_id=asset.pk, consent_id=first.pk, by=cast.admin, at=NOW)
    assert now(asset) is Standing.MISSING


def test_the_database_and_the_page_judge_alike_on_every_day(cast: Cast, asset: Asset) -> None:
    agreed(cast, asset, TODAY + timedelta(days=20), since=TODAY - timedelta(days=4))
    seen = set()
    for step in range(-6, 23):
        day = TODAY + timedelta(days=step)
        found = {s for s in Standing if Asset.objects.filter(library.standing_is(s, day)).exists()}
        assert found == {now(asset, day)}
        seen |= found
    assert seen == {Standing.MISSING, Standing.AGREED, Standing.ENDING, Standing.OVER}


def test_nobody_can_be_recognised_where_people_are_noted(cast: Cast, asset: Asset) -> None:
    agreed(cast, asset)
    with pytest.raises(Invalid, match="Hapus dulu"):
        actions.say_shown(asset_id=asset.pk, shown="nobody", by=cast.admin, at=NOW)


def test_a_consent_ends_after_it_begins_and_names_a_role(cast: Cast, asset: Asset) -> None:
    with pytest.raises(Invalid) as caught:
        agreed(cast, asset, TODAY, since=TODAY + timedelta(days=1), who=" ")
    assert set(caught.value.fields) == {"until", "who"}
    assert not Consent.objects.exists()
    assert not Entry.objects.filter(action="media.consent").exists()


# ------------------------------------------------------------------------------ the paper


def paper(data: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_paper_is_read_only_by_who_may_change_the_file(
    cast: Cast, asset: Asset, desk: Client, client: Client
) -> None:
    form = {
        "who": "ibu kader", "agreed": "on", "until": "2027-01-31",
        "paper": paper(b"%PDF-1.7 surat"),
    }  # fmt: skip
    answer = desk.post(reverse("media:consent_new", args=[asset.pk]), form)
    assert answer.status_code == 303
    row = Consent.objects.get()
    address = reverse("media:consent_paper", args=[asset.pk, row.pk])
    got = desk.get(address)
    assert b"".join(got.streaming_content) == b"%PDF-1.7 surat"
    assert got["Content-Disposition"].startswith("attachment;")
    assert got["Content-Type"] == "application/pdf"
    assert got["Cache-Control"] == "private, no-store"
    sign_in(client, cast.auditor)
    page = client.get(reverse("media:asset", args=[asset.pk])).content.decode()
    assert "ada surat" in page
    assert address not in page
    assert client.get(address).status_code == 403
    sign_in(client, cast.admin_lain)
    assert client.get(address).status_code == 404


def test_a_photographed_paper_loses_place_and_camera_and_others_are_refused(
    cast: Cast, asset: Asset
) -> None:
    agreed(cast, asset, paper=paper(pictures.with_metadata(), "surat.jpg"))
    kept = files.read(str(Consent.objects.get().paper))
    assert b"Kamera Rahasia" not in kept
    for data in (pictures.SVG, b"x" * 5_000_001):
        with pytest.raises(Invalid):
            agreed(cast, asset, paper=paper(data))
    assert Consent.objects.count() == 1


def test_a_paper_goes_with_its_consent(cast: Cast, asset: Asset) -> None:
    row = agreed(cast, asset, paper=paper(b"%PDF-1.7 x"))
    later = NOW + timedelta(days=3650)
    actions.clear_orphans(at=later)
    assert files.exists(str(row.paper))
    actions.remove_consent(asset_id=asset.pk, consent_id=row.pk, by=cast.admin, at=NOW)
    actions.clear_orphans(at=later)
    assert not files.exists(str(row.paper))


# ------------------------------------------------------------------------------ changes


def test_a_consent_is_withdrawn_and_renewed_with_what_it_was_in_the_ledger(
    cast: Cast, asset: Asset, post: Post, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    since, until = TODAY, TODAY + timedelta(days=30)
    row = agreed(cast, asset, until, who="kader", since=since, paper=paper(b"%PDF-1.7 lama"))
    attached(post, asset, cast)
    assert RULE not in rules(post)
    page = reverse("media:consent_change", args=[asset.pk, row.pk])
    assert page in desk.get(reverse("media:asset", args=[asset.pk])).content.decode()
    assert 'value="2026-09-11"' in desk.get(page).content.decode()
    withdraw = reverse("media:consent_withdraw", args=[asset.pk, row.pk])
    for _twice in range(2):
        assert desk.post(withdraw).status_code == 303
    assert now(asset) is Standing.OVER
    assert RULE in rules(post)
    entry = Entry.objects.get(action="media.consent_withdraw")
    assert entry.data["was"]["until"] == "2026-09-11"
    held = Consent.objects.get()
    assert (held.agreed, held.until) == (True, TODAY - timedelta(days=1))
    assert files.read(str(held.paper)) == b"%PDF-1.7 lama"
    form = {"who": "kader", "agreed": "on", "until": "2027-01-31"}
    assert desk.post(page, {**form, "paper": paper(b"%PDF-1.7 baru")}).status_code == 303
    assert now(asset) is Standing.AGREED
    assert files.read(str(Consent.objects.get().paper)) == b"%PDF-1.7 baru"
    assert RULE not in rules(post)
    change = Entry.objects.get(action="media.consent_change")
    assert change.data["changed"]["until"] == {"was": "2026-08-11", "now": "2027-01-31"}
    assert desk.post(page, {**form, "since": "2027-10-01"}).status_code == 422
    desk.post(page, form)
    assert Entry.objects.filter(action="media.consent_change").count() == 1  # nothing changed


def test_a_consent_is_changed_only_by_who_may_change_the_file(
    cast: Cast, asset: Asset, client: Client
) -> None:
    row = agreed(cast, asset)
    address = reverse("media:consent_change", args=[asset.pk, row.pk])
    for user, status in ((cast.auditor, 403), (cast.admin_lain, 404)):
        sign_in(client, user)
        assert client.post(address, {"who": "kader"}).status_code == status
        assert client.post(f"{address}tarik/").status_code == status
    assert Consent.objects.get().agreed


# ------------------------------------------------------------------------------ warnings


def test_the_unit_is_told_two_weeks_before_and_once_more_when_it_is_over(
    cast: Cast, asset: Asset
) -> None:
    agreed(cast, asset, TODAY + timedelta(days=20))
    assert actions.warn_ending(at=NOW) == 0
    for days in (6, 7, 20):
        actions.warn_ending(at=NOW + timedelta(days=days))
    [notice] = Notice.objects.filter(user=cast.admin)
    assert "berakhir 14 hari lagi" in notice.text
    assert notice.url == reverse("media:asset", args=[asset.pk])
    actions.warn_ending(at=NOW + timedelta(days=21))
    latest = Notice.objects.filter(user=cast.admin).latest("at")
    assert "sudah berakhir" in latest.text
    assert latest.urgent
    assert not Notice.objects.filter(user=cast.admin_lain).exists()


def test_the_day_is_that_of_the_unit(cast: Cast, asset: Asset) -> None:
    agreed(cast, asset, TODAY)
    late = datetime(2026, 8, 12, 17, 30, tzinfo=UTC)  # half past midnight of the 13th in WIB
    actions.warn_ending(at=late)
    assert "sudah berakhir" in Notice.objects.get(user=cast.admin).text


def test_the_library_says_how_many_end_soon_and_shows_them(
    cast: Cast, asset: Asset, desk: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("kentongan.kernel.clock.now", lambda: NOW)
    put(cast, pictures.jpeg(300, 200), "lain.jpg")
    agreed(cast, asset, TODAY + timedelta(days=3))
    html = desk.get(reverse("media:library")).content.decode()
    assert "Persetujuan orang di 1 berkas segera atau sudah berakhir." in html
    shown = desk.get(reverse("media:library"), {"orang": "ending"}).content.decode()
    titles = re.findall(r'class="pustaka-k"><a href="[^"]+">([^<]*)</a>', shown)
    assert titles == ["Foto kerja bakti.jpg"]
    its_own = desk.get(reverse("media:asset", args=[asset.pk])).content.decode()
    for page in (shown, its_own):  # the same word in the same colour
        assert re.search(r"kd-awas[^>]*><svg.*?</svg>Persetujuan segera berakhir", page)


# ------------------------------------------------------------------------------ the check


@pytest.fixture
def post(cast: Cast, asset: Asset) -> Post:
    seed(at=NOW)
    made = make_post(cast.kecamatan, cast.admin, text="Pelatihan kader dibuka hari ini.")
    told = {"credit": "Dok. Kecamatan", "licence": "own"}
    actions.describe(
        asset_id=asset.pk, by=cast.admin, at=NOW, title="", alt="Kader duduk di balai desa",
        licence_note="", tags="", folder=None, **told,
    )  # fmt: skip
    return made


def attached(post: Post, asset: Asset, cast: Cast) -> Any:
    asset.refresh_from_db()
    item = planning.attach(
        post_id=post.pk, version=post.version, asset=asset, by=cast.admin, at=NOW
    )
    post.refresh_from_db()
    return item


def rules(post: Post, at: datetime = NOW) -> set[str]:
    return {item.finding.rule for item in checking.findings(Post.objects.get(pk=post.pk), at)}


def test_a_post_takes_over_what_the_library_knows(cast: Cast, asset: Asset, post: Post) -> None:
    agreed(cast, asset, TODAY + timedelta(days=30), who="kader")
    item = attached(post, asset, cast)
    assert (item.alt, item.credit, item.licence, item.people) == (
        "Kader duduk di balai desa", "Dok. Kecamatan", "own", "consent",
    )  # fmt: skip


def test_a_consent_that_is_over_at_the_planned_time_must_be_mended(
    cast: Cast, asset: Asset, post: Post
) -> None:
    agreed(cast, asset, TODAY + timedelta(days=2), who="kader")
    attached(post, asset, cast)
    assert RULE not in rules(post)
    planned = NOW + timedelta(days=3)
    Post.objects.filter(pk=post.pk).update(scheduled_for=planned)
    assert RULE in rules(post)
    [stop] = checking.blocking(Post.objects.get(pk=post.pk), NOW)
    assert "sudah berakhir" in stop.finding.message


def test_what_was_frozen_is_judged_by_the_consent_of_the_day_it_goes_out(
    cast: Cast, asset: Asset, post: Post
) -> None:
    row = agreed(cast, asset, TODAY + timedelta(days=2), who="kader")
    attached(post, asset, cast)
    frozen = planning.freeze(post, by=cast.admin, at=NOW)

    def found(days: int) -> set[str]:
        later = NOW + timedelta(days=days)
        given = checking.frozen_wording(frozen, later)
        facts = checking.facts_of(post, later, planned=later)
        return {item.finding.rule for item in checking.findings_in(given, facts, post)}

    assert RULE not in found(2)
    assert RULE in found(3)
    actions.remove_consent(asset_id=asset.pk, consent_id=row.pk, by=cast.admin, at=NOW)
    agreed(cast, asset, TODAY + timedelta(days=90), who="kader")
    assert RULE not in found(3), "it was renewed"


def test_the_sterner_of_post_and_library_counts(cast: Cast, asset: Asset, post: Post) -> None:
    agreed(cast, asset, who="murid", child=True, agreed=False)
    item = attached(post, asset, cast)
    assert item.people == "no_consent"
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=NOW,
        people={str(item.pk): "consent"},
    )  # fmt: skip
    assert RULE in rules(post), "a post cannot declare away what the library knows"
