"""The page of all chains: in plain words, for whoever works with posts, and where nobody is."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.approval.chain_queries import time_words
from kentongan.approval.eligible import Directory
from kentongan.approval.models import Chain, ChainStep
from kentongan.approval.seed import seed
from kentongan.approval.staffing import staffing
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.planning.models import ContentKind
from tests.cast import NOW, Cast, make_unit, make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules", "clock")]
MOST_STATEMENTS = 15
LIST = "approval:chains"


def words(answer: Any) -> str:
    """What a person reads, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def read(client: Client, user: User) -> str:
    return words(sign_in(client, user).get(reverse(LIST)))


def test_every_chain_that_ships_is_told_in_plain_words(cast: Cast, client: Client) -> None:
    page = read(client, cast.admin)
    assert "Capaian kinerja atau angka risiko sedang Sumber data wajib" in page
    assert (
        "Persetujuan penyelia Penyelia; bila tidak ada, Pembina 3 jam 45 menit kerja"
        " · dikabari: Bagian Hukum" in page
    )
    assert "Pemeriksaan penyelia Penyelia 15 menit, siang malam" in page
    assert "Risiko rendah Terkirim langsung, tanpa persetujuan." in page
    assert page.lower().count(" risiko ") >= Chain.objects.count()
    assert "Pengajuan yang sedang berjalan tetap memakai jenjang saat diajukan." in page


@pytest.mark.parametrize(
    ("minutes", "working", "said"),
    [
        (5, False, "5 menit, siang malam"),
        (60, True, "1 jam kerja"),
        (225, True, "3 jam 45 menit kerja"),
    ],
)
def test_times_are_told_as_people_say_them(minutes: int, working: bool, said: str) -> None:
    assert time_words(minutes, working_time=working) == said


def test_who_may_not_change_chains_is_offered_nothing_to_change(cast: Cast, client: Client) -> None:
    for user in (cast.admin, cast.camat, cast.penyelia, cast.auditor):
        page = sign_in(client, user).get(reverse(LIST))
        assert page.status_code == 200
        assert "/jenjang/jenis/" not in page.text
        assert "Jenjang diatur administrator dan pembina" in page.text


def test_partners_and_visitors_stay_outside(cast: Cast, client: Client) -> None:
    assert client.get(reverse(LIST)).status_code == 302
    partner = make_user("Mitra Karangsari", cast.desa, "mitra")
    answer = sign_in(client, partner).get(reverse(LIST))
    assert answer.status_code == 403
    assert reverse(LIST) not in client.get("/akun-saya/").text
    assert reverse(LIST) in sign_in(client, cast.admin).get("/akun-saya/").text


def test_a_kind_without_a_chain_says_what_holds_for_it(cast: Cast, client: Client) -> None:
    Chain.objects.filter(kind="layanan-rutin").update(active=False)
    page = read(client, cast.admin)
    assert "Layanan rutin risiko rendah Memakai jenjang semua jenis untuk risiko rendah." in page


def test_a_chain_of_another_risk_than_its_kind_has_says_that_nothing_uses_it(
    cast: Cast, client: Client
) -> None:
    ContentKind.objects.filter(code="layanan-rutin").update(risk="sedang")
    page = read(client, cast.admin)
    assert "Sedang tidak dipakai: jenis ini sekarang berisiko lain." in page
    assert "Layanan rutin risiko sedang Memakai jenjang semua jenis" in page


def test_a_step_that_only_supervisors_can_answer_says_at_how_many_units(
    cast: Cast, client: Client
) -> None:
    """The only examiner is at the kecamatan: it, the kelurahan and the desa have one."""
    assert (
        "Pemeriksa unit 3 jam 45 menit kerja Tidak ada di 4 unit; di sana penyelia atau pembina."
        in read(client, cast.admin)
    )


def test_a_step_that_nobody_can_answer_says_at_how_many_units(cast: Cast, client: Client) -> None:
    RoleGrant.objects.filter(role__in=["penyelia", "pembina"]).delete()
    page = read(client, cast.admin)
    assert "Di 4 dari 7 unit tidak ada yang bisa memutuskan langkah ini." in page
    assert "Di 7 dari 7 unit tidak ada yang bisa memutuskan langkah ini." in page


@pytest.mark.parametrize("roles", [("pemeriksa_unit",), ("pimpinan_unit", "bagian_hukum"), ()])
def test_units_are_counted_as_the_engine_looks_for_people(
    cast: Cast, roles: tuple[str, ...]
) -> None:
    RoleGrant.objects.filter(role__in=["penyelia", "pembina"]).delete()
    closed = make_unit("Desa Lama", cast.kecamatan, "desa", active=False)
    gone = make_user("Mantan Pemeriksa", cast.diskominfo, "pemeriksa_unit", active=False)
    new = make_user("Calon Pemeriksa", cast.inspektorat, "pemeriksa_unit")
    RoleGrant.objects.filter(user=new).update(valid_from=date(2026, 8, 13))
    last = make_user("Pemeriksa Terakhir", cast.kecamatan_lain, "pemeriksa_unit")
    RoleGrant.objects.filter(user=last).update(valid_until=date(2026, 8, 12))
    assert gone.is_active is False
    directory = Directory(roles, at=NOW)
    alone = [
        unit
        for unit in Unit.objects.filter(active=True)
        if not directory.who(roles, unit.pk, set())
    ]
    found = staffing(roles, at=NOW)
    assert found.with_nobody(roles) == len(alone)
    assert found.units == Unit.objects.exclude(pk=closed.pk).count()


def test_units_are_counted_in_one_statement(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        staffing(["pemeriksa_unit", "pimpinan_unit"], at=NOW)


def test_the_page_costs_few_statements_however_many_units_and_chains(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, cast.administrator)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(MOST_STATEMENTS) as before:
        client.get(reverse(LIST))
    for n in range(30):
        desa = make_unit(f"Desa {n}", cast.kecamatan, "desa")
        make_user(f"Kades {n}", desa, "pimpinan_unit", username=f"kades{n}")
        kind = ContentKind.objects.create(code=f"jenis-{n}", label=f"Jenis {n}", risk="rendah")
        chain = Chain.objects.create(kind=kind, risk="rendah")
        ChainStep.objects.create(
            chain=chain, order=0, label="Cek", roles=["pimpinan_unit"], minutes=60
        )
    with django_assert_max_num_queries(len(before)):
        assert "Jenis 29" in client.get(reverse(LIST)).text


def test_a_later_start_keeps_what_a_pemda_made_of_its_chains(cast: Cast) -> None:
    changed = Chain.objects.get(kind="krisis")
    changed.steps.update(minutes=10)
    Chain.objects.filter(kind="balasan", risk="sedang").update(active=False)
    own = Chain.objects.create(kind_id="balasan", risk="rendah", note="Buatan pemda")
    seed(at=NOW)
    assert {step.minutes for step in changed.steps.all()} == {10}
    assert not Chain.objects.filter(kind="balasan", risk="sedang", active=True).exists()
    assert Chain.objects.get(kind="balasan", risk="rendah") == own
    assert not own.steps.exists()
