"""Asking networks: cursors, bounds, patience, silence; and the ladder when nobody answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from kentongan.inbox import jobs
from kentongan.inbox.actions import cases, elsewhere, listening
from kentongan.inbox.models import Case, Hearing, Message
from kentongan.jobs.models import Job
from kentongan.networks import registry
from kentongan.networks.contract import (
    Heard,
    Identity,
    Incoming,
    Pushed,
    Reference,
    TryLater,
    Unauthorised,
)
from kentongan.networks.models import Account, Health
from kentongan.people.models import Absence, DayOff, Notice, User
from tests.cast import NOW, Cast, make_user
from tests.delivery.network import Uji
from tests.inbox.conftest import comment

pytestmark = pytest.mark.usefixtures("times")


class Talks(Uji):
    """A network that can be asked; ``pages`` are what it says, page by page."""

    pages: ClassVar[list[Sequence[Incoming] | Exception]] = []
    asked: ClassVar[list[Mapping[str, Any]]] = []
    forever: ClassVar[bool] = False

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        self.asked.append(cursor)
        at = int(cursor.get("page", 0))
        if self.forever:
            return Heard(tuple(self.pages[0]), {"page": at + 1}, more=True)  # type: ignore[arg-type]
        if at >= len(self.pages):
            return Heard((), cursor)
        found = self.pages[at]
        if isinstance(found, Exception):
            raise found
        return Heard(tuple(found), {"page": at + 1}, more=at + 1 < len(self.pages))


class Calls(Uji):
    """A network that cannot be asked: it calls, or is silent."""

    @classmethod
    def hears(
        cls,
        *,
        headers: Mapping[str, str],
        body: bytes,
        app: Mapping[str, Any],
        now: datetime,
    ) -> Sequence[Pushed]:
        """Nothing, for it never called."""
        return ()

    @classmethod
    def hook_word(cls, *, app: Mapping[str, Any]) -> str:
        """What a person would type there."""
        return "kata"

    @classmethod
    def greets(
        cls,
        *,
        query: Mapping[str, str],
        app: Mapping[str, Any],
    ) -> str | None:
        """It never asked either."""
        return None


@pytest.fixture
def talks(account: Account, monkeypatch: pytest.MonkeyPatch) -> type[Talks]:
    Talks.pages, Talks.asked, Talks.forever = [], [], False
    monkeypatch.setitem(registry.CONNECTORS, "uji", Talks)
    return Talks


def test_pages_are_read_to_the_end_and_the_next_look_goes_on_from_there(
    account: Account, talks: type[Talks]
) -> None:
    talks.pages = [[comment("Jalan rusak pasar")], [comment("Lampu rusak sawah")]]
    listening.listen(account, at=NOW)
    assert Message.objects.count() == 2
    listening.listen(account, at=NOW + timedelta(minutes=5))
    assert talks.asked[-1] == {"page": 2}
    hearing = Hearing.objects.get()
    assert (hearing.failures, hearing.last_at) == (0, NOW + timedelta(minutes=5))


def test_a_network_that_repeats_its_last_page_for_ever_is_left_after_some_pages(
    account: Account, talks: type[Talks]
) -> None:
    talks.pages, talks.forever = [[comment("Jalan rusak")]], True
    listening.listen(account, at=NOW)
    assert 1 < len(talks.asked) <= 50
    assert Message.objects.count() == 1
    assert Hearing.objects.get().next_at <= NOW + timedelta(minutes=1)


def test_a_network_that_fails_is_asked_more_and_more_rarely_and_somebody_is_told(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    talks.pages = [TryLater("Server sibuk.")]
    waits = []
    for _ in range(3):
        listening.listen(account, at=NOW)
        waits.append(Hearing.objects.get().next_at - NOW)
    assert waits[0] < waits[1] < waits[2]
    assert Notice.objects.filter(user=cast.admin, text__contains="Server sibuk").count() == 1


def test_what_was_heard_before_the_trouble_is_kept(account: Account, talks: type[Talks]) -> None:
    talks.pages = [[comment("Jalan rusak")], TryLater("Sibuk")]
    listening.listen(account, at=NOW)
    assert Message.objects.count() == 1
    assert Hearing.objects.get().cursor == {"page": 1}


def test_the_network_says_itself_when_to_come_back(account: Account, talks: type[Talks]) -> None:
    talks.pages = [TryLater("Jatah habis", after=timedelta(hours=5))]
    listening.listen(account, at=NOW)
    assert Hearing.objects.get().next_at == NOW + timedelta(hours=5)


def test_a_refused_credential_breaks_the_account(
    account: Account, talks: type[Talks], monkeypatch: pytest.MonkeyPatch
) -> None:
    def revoked(_connector: Talks) -> Identity:
        raise Unauthorised("Token dicabut.")

    monkeypatch.setattr(talks, "identify", revoked)
    talks.pages = [Unauthorised("Token dicabut.")]
    listening.listen(account, at=NOW)
    account.refresh_from_db()
    assert account.health == Health.BROKEN


def test_where_only_reading_is_not_allowed_the_account_goes_on_publishing(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    talks.pages = [Unauthorised("Izin membaca belum diberikan.")]
    for _ in range(3):
        listening.listen(account, at=NOW)
    account.refresh_from_db()
    assert account.health == Health.HEALTHY
    assert Notice.objects.filter(user=cast.admin, text__contains="Izin membaca").count() == 1


def test_whoever_waited_longest_is_asked_first_and_nobody_before_their_time(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    def another(handle: str, minutes: int) -> Account:
        made = Account.objects.create(
            unit=cast.desa, network="uji", handle=handle, health=Health.HEALTHY, created_at=NOW
        )
        Hearing.objects.create(
            account=made, next_at=NOW + timedelta(minutes=minutes), started_at=NOW
        )
        return made

    Hearing.objects.create(account=account, next_at=NOW - timedelta(minutes=1), started_at=NOW)
    longest, _not_yet = another("a", -9), another("b", 5)
    manual = another("c", -60)
    Account.objects.filter(pk=manual.pk).update(health=Health.MANUAL)
    jobs.listen_due(at=NOW)
    jobs.listen_due(at=NOW)
    rows = Job.objects.filter(kind="inbox.listen").order_by("run_at")
    assert [row.args["account"] for row in rows] == [str(longest.pk), str(account.pk)]


def test_a_job_asks_its_account(account: Account, talks: type[Talks]) -> None:
    talks.pages = [[comment("Jalan rusak")]]
    jobs.listen(at=NOW, account=str(account.pk))
    assert Case.objects.count() == 1


def test_an_account_that_is_well_and_silent_is_noticed_once(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    Hearing.objects.create(
        account=account, next_at=NOW, started_at=NOW - timedelta(days=30), last_at=NOW
    )
    for _ in range(2):
        jobs.silence(at=NOW)
    assert Notice.objects.filter(user=cast.admin, text__contains="Tidak ada pesan").count() == 1
    talks.pages = [[comment("Jalan rusak")]]
    listening.listen(account, at=NOW)
    assert Hearing.objects.get().silent_told_at is None


def test_an_account_whose_network_never_called_is_noticed_too(
    account: Account, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.CONNECTORS, "uji", Calls)
    jobs.silence(at=NOW)
    jobs.silence(at=NOW + timedelta(days=13))
    assert not Notice.objects.filter(text__contains="Tidak ada pesan").exists()
    for _ in range(2):
        jobs.silence(at=NOW + timedelta(days=15))
    assert Notice.objects.filter(user=cast.admin, text__contains="Tidak ada pesan").count() == 1


def test_an_account_that_hears_nothing_by_any_way_is_not_called_silent(account: Account) -> None:
    jobs.silence(at=NOW)
    jobs.silence(at=NOW + timedelta(days=15))
    assert not Notice.objects.filter(text__contains="Tidak ada pesan").exists()


def test_what_nobody_answers_climbs_the_ladder_once_per_rung(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    talks.pages = [[comment("Jalan rusak")]]
    listening.listen(account, at=NOW)
    late = NOW + timedelta(hours=2, minutes=1)
    for _ in range(2):
        jobs.climb(at=late)
    assert Notice.objects.filter(user=cast.camat, urgent=True).count() == 1
    assert not Notice.objects.filter(user=cast.penyelia).exists()
    tomorrow = NOW + timedelta(days=1)
    jobs.climb(at=tomorrow)
    jobs.climb(at=tomorrow)
    assert Notice.objects.filter(user=cast.penyelia, urgent=True).count() == 1
    assert Notice.objects.filter(user=cast.camat).count() == 1


@pytest.mark.parametrize(
    ("text", "second"),
    [("Jalan rusak", timedelta(hours=4)), ("Kebakaran di pasar", timedelta(minutes=15))],
)
def test_who_is_told_long_after_the_deadline_has_time_before_it_goes_on_above_them(
    account: Account, cast: Cast, talks: type[Talks], text: str, second: timedelta
) -> None:
    talks.pages = [[comment(text)]]
    listening.listen(account, at=NOW)
    woke = NOW + timedelta(days=1)
    for minute in range(3):
        jobs.climb(at=woke + timedelta(minutes=minute))
    assert Case.objects.get().escalated == 1
    assert Notice.objects.filter(user=cast.camat, text__contains="Lewat batas").exists()
    cases.note(Case.objects.get(), by=cast.admin, at=woke, text="Sedang dicari petugasnya")
    jobs.climb(at=woke + second - timedelta(minutes=1))
    assert Case.objects.get().escalated == 1
    jobs.climb(at=woke + second)
    assert Case.objects.get().escalated == 2


def test_what_was_answered_late_climbs_again_when_the_matter_itself_is_late(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    talks.pages = [[comment("Jalan rusak")]]
    listening.listen(account, at=NOW)
    late = NOW + timedelta(days=1)
    for later in (timedelta(), timedelta(hours=5)):
        jobs.climb(at=late + later)
    assert Case.objects.get().escalated == 2
    elsewhere.answer_elsewhere(
        Message.objects.get(), by=cast.admin, at=late, way="phone", summary="Besok kami cek."
    )
    case = Case.objects.get()
    assert case.due_at == case.resolve_due_at
    Notice.objects.all().delete()
    jobs.climb(at=case.due_at)
    assert Notice.objects.filter(user=cast.camat, text__contains="Lewat batas").count() == 1


def test_a_day_off_that_is_declared_meanwhile_tells_nobody_that_it_is_late(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    talks.pages = [[comment("Jalan rusak")]]
    listening.listen(account, at=NOW)
    DayOff.objects.create(unit=cast.pemda, day=NOW.date(), name="Hari berkabung")
    jobs.climb(at=NOW + timedelta(hours=3))
    assert not Notice.objects.filter(text__contains="Lewat batas").exists()
    case = Case.objects.get()
    assert case.escalate_at == case.due_at > NOW + timedelta(hours=20)


def test_an_emergency_wakes_the_duty_officer_and_everybody_after_a_quarter_of_an_hour(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    duty = make_user("Rudi Piket", cast.kecamatan, "piket")
    stand_in = make_user("Wawan Pengganti", cast.kecamatan, "pejabat_penghubung")
    elsewhere = make_user("Tati Pengganti", cast.kecamatan_lain, "admin_unit")
    for user, deputy in ((duty, stand_in), (cast.camat, elsewhere)):
        Absence.objects.create(
            user=user, deputy=deputy, from_date=NOW.date(), until_date=NOW.date()
        )
    talks.pages = [[comment("Kebakaran di pasar, api membesar. " * 6)]]
    listening.listen(account, at=NOW)
    for user in (duty, stand_in):
        assert Notice.objects.filter(user=user, urgent=True).count() == 1
    jobs.climb(at=NOW + timedelta(minutes=16))
    assert not Notice.objects.filter(user=elsewhere).exists(), "they may not read what is here"
    for user in (duty, stand_in, cast.camat, cast.penyelia, cast.pembina):
        late = Notice.objects.get(user=user, text__contains="Lewat batas")
        assert late.text.endswith("…"), "it tells which one it is, not all of it"


def test_a_rung_on_which_nobody_stands_is_passed_at_once(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    User.objects.filter(pk__in=[cast.camat.pk, cast.sekcam.pk]).update(is_active=False)
    talks.pages = [[comment("Jalan rusak")]]
    listening.listen(account, at=NOW)
    jobs.climb(at=NOW + timedelta(hours=2, minutes=1))
    assert Notice.objects.filter(user=cast.penyelia, urgent=True).count() == 1


def test_a_case_that_was_answered_climbs_nothing(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    talks.pages = [[comment("Jalan rusak")]]
    listening.listen(account, at=NOW)
    Case.objects.update(first_replied_at=NOW)
    cases.take(Case.objects.get(), by=cast.admin, at=NOW)
    jobs.climb(at=NOW + timedelta(hours=5))
    assert not Notice.objects.filter(user=cast.camat).exists()


def test_the_ladder_of_a_secret_case_leads_to_the_inspektorat_and_tells_nothing(
    account: Account, cast: Cast, talks: type[Talks]
) -> None:
    talks.pages = [[comment("Ada pungli di loket")]]
    listening.listen(account, at=NOW)
    jobs.climb(at=NOW + timedelta(hours=3))
    notice = Notice.objects.get(text__contains="Lewat batas")
    assert notice.user == cast.auditor
    assert "pungli" not in notice.text
