"""Times and second persons that a pemda sets itself, in actions and on their pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.inbox import rules
from kentongan.inbox.actions import settings
from kentongan.inbox.models import Case, ResponseTime, SecondPerson
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.people.models import Unit
from tests.cast import NOW, Cast, grant, sign_in

pytestmark = pytest.mark.usefixtures("times")
CaseOf = Callable[..., Case]
TODAY, TOMORROW = date(2026, 8, 12), date(2026, 8, 13)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda: NOW)


def set_time(cast: Cast, unit: Unit | None = None, **values: Any) -> ResponseTime:
    given: dict[str, Any] = {
        "by": cast.pembina, "at": NOW, "kind": "complaint", "stage": "first", "amount": 60,
        "measure": "working_minutes", "valid_from": TOMORROW, "reason": "Janji layanan bupati",
    }  # fmt: skip
    return settings.set_time(unit or cast.pemda, **given | values)


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_pemda_sets_its_own_times_and_running_cases_keep_theirs(
    case_of: CaseOf, cast: Cast
) -> None:
    set_time(cast)
    today = case_of("Jalan rusak pasar")
    tomorrow = case_of("Jalan rusak sawah", at=NOW + timedelta(days=1))
    assert today.due_at == NOW + timedelta(hours=2)
    assert tomorrow.due_at == NOW + timedelta(days=1, hours=1)
    entry = Entry.objects.get(action="inbox.times")
    assert entry.data == {
        "from": "2026-08-13", "was": "120 working_minutes", "now": "60 working_minutes",
        "reason": "Janji layanan bupati",
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        set_time(cast, by=cast.admin)


def test_the_nearest_unit_wins_and_going_back_gives_what_holds_above(
    case_of: CaseOf, cast: Cast
) -> None:
    set_time(cast)
    set_time(cast, cast.kecamatan, amount=30)
    morning = NOW + timedelta(days=1)
    assert case_of("Jalan rusak pasar", at=morning).due_at == morning + timedelta(minutes=30)
    back: dict[str, Any] = {"by": cast.pembina, "kind": "complaint", "stage": "first"}
    assert settings.back_to_standard(cast.kecamatan, at=morning, **back)
    later = morning + timedelta(hours=1)
    assert case_of("Jalan rusak desa", at=later).due_at == later + timedelta(minutes=30)
    friday = NOW + timedelta(days=2)
    assert case_of("Jalan rusak sawah", at=friday).due_at == friday + timedelta(hours=1)
    assert not settings.back_to_standard(cast.kecamatan, at=friday, **back)
    assert Entry.objects.filter(action="inbox.times_back").count() == 1


def test_what_never_began_is_gone_when_it_is_taken_back(cast: Cast) -> None:
    set_time(cast, valid_from=TOMORROW + timedelta(days=30))
    assert settings.back_to_standard(
        cast.pemda, by=cast.pembina, at=NOW, kind="complaint", stage="first"
    )
    assert not ResponseTime.objects.filter(unit=cast.pemda).exists()


def test_a_bound_from_outside_may_only_become_shorter_and_keeps_its_prolongation(
    cast: Cast,
) -> None:
    law: dict[str, Any] = {
        "kind": "information_request",
        "stage": "resolve",
        "measure": "working_days",
    }
    made = set_time(cast, **law, amount=5)
    assert (made.amount, made.extension, made.basis) == (5, 7, "uu-14-2008")
    for values in (
        {**law, "amount": 11},
        {**law, "amount": 60, "measure": "working_minutes"},
        {"kind": "complaint", "stage": "resolve", "measure": "working_days", "amount": 15},
        {"kind": "emergency", "measure": "working_minutes"},
        {"valid_from": TODAY},
        {"reason": " "},
        {"amount": 0},
    ):
        with pytest.raises(Invalid):
            set_time(cast, **values)
    assert set_time(cast, amount=480).amount == 480  # a proposal may become longer
    assert ResponseTime.objects.filter(unit=cast.pemda).count() == 2


def test_a_second_person_asked_above_holds_below_and_stays(cast: Cast) -> None:
    def ask(unit: Unit, *kinds: str) -> None:
        settings.ask_second(unit, by=cast.pembina, at=NOW, kinds_asked=kinds)

    ask(cast.pemda, "complaint")
    ask(cast.kecamatan, "question")
    asked = {row.kind: row.above for row in rules.seconds(cast.desa) if row.asked}
    assert asked == {"complaint": cast.pemda, "question": cast.kecamatan}
    ask(cast.kecamatan, "criticism")
    assert [row.kind for row in SecondPerson.objects.filter(unit=cast.kecamatan)] == ["criticism"]
    ask(cast.kecamatan, "criticism")
    entries = Entry.objects.filter(action="inbox.second", unit_code="kec-sumberjati")
    assert [e.data for e in entries.order_by("pk")] == [
        {"was": [], "now": ["question"]}, {"was": ["question"], "now": ["criticism"]},
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        settings.ask_second(cast.pemda, by=cast.camat, at=NOW, kinds_asked=[])
    with pytest.raises(Invalid):
        ask(cast.pemda, "entah")


ROOT = "/kotak-masuk/pengaturan/"


def test_the_pages_are_for_who_may_manage_and_show_the_certainty_of_the_law(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, cast.admin)
    assert client.get(ROOT).status_code == 403
    assert client.get(f"{ROOT}kec-sumberjati/").status_code == 403
    assert client.get(f"{ROOT}kec-ciranji/").status_code == 404
    assert ROOT not in client.get("/kotak-masuk/").content.decode()
    sign_in(client, cast.penyelia)
    assert ROOT in client.get("/kotak-masuk/").content.decode()
    address = client.get(ROOT).headers["Location"]
    with django_assert_max_num_queries(12):
        said = words_of(client.get(address))
    assert "10 hari kerja" in said
    assert "tercatat berlaku; cek naskah resmi sebelum dikutip" in said
    assert "naskah peraturannya belum ditemukan" in said
    assert client.get(f"{ROOT}?unit=kel-tegalwangi").headers["Location"].endswith("tegalwangi/")
    assert client.get(f"{ROOT}kec-sumberjati/waktu/entah/first/").status_code == 404


def test_a_time_is_changed_and_given_back_on_the_page(client: Client, cast: Cast) -> None:
    sign_in(client, cast.penyelia)
    address = f"{ROOT}kec-sumberjati/waktu/complaint/first/"
    form = {"amount": "60", "measure": "working_minutes", "valid_from": "2026-08-13"}
    assert "Tulis alasannya" in words_of(client.post(address, form))
    assert not ResponseTime.objects.filter(unit=cast.kecamatan).exists()
    assert client.post(address, form | {"reason": "Janji layanan"}).status_code == 302
    said = words_of(client.get(f"{ROOT}kec-sumberjati/"))
    assert "Mulai Kam 13 Agu: 1 jam kerja" in said
    refused = client.post(
        f"{ROOT}kec-sumberjati/waktu/information_request/resolve/",
        {**form, "amount": "12", "measure": "working_days", "reason": "Lama"},
    )
    assert refused.status_code == 422
    assert "Tidak boleh lebih lama" in words_of(refused)
    client.post(f"{address}kembali/")
    assert not ResponseTime.objects.filter(unit=cast.kecamatan).exists()


def test_second_persons_are_ticked_and_the_calendar_of_the_clock_is_shown(
    client: Client, cast: Cast
) -> None:
    grant(cast.camat, "penyelia", cast.kecamatan)
    sign_in(client, cast.camat)
    SecondPerson.objects.create(unit=cast.pemda, kind="criticism")
    page = f"{ROOT}kec-sumberjati/orang-kedua/"
    assert "diminta Pemerintah Kabupaten Rawa Jati" in words_of(client.get(page))
    client.post(page, {"kinds": ["complaint"]})
    assert [row.kind for row in SecondPerson.objects.filter(unit=cast.kecamatan)] == ["complaint"]
    said = words_of(client.get(f"{ROOT}kec-sumberjati/jam-kerja/"))
    assert "Senin, 17 Agustus 2026" in said
    assert "Sabtu tidak dihitung" in said
    assert "diubah administrator" in said
    Unit.objects.filter(pk=cast.kecamatan.pk).update(
        office_hours={"mon": ["08:00", "15:00"], "sat": ["08:00", "12:00"]}
    )
    sign_in(client, cast.administrator)
    answer = client.get(f"{ROOT}kec-sumberjati/jam-kerja/")
    assert "Layanan Sabtu ikut dihitung" in words_of(answer)
    assert "/unit/kec-sumberjati/jam-kerja/" in answer.content.decode()
