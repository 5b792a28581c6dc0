"""The feedback page and the button *Salah tangkap*, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kentongan.compliance import actions
from kentongan.compliance.models import Misfire, Passed
from kentongan.kernel import clock
from tests.cast import NOW, Cast, grant, make_user, sign_in

MOST_STATEMENTS = 16
TEXT = "Warga Jalan Golkar Lama, posyandu buka Kamis."
PASSED, MISFIRES = "compliance:feedback", "compliance:misfires"
REPORT = "compliance:misfire_report"


def report(cast: Cast, **changes: Any) -> Misfire:
    given = {
        "unit": cast.kecamatan, "rule": "neutrality.party", "quote": "Golkar", "text": TEXT,
        "severity": "weigh", "by": cast.admin, "at": NOW, **changes,
    }  # fmt: skip
    return actions.report_misfire(**given)[0]


def note(cast: Cast, **changes: Any) -> Passed:
    given = {
        "unit": cast.kecamatan, "rule": "neutrality.party", "severity": "weigh",
        "quote": "Golkar", "reason": "Nama jalan, bukan partai.", "by": cast.admin,
        "at": clock.now() - timedelta(days=3), "label": "Jadwal posyandu", **changes,
    }  # fmt: skip
    return actions.note_passed(**given)


def sent(**changes: str) -> dict[str, str]:
    return {
        "rule": "neutrality.party", "severity": "weigh", "quote": "Golkar", "text": TEXT,
        "network": "", **changes,
    }  # fmt: skip


def test_a_report_by_htmx_is_one_click(cast: Cast, client) -> None:
    sign_in(client, cast.admin)
    head = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for _twice in range(2):
        answer = client.post(reverse(REPORT), sent(), headers=head)
        assert "Dilaporkan" in answer.content.decode()
        assert "<html" not in answer.content.decode()
    assert "kabar" in answer.headers["HX-Trigger"]
    made = Misfire.objects.get()
    assert (made.unit, made.reporter_name, made.text) == (cast.kecamatan, cast.admin.name, TEXT)


@pytest.mark.parametrize(
    ("changes", "status"), [({"rule": "tidak.ada"}, 404), ({"severity": "loud"}, 422)]
)
def test_a_bent_report_is_refused(cast: Cast, client, changes: dict[str, str], status: int) -> None:
    sign_in(client, cast.admin)
    answer = client.post(reverse(REPORT), sent(**changes))
    assert answer.status_code == status
    assert client.get(reverse(REPORT)).status_code == 405


@pytest.mark.parametrize("name", [PASSED, MISFIRES, "compliance:feedback_export"])
def test_feedback_is_for_those_who_look_after_the_rules(cast: Cast, client, name: str) -> None:
    for person in (cast.admin, cast.camat, cast.sekcam):
        assert sign_in(client, person).get(reverse(name)).status_code == 403
    for person in (cast.pembina, cast.penyelia, cast.administrator):
        assert sign_in(client, person).get(reverse(name)).status_code == 200


def test_the_tab_is_offered_to_those_alone(cast: Cast, client) -> None:
    url = reverse("compliance:catalogue")
    assert reverse(PASSED) not in sign_in(client, cast.admin).get(url).content.decode()
    assert reverse(PASSED) in sign_in(client, cast.penyelia).get(url).content.decode()


def test_passed_findings_are_counted_by_rule_unit_and_person(cast: Cast, client) -> None:
    for number in range(3):
        note(cast, reason=f"Nama jalan {number}, bukan partai.")
    note(cast, unit=cast.kecamatan_lain, by=cast.admin_lain, rule="readability.long_sentence")
    sign_in(client, cast.penyelia)
    context = client.get(reverse(PASSED)).context
    assert [(bar.key, bar.n) for bar in context["rules"]] == [
        ("neutrality.party", 3), ("readability.long_sentence", 1),
    ]  # fmt: skip
    assert next((bar.label, bar.n) for bar in context["units"]) == (cast.kecamatan.name, 3)
    assert next((bar.label, bar.n) for bar in context["people"]) == (cast.admin.name, 3)
    page = client.get(reverse(PASSED), {"aturan": "readability.long_sentence"})
    assert [row.passed.rule for row in page.context["rows"]] == ["readability.long_sentence"]
    page = client.get(reverse(PASSED), {"unit": cast.kecamatan.code, "q": "jalan 2"})
    assert len(page.context["rows"]) == 1


def test_a_period_leaves_out_what_is_older(cast: Cast, client) -> None:
    note(cast, at=clock.now() - timedelta(days=60), reason="Lama sekali alasannya.")
    sign_in(client, cast.pembina)
    assert "Lama sekali" in client.get(reverse(PASSED)).content.decode()
    short = client.get(reverse(PASSED), {"masa": "7"}).content.decode()
    assert "Lama sekali" not in short
    assert "Belum ada temuan yang dilewati" in short
    assert "Lama sekali" in client.get(reverse(PASSED), {"masa": "semua"}).content.decode()


def test_a_passed_finding_leads_to_its_post_only_where_an_address_was_given(
    cast: Cast, client
) -> None:
    note(cast, label="Dengan alamat", address="/unggahan/1/")
    note(cast, label="Tanpa alamat")
    body = sign_in(client, cast.pembina).get(reverse(PASSED)).content.decode()
    assert 'href="/unggahan/1/">Dengan alamat' in body
    assert "Tanpa alamat" in body
    assert ">Tanpa alamat</a>" not in body


def test_reports_are_found_read_and_answered(cast: Cast, client) -> None:
    made = report(cast)
    report(cast, quote="NasDem", text="Gang NasDem ditutup.")
    sign_in(client, cast.pembina)
    page = client.get(reverse(MISFIRES), {"q": "gang"})
    assert [row.misfire.quote for row in page.context["rows"]] == ["NasDem"]
    url = reverse("compliance:misfire", args=[made.pk])
    body = client.get(url).content.decode()
    assert "<mark" in body
    assert "Catat sebagai frasa yang dibiarkan" in body
    refused = client.post(url, {"state": "", "answer": "Nama jalan."})
    assert refused.status_code == 422
    assert "Nama jalan." in refused.content.decode()
    answer = client.post(url, {"state": "mended", "answer": "Nama jalan, sudah dicatat."})
    assert answer.status_code == 302
    open_ones = client.get(reverse(MISFIRES), {"keadaan": "open"})
    assert [row.misfire.quote for row in open_ones.context["rows"]] == ["NasDem"]
    csv = client.get(reverse("compliance:misfires_export"), {"keadaan": "mended"})
    text = csv.content.decode("utf-8-sig")
    assert "Nama jalan, sudah dicatat." in text
    assert "NasDem" not in text


def test_a_penyelia_reads_reports_and_a_pembina_answers_them(cast: Cast, client) -> None:
    made = report(cast)
    url = reverse("compliance:misfire", args=[made.pk])
    sign_in(client, cast.penyelia)
    body = client.get(url).content.decode()
    assert "Simpan jawaban" not in body
    answer = client.post(url, {"state": "kept", "answer": "Tetap begini saja."})
    assert answer.status_code == 403
    assert Misfire.objects.get().state == "open"


def test_reports_of_another_unit_are_missing(cast: Cast, client) -> None:
    person = make_user("Tatang Sutisna", cast.kecamatan)
    grant(person, "pembina", cast.kecamatan)
    other = report(cast, unit=cast.kecamatan_lain, by=cast.admin_lain, quote="NasDem")
    note(cast, unit=cast.kecamatan_lain, by=cast.admin_lain, reason="Rahasia tetangga.")
    below = report(cast, unit=cast.desa, by=cast.admin)
    sign_in(client, person)
    assert client.get(reverse("compliance:misfire", args=[other.pk])).status_code == 404
    assert client.get(reverse("compliance:misfire", args=[below.pk])).status_code == 200
    assert "NasDem" not in client.get(reverse(MISFIRES)).content.decode()
    assert "Rahasia" not in client.get(reverse(PASSED)).content.decode()


def test_pages_cost_few_statements_however_many_rows(
    cast: Cast, client, django_assert_max_num_queries
) -> None:
    for number in range(40):
        report(cast, quote=f"kata {number}", at=NOW + timedelta(hours=number))
        note(cast, reason=f"Alasan nomor {number}")
    sign_in(client, cast.pembina)
    url = reverse("compliance:misfire", args=[Misfire.objects.all()[0].pk])
    for address in (reverse(PASSED), reverse(MISFIRES), url):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            page = client.get(address)
            assert page.status_code == 200
    second = client.get(reverse(MISFIRES) + client.get(reverse(MISFIRES)).context["page"].next_url)
    assert len(second.context["rows"]) == 20
