"""A topic that people gave to a matter is found in the next one that sounds alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.inbox import taught
from kentongan.inbox.actions import cases, intake, knowledge
from kentongan.inbox.models import Case, LearnedKind, LearnedTopic
from kentongan.networks.models import Account
from tests.cast import NOW, Cast, sign_in
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
CaseOf = Callable[..., Case]
#: No word of any topic as it ships.
POLES = "Tiang penerangan gelap gulita"
WHERE = ("barat", "timur", "utara", "selatan", "tengah", "hulu")


def gave(case: Case, topic: str, cast: Cast) -> None:
    cases.classify(case, by=cast.admin, at=NOW, topic=topic)


def test_what_people_call_a_matter_is_so_called_from_then_on(case_of: CaseOf, cast: Cast) -> None:
    assert case_of(f"{POLES} lor").topic is None
    for where in WHERE:
        gave(case_of(f"{POLES} {where}"), "lampu", cast)
    assert case_of(f"{POLES} wetan").topic_id == "lampu"
    assert case_of("Kapan KTP jadi?").topic_id == "kependudukan", "its own words still tell"
    assert case_of("Halo semuanya").topic is None


def test_a_word_that_misleads_here_gives_way(case_of: CaseOf, cast: Cast) -> None:
    text = "Jalan santai Minggu pendopo"
    assert case_of(text).topic_id == "jalan"
    for where in WHERE:
        gave(case_of(f"{text} {where}"), "kesehatan", cast)
    assert case_of(f"{text} kidul").topic_id == "kesehatan"
    assert case_of("Jalan rusak dekat pasar").topic_id == "jalan"


def test_only_another_topic_teaches_and_each_case_once(case_of: CaseOf, cast: Cast) -> None:
    case = case_of("Jalan rusak")
    gave(case, "jalan", cast)
    assert not LearnedTopic.objects.exists(), "the machine does not learn what it said itself"
    gave(case, "banjir", cast)
    gave(case, "banjir", cast)
    assert LearnedTopic.objects.get(word="").count == 1
    learnt = LearnedTopic.objects.count()
    gave(case, "", cast)
    assert LearnedTopic.objects.count() == learnt


def test_nothing_is_learnt_of_a_secret_report_nor_are_numbers_and_names(
    case_of: CaseOf, cast: Cast
) -> None:
    cases.classify(case_of("Ada pungli di loket"), by=cast.auditor, at=NOW, topic="pajak")
    assert not LearnedTopic.objects.exists()
    gave(case_of(f"{POLES}, telepon 081234567890 atau @warga7"), "lampu", cast)
    words = set(LearnedTopic.objects.values_list("word", flat=True))
    assert "gulita" in words
    assert not [word for word in words if "0812" in word or "warga7" in word]


def test_choosing_topics_costs_the_same_however_many_come_in(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    gave(case_of(POLES), "lampu", cast)

    def cost(many: int, begin: str) -> int:
        items = [comment(f"{POLES} {begin}{chr(97 + n) * 3}") for n in range(many)]
        with CaptureQueriesContext(connection) as seen:
            intake.take_in(account, items, at=NOW)
        return len([row for row in seen if "learnedtopic" in row["sql"]])

    assert cost(2, "p") == cost(20, "q") == 2


def test_what_was_learnt_of_topics_is_shown_and_emptied_with_that_of_kinds(
    client, case_of: CaseOf, cast: Cast
) -> None:
    cases.classify(
        case_of("Kapan lampu menyala?"), by=cast.penyelia, at=NOW, kind="complaint", topic="jalan"
    )
    assert taught.taught_kinds().topics == 1
    page = sign_in(client, cast.penyelia).get(f"/kotak-masuk/pengaturan/{cast.pemda.code}/usulan/")
    assert "Topik dipelajari dari 1 perkara yang topiknya diganti." in page.content.decode()
    knowledge.forget_kinds(by=cast.penyelia, at=NOW, reason="Salah diajarkan")
    assert not LearnedTopic.objects.exists()
    assert not LearnedKind.objects.exists()
