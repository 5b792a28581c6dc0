"""Catalogue and elections: who sees what, forms that keep what was typed, few statements."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from kentongan.compliance import actions
from kentongan.compliance.actions import ElectionEntry
from kentongan.compliance.draft import Phase, Severity
from kentongan.compliance.models import Election
from kentongan.compliance.rules.listed import RULES
from tests.cast import NOW, Cast, sign_in

pytestmark = pytest.mark.no_database

MOST_STATEMENTS = 15


@pytest.fixture
def election(cast: Cast) -> Election:
    entry = ElectionEntry(
        name="Pilkada 2026",
        names=("Ratna Wulan",),
        dates={Phase.CAMPAIGN: (date(2000, 1, 1), date(2002, 1, 1)), Phase.AFTER: (date(2099, 1,
        1), date(2099, 2, 1))},
    )  # fmt: skip
    return actions.create_election(unit=cast.pemda, entry=entry, by=cast.pembina, at=NOW)


def test_the_catalogue_lists_every_rule(cast: Cast, client) -> None:
    page = sign_in(client, cast.admin).get(reverse("compliance:catalogue"))
    assert page.status_code == 200
    for rule in RULES:
        assert reverse("compliance:rule", args=[rule.id]) in page.content.decode()


def test_the_catalogue_can_be_searched(cast: Cast, client) -> None:
    url = reverse("compliance:catalogue")
    page = sign_in(client, cast.admin).get(url, {"q": "nomor ponsel", "keluarga": "personal_data"})
    body = page.content.decode()
    assert "personal_data.phone" in body
    assert "neutrality.party" not in body
    empty = client.get(url, {"q": "tidak ada apa pun \u202e"}).content.decode()
    assert "neutrality.party" in empty, "a broken search shows everything"
    assert "Tidak ada aturan yang cocok" in client.get(url, {"q": "zzzz"}).content.decode()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_page_with_examples_and_certainty(cast: Cast, client, rule) -> None:
    page = sign_in(client, cast.admin).get(reverse("compliance:rule", args=[rule.id]))
    assert page.status_code == 200
    assert "Contoh yang dilaporkan" in page.content.decode()
    if rule.family == "neutrality":
        assert "Rujukan belum diverifikasi" in page.content.decode()


def test_an_unknown_rule_is_missing(cast: Cast, client) -> None:
    assert sign_in(client, cast.admin).get("/aturan/tidak.ada/").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["catalogue", "elections", "adjustments", "adjustment_kinds", "election_new", "feedback"],
)
def test_strangers_are_sent_to_sign_in(db: None, client, name: str) -> None:
    assert client.get(reverse(f"compliance:{name}")).status_code == 302


def test_an_admin_reads_elections_but_may_not_change_them(cast: Cast, client, election) -> None:
    sign_in(client, cast.admin)
    body = client.get(reverse("compliance:elections")).content.decode()
    assert "Pilkada 2026" in body
    assert reverse("compliance:election", args=[election.pk]) not in body
    assert client.get(reverse("compliance:election", args=[election.pk])).status_code == 403
    assert client.get(reverse("compliance:election", args=[uuid4()])).status_code == 404


def election_form(**changes: str) -> dict[str, str]:
    return {
        "unit": "rawa-jati",
        "name": "Pilkades serentak",
        "names": "Ratna Wulan\r\n\r\nBersinar Lagi",
        "campaign_from": "2026-09-01",
        "campaign_until": "2026-09-20",
        **changes,
    }


def test_an_election_is_recorded_through_the_form(cast: Cast, client) -> None:
    sign_in(client, cast.pembina)
    assert client.get(reverse("compliance:election_new")).status_code == 200
    answer = client.post(reverse("compliance:election_new"), election_form())
    assert answer.status_code == 302
    made = Election.objects.get()
    assert made.names == ["Ratna Wulan", "Bersinar Lagi"]
    assert "Pilkades serentak" in client.get(reverse("compliance:elections")).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""}, {"name": "x" * 300}, {"campaign_until": "2026-08-01"}, {"campaign_until": ""},
        {"campaign_from": "kemarin"}, {"unit": "tidak-ada"}, {"names": "a\x00b"},
        {"name": "a\u202eb"},
        {"names": "ab"}, {"campaign_from": "", "campaign_until": ""},
    ],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(cast: Cast, client, changes: dict[str, str]) -> None:
    sign_in(client, cast.pembina)
    answer = client.post(reverse("compliance:election_new"), election_form(**changes))
    assert answer.status_code == 422
    body = answer.content.decode()
    assert 'aria-invalid="true"' in body
    assert "2026-09" in body or "kemarin" in body or "Pilkades serentak" in body
    assert not Election.objects.exists()


def test_a_stale_election_form_is_a_conflict_and_keeps_what_was_typed(
    cast: Cast, client, election
) -> None:
    sign_in(client, cast.pembina)
    url = reverse("compliance:election", args=[election.pk])
    assert 'value="1"' in client.get(url).content.decode()
    answer = client.post(url, election_form(version="9", name="Nama saya"))
    assert answer.status_code == 409
    assert "Nama saya" in answer.content.decode()
    assert client.post(url, election_form(version="1", name="Nama saya")).status_code == 302
    assert Election.objects.get().name == "Nama saya"


def test_an_election_is_deleted_with_a_reason(cast: Cast, client, election) -> None:
    sign_in(client, cast.pembina)
    url = reverse("compliance:election_delete", args=[election.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "ok"}).status_code == 422
    assert client.get(url).status_code == 405
    assert client.post(url, {"reason": "Salah wilayah"}).status_code == 302
    assert not Election.objects.exists()


@pytest.mark.parametrize("name", ["catalogue", "elections"])
def test_a_page_costs_few_statements_however_many_rows(
    cast: Cast, client, django_assert_max_num_queries, name: str
) -> None:
    for number in range(20):
        entry = ElectionEntry(name=f"P {number}", dates={Phase.QUIET: (date(2026, 8, 1),) * 2})
        actions.create_election(unit=cast.pemda, entry=entry, by=cast.pembina, at=NOW)
    for rule in RULES:
        setting = "hint" if rule.severity is Severity.MUST else "must"
        actions.set_rule(
            unit=cast.pemda, rule=rule.id, setting=setting, reason="Uji coba", by=cast.pembina,
            at=NOW,
        )  # fmt: skip
    sign_in(client, cast.pembina)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get(reverse(f"compliance:{name}")).status_code == 200


@pytest.mark.parametrize("who", ["admin", "penyelia", "camat_lain"])
def test_who_cannot_record_an_election_gets_no_form_for_it(cast: Cast, client, who: str) -> None:
    sign_in(client, getattr(cast, who))
    url = reverse("compliance:election_new")
    assert client.get(url).status_code == 403
    assert client.post(url, election_form()).status_code == 403
