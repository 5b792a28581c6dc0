"""What people say of kinds teaches the next message; three kinds are left to the triage."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kentongan.inbox import classify, kinds_taught
from kentongan.inbox.actions import cases, intake
from kentongan.inbox.models import Case, LearnedKind
from kentongan.language import triage
from kentongan.language.triage.reading import Kind, Reading
from kentongan.networks.models import Account
from tests.cast import NOW, Cast
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
CaseOf = Callable[..., Case]
#: Words by which a festival of this pemda is known, and nothing else.
FESTIVAL = "Ngarot Babarit panggung kidul"


@pytest.fixture(autouse=True)
def _the_triage_itself() -> Iterator[None]:
    with classify.reader(triage.read_many):
        yield


def read(text: str) -> Reading:
    return classify.read([text], ())[0]


def sure(case: Case, kind: Kind, cast: Cast) -> None:
    cases.classify(case, by=cast.admin, at=NOW, kind=kind)


def test_what_people_call_a_kind_of_matter_is_so_called_from_then_on(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    before = read(f"{FESTIVAL} dekat balai")
    for where in ("barat", "timur", "utara", "selatan", "tengah", "hulu", "hilir", "lor", "wetan"):
        sure(case_of(f"{FESTIVAL} {where}"), Kind.ASPIRATION, cast)
    now = read(f"{FESTIVAL} dekat balai")
    assert before.kind is not Kind.ASPIRATION
    assert now.kind is Kind.ASPIRATION
    taken = intake.take_in(account, [comment(f"{FESTIVAL} dekat balai")], at=NOW)
    assert (taken.cases[0].kind, taken.cases[0].kind_by) == (Kind.ASPIRATION, "")


def test_other_messages_are_read_as_before(case_of: CaseOf, cast: Cast) -> None:
    text = "Lampu jalan di depan pasar mati sudah seminggu"
    before = read(text)
    sure(case_of(FESTIVAL), Kind.ASPIRATION, cast)
    assert read(text) == before


def test_a_kind_that_somebody_made_sure_of_is_learnt_once(case_of: CaseOf, cast: Cast) -> None:
    case = case_of(FESTIVAL)
    sure(case, Kind.ASPIRATION, cast)
    learnt = list(LearnedKind.objects.order_by("pk").values())
    sure(case, Kind.ASPIRATION, cast)
    assert list(LearnedKind.objects.order_by("pk").values()) == learnt
    assert LearnedKind.objects.get(word="").count == 1


@pytest.mark.parametrize("kind", kinds_taught.GRAVE)
def test_nobody_is_taught_what_is_an_emergency_a_secret_or_spam(
    case_of: CaseOf, cast: Cast, kind: Kind
) -> None:
    sure(case_of(FESTIVAL), kind, cast)
    assert not LearnedKind.objects.exists(), "not even the words of a secret report are kept"


def test_a_fire_stays_a_fire_whatever_was_taught(case_of: CaseOf, cast: Cast) -> None:
    text = "Tolong kebakaran di pasar, api besar, ada orang terjebak"
    assert read(text).kind is Kind.EMERGENCY
    for where in ("barat", "timur", "utara", "selatan"):
        sure(case_of(f"{text} sebelah {where}"), Kind.CHATTER, cast)
    assert read(text).kind is Kind.EMERGENCY


def test_numbers_and_names_of_accounts_are_not_kept(case_of: CaseOf, cast: Cast) -> None:
    said = (
        "Usul panggung kidul dibangun lagi @warga7, hubungi 081234567890 atau https://a.example/x"
    )
    sure(case_of(said), Kind.ASPIRATION, cast)
    words = set(LearnedKind.objects.values_list("word", flat=True))
    assert not [word for word in words if "warga7" in word or "0812" in word or "example" in word]
    assert "kidul" in words
