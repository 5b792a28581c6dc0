"""The pages of adjustments and of a rule at a unit: who sees what, errors by line, the CSV."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from kentongan.compliance import actions
from kentongan.compliance.models import Adjustment
from kentongan.compliance.rules.listed import RULES
from tests.cast import NOW, Cast, grant, make_user, sign_in

MOST_STATEMENTS = 16
LONG = "readability.long_sentence"
PARTY = "neutrality.party"
LIST = "compliance:adjustments"


def add_url(kind: str) -> str:
    return reverse("compliance:adjustment_add", args=[kind])


def rule_url(rule: str) -> str:
    return reverse("compliance:rule", args=[rule])


def typed(**changes: str) -> dict[str, str]:
    return {
        "unit": "kec-sumberjati", "value": "0812-3344-5566\r\n(0233) 281234\r\n",
        "reason": "Nomor layanan, SK 12", **changes,
    }  # fmt: skip


def setting(**changes: str) -> dict[str, str]:
    return {
        "unit": "kec-sumberjati", "setting": "off", "reason": "Kebutuhan layanan", **changes,
    }  # fmt: skip


def adjust(cast: Cast, kind: str, *values: str, **changes: Any) -> list[Adjustment]:
    given = {"unit": cast.pemda, "reason": "Nama jalan", "by": cast.pembina, **changes}
    return actions.adjust(kind=kind, values=values, at=NOW, **given)


def test_values_are_added_found_and_removed(cast: Cast, client) -> None:
    sign_in(client, cast.pembina)
    assert client.get(reverse("compliance:adjustment_kinds")).status_code == 200
    assert client.get(add_url("phone")).status_code == 200
    answer = client.post(add_url("phone"), typed())
    assert (answer.status_code, answer.url) == (302, reverse(LIST) + "?jenis=phone")
    assert {row.value for row in Adjustment.objects.all()} == {"081233445566", "0233281234"}
    body = client.get(reverse(LIST), {"q": "12-3344", "jenis": "phone"}).content.decode()
    assert "0812-3344-5566" in body
    assert "0233281234" not in body
    empty = client.get(reverse(LIST), {"q": "zz"}).content.decode()
    assert "Tidak ada penyesuaian yang cocok" in empty
    row = Adjustment.objects.get(value="081233445566")
    remove = reverse("compliance:adjustment", args=[row.pk])
    assert client.get(remove).status_code == 200
    assert client.post(remove, {"reason": ""}).status_code == 422
    assert client.post(remove, {"reason": "Nomor mati"}).status_code == 302
    assert client.get(remove).status_code == 404


def test_an_adjustment_is_changed_on_its_page_and_the_second_writer_is_told(
    cast: Cast, client
) -> None:
    (made,) = adjust(cast, "watch", "bansos bupati", setting="weigh", message="Dari negara.")
    sign_in(client, cast.pembina)
    edit = reverse("compliance:adjustment_edit", args=[made.pk])
    assert edit in client.get(reverse(LIST)).content.decode()
    page = client.get(edit)
    assert "bansos bupati" in page.content.decode()
    given = {
        "value": "bansos pak bupati", "setting": "must", "message": "Dari negara.",
        "reason": "Sering dipakai", "seen": page.context["form"].initial["seen"],
    }  # fmt: skip
    assert client.post(edit, {**given, "value": ".."}).status_code == 422
    assert client.post(edit, given).status_code == 302
    assert Adjustment.objects.get().setting == "must"
    answer = client.post(edit, {**given, "value": "bansos camat"})
    assert answer.status_code == 409
    assert "Orang lain baru saja" in answer.content.decode()
    assert sign_in(client, cast.admin).get(edit).status_code == 403
    assert sign_in(client, cast.camat_lain).get(edit).status_code == 403


def test_what_a_rule_is_set_to_is_changed_on_the_page_of_the_rule(cast: Cast, client) -> None:
    made = actions.set_rule(
        unit=cast.pemda, rule=LONG, setting="off", reason="Uji coba", by=cast.pembina, at=NOW
    )
    assert made is not None
    sign_in(client, cast.pembina)
    answer = client.get(reverse("compliance:adjustment_edit", args=[made.pk]))
    assert (answer.status_code, answer.url) == (302, rule_url(LONG))


def test_a_pasted_batch_with_bad_lines_is_refused_as_a_whole(cast: Cast, client) -> None:
    sign_in(client, cast.pembina)
    answer = client.post(add_url("phone"), typed(value="0812-3344-5566\r\n\r\nbukan nomor\r\n12"))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Baris 3, “bukan nomor”" in body
    assert "Baris 4, “12”" in body
    assert 'aria-invalid="true"' in body
    assert "0812-3344-5566" in body, "what was typed is kept"
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"value": ""}, {"value": "abc"}, {"value": "1" * 201}, {"reason": ""},
     {"unit": "tidak-ada"}, {"value": "0812\x003344"}, {"reason": "baik\u200bbaik"},
     {"reason": "ok"}],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(cast: Cast, client, changes: dict[str, str]) -> None:
    sign_in(client, cast.pembina)
    answer = client.post(add_url("phone"), typed(**changes))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Adjustment.objects.exists()


def test_a_watched_word_is_added_with_severity_and_message(cast: Cast, client) -> None:
    sign_in(client, cast.pembina)
    given = typed(value="bansos bupati", setting="must", message="Bantuan berasal dari negara.")
    assert client.post(add_url("watch"), typed(value="bansos bupati")).status_code == 422
    assert client.post(add_url("watch"), given).status_code == 302
    body = client.get(reverse(LIST), {"jenis": "watch"}).content.decode()
    assert "Wajib diperbaiki" in body
    assert "Bantuan berasal dari negara." in body


@pytest.mark.parametrize("kind", ["rule", "nik"])
def test_other_kinds_have_no_form(cast: Cast, client, kind: str) -> None:
    assert sign_in(client, cast.pembina).get(add_url(kind)).status_code == 404


def test_an_admin_reads_adjustments_of_the_own_line_only(cast: Cast, client) -> None:
    (above,) = adjust(cast, "term", "Jalan Golkar")
    (other,) = adjust(cast, "term", "Gang Nasdem", unit=cast.kecamatan_lain)
    sign_in(client, cast.admin)
    body = client.get(reverse(LIST)).content.decode()
    assert "Jalan Golkar" in body
    assert "Gang Nasdem" not in body
    assert reverse("compliance:adjustment_kinds") not in body
    csv = client.get(reverse("compliance:adjustments_export")).content.decode()
    assert "Jalan Golkar" in csv
    assert "Gang Nasdem" not in csv
    assert client.get(reverse("compliance:adjustment_kinds")).status_code == 403
    assert client.post(add_url("phone"), typed()).status_code == 403
    assert client.get(reverse("compliance:adjustment", args=[other.pk])).status_code == 404
    assert client.get(reverse("compliance:adjustment", args=[above.pk])).status_code == 403
    assert client.post(rule_url(LONG), setting()).status_code == 422
    assert Adjustment.objects.count() == 2


def test_the_csv_holds_what_is_filtered_and_no_formulas(cast: Cast, client) -> None:
    adjust(cast, "term", "Jalan Golkar", reason="=1+1 alasan")
    adjust(cast, "word", "botram")
    sign_in(client, cast.pembina)
    answer = client.get(reverse("compliance:adjustments_export"), {"jenis": "term"})
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "Jalan Golkar" in text
    assert "botram" not in text
    assert "'=1+1 alasan" in text


def test_a_rule_is_set_at_its_page_and_shown_below(cast: Cast, client) -> None:
    sign_in(client, cast.pembina)
    body = client.get(rule_url(LONG)).content.decode()
    assert "Seperti bawaan" in body
    assert client.post(rule_url(LONG), setting()).status_code == 302
    sign_in(client, cast.lurah)
    body = client.get(rule_url(LONG)).content.decode()
    assert "Dimatikan" in body
    assert "Diatur oleh Kecamatan Sumberjati" in body
    assert "Kebutuhan layanan" in body
    assert cast.pembina.name in body
    assert "Ubah tingkat" not in body
    assert "Dimatikan" in client.get(reverse("compliance:catalogue")).content.decode()
    only = client.get(reverse("compliance:catalogue"), {"beda": "1"}).content.decode()
    assert LONG in only
    assert PARTY not in only


def test_another_branch_sees_nothing_of_it(cast: Cast, client) -> None:
    actions.set_rule(
        unit=cast.kecamatan, rule=LONG, setting="off", reason="Hanya di sini", by=cast.pembina,
        at=NOW,
    )  # fmt: skip
    sign_in(client, cast.camat_lain)
    body = client.get(rule_url(LONG)).content.decode()
    assert "Seperti bawaan" in body
    assert "Hanya di sini" not in body
    assert "Dimatikan" not in client.get(reverse("compliance:catalogue")).content.decode()


@pytest.mark.parametrize(
    "changes", [{"setting": ""}, {"setting": "loud"}, {"reason": ""}, {"unit": "tidak-ada"},
                {"setting": "standard"}],
)  # fmt: skip
def test_a_refused_setting_shows_its_error(cast: Cast, client, changes: dict[str, str]) -> None:
    sign_in(client, cast.pembina)
    answer = client.post(rule_url(LONG), setting(**changes))
    assert answer.status_code == 422
    assert "isian-galat" in answer.content.decode()
    assert not Adjustment.objects.exists()


def test_below_the_top_a_guarded_rule_offers_no_softening(cast: Cast, client) -> None:
    person = make_user("Tatang Sutisna", cast.kecamatan)
    grant(person, "pembina", cast.kecamatan)
    sign_in(client, person)
    body = client.get(rule_url(PARTY)).content.decode()
    assert "hanya pembina di puncak pemda" in body
    assert 'value="off"' not in body
    assert 'value="must"' in body
    answer = client.post(rule_url(PARTY), setting())
    assert answer.status_code == 422
    assert "puncak pemda" in answer.content.decode()
    assert client.post(rule_url(PARTY), setting(setting="must")).status_code == 302


def test_the_export_names_the_day_by_the_clock_of_the_unit(cast: Cast, client) -> None:
    adjust(cast, "term", "Jalan Melati")
    night = datetime(2026, 8, 12, 18, 0, tzinfo=UTC)  # in Jakarta the 13th has begun
    Adjustment.objects.update(added_at=night)
    csv = sign_in(client, cast.pembina, cast.desa).get(reverse("compliance:adjustments_export"))
    assert ",2026-08-13" in csv.content.decode()


def test_pages_cost_few_statements_however_many_rows(
    cast: Cast, client, django_assert_max_num_queries
) -> None:
    adjust(cast, "term", *(f"Jalan {n:03}" for n in range(40)))
    for rule in RULES[:12]:
        for unit in (cast.pemda, cast.kecamatan, cast.desa):
            Adjustment.objects.create(
                unit=unit, kind="rule", value=rule.id, setting="must", reason="Uji", added_by="uji",
                added_at=NOW,
            )  # fmt: skip
    sign_in(client, cast.pembina, cast.desa)
    for url in (
        reverse(LIST), reverse("compliance:adjustments_export"), rule_url(RULES[0].id),
        add_url("watch"), reverse("compliance:adjustment_kinds"),
    ):  # fmt: skip
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert client.get(url).status_code == 200
