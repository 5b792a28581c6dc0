"""What of the inbox stands on the desk: an integrity report only for whom it exists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.inbox.actions import duties
from kentongan.inbox.models import Case
from kentongan.kernel import clock
from kentongan.people.models import Notice, User
from tests.cast import NOW, Cast, sign_in

pytestmark = pytest.mark.django_db

CaseOf = Callable[..., Case]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def desk(client: Client) -> Callable[[User], str]:
    """What waits for an answer on the desk of a person, all news of it read."""

    def read(user: User) -> str:
        Notice.objects.all().delete()
        return sign_in(client, user).get(reverse("home:desk")).text

    return read


Desk = Callable[[User], str]


def test_an_integrity_report_waits_on_the_inspektorats_desk_by_its_number_alone(
    case_of: CaseOf, cast: Cast, desk: Desk
) -> None:
    case = case_of("Ada pungli di loket")
    shown = desk(cast.auditor)
    assert reverse("inbox:case", args=[case.number]) in shown
    assert "Tidak ada yang menunggu Anda" not in shown
    assert "Ada pungli di loket" not in shown  # a screen is read by whoever passes by
    assert case.author_name not in shown


def test_on_every_other_desk_there_is_no_such_report(
    case_of: CaseOf, cast: Cast, desk: Desk
) -> None:
    case = case_of("Ada pungli di loket")
    strangers = (cast.admin, cast.sekcam, cast.camat, cast.penyelia, cast.pembina, cast.admin_pusat)
    for stranger in (*strangers, cast.administrator):
        shown = desk(stranger)
        for told in (case.number, "pungli", case.author_name, "rahasia"):
            assert told not in shown, stranger


def test_whoever_the_inspektorat_let_in_sees_that_it_waits_and_not_who_reported(
    case_of: CaseOf, cast: Cast, desk: Desk
) -> None:
    case = case_of("Ada pungli di loket")
    duties.name(case, cast.admin, by=cast.auditor, at=NOW)
    shown = desk(cast.admin)
    assert case.number in shown
    assert "Ada pungli di loket" not in shown
    assert case.author_name not in shown


def test_what_citizens_ask_openly_does_not_wait_for_the_inspektorat(
    case_of: CaseOf, cast: Cast, desk: Desk
) -> None:
    case = case_of("Jalan rusak di depan pasar")
    assert case.number not in desk(cast.auditor)
    assert case.number in desk(cast.admin)
