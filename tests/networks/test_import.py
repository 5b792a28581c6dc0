"""Accounts from a table: judged row by row, written all or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kentongan.networks import imports
from kentongan.networks.models import Account
from kentongan.people.actions.imports import prepare_import
from kentongan.people.imports import KINDS, Outcome
from tests.cast import NOW, sign_in

GOOD = {
    "unit": "kec-sumberjati", "jejaring": "Instagram", "nama_akun": "@kec.sumberjati",
    "pemegang": "asep", "nomor_sk": "800/1", "tanggal_sk": "05/01/2026", "sejak": "2026-02-01",
}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    """A good row with changes; every column is there."""
    return {**dict.fromkeys(imports.COLUMNS, ""), **GOOD, **changes}


def check(cast: Any, *rows: dict[str, str]) -> list[Any]:
    """Judge rows as the sekcam."""
    return imports.validate(list(enumerate(rows, start=2)), by=cast.sekcam, at=NOW)


def write(cast: Any, *rows: dict[str, str]) -> Outcome:
    """Write good rows."""
    checked = check(cast, *rows)
    assert not any(c.errors for c in checked), checked
    return imports.apply(checked, by=cast.sekcam, at=NOW)


def test_the_import_is_offered_with_the_columns_it_reads(cast):
    assert KINDS["akun"].names == imports.COLUMNS


def test_a_good_table_is_written_and_importing_it_again_changes_nothing(cast):
    rows = [row(), row(unit="kel-tegalwangi", jejaring="web", nama_akun="kel.contoh.go.id",
                       pemegang="", nomor_sk="", tanggal_sk="", sejak="")]  # fmt: skip
    outcome = write(cast, *rows)
    assert (outcome.created, outcome.updated, outcome.same) == (2, 0, 0)
    custody = Account.objects.get(network="instagram").custodies.get()
    assert (custody.holder, custody.decree_date, custody.from_date) == (
        cast.admin, date(2026, 1, 5), date(2026, 2, 1),
    )  # fmt: skip
    outcome = write(cast, *rows)
    assert (outcome.created, outcome.updated, outcome.same) == (0, 0, 2)


def test_the_export_can_be_imported_again(cast, make_account):
    make_account(holder=cast.admin)
    rows = [dict(zip(imports.COLUMNS, r, strict=True)) for r in imports.export(cast.sekcam)]
    assert write(cast, *rows).same == 1


def test_filled_cells_change_an_account_empty_ones_do_not(cast):
    write(cast, row(nama_tampil="Kecamatan"))
    outcome = write(cast, row(unit="kel-tegalwangi", pemegang=""))
    assert outcome.updated == 1
    account = Account.objects.get()
    assert (account.unit, account.display_name) == (cast.kelurahan, "Kecamatan")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": ""}, "unit: Wajib"),
        ({"unit": "kec-ciranji"}, "unit: kode ini tidak ada, atau di luar wewenang"),
        ({"jejaring": "friendster"}, "jejaring: Pilih jejaring"),
        ({"nama_akun": ""}, "nama_akun: Wajib"),
        ({"nama_akun": "=cmd|calc"}, "nama_akun: Ini bukan nama akun"),
        ({"nama_akun": "kec\u202ejati"}, "nama_akun: Ada karakter pembalik"),
        ({"tautan": "https://palsu.test"}, "tautan: Tautan ini bukan tautan Instagram"),
        ({"pemegang": "siapa"}, "pemegang: tidak ada petugas dengan nama"),
        ({"pemegang": "lia"}, "pemegang: bukan orang unit itu"),
        ({"tanggal_sk": "kemarin"}, "tanggal_sk: tulis tanggal"),
        ({"sejak": "32/01/2026"}, "sejak: tulis tanggal"),
        ({"nomor_sk": "8" * 121}, "nomor_sk: Paling panjang"),
        ({"jejaring": "jejaring-uji", "server": ""}, "server: Isi alamat"),
    ],
)
def test_a_bad_row_names_the_column_and_what_to_do(cast, network, changes, words):
    (checked,) = check(cast, row(**changes))
    assert any(e.startswith(words) for e in checked.errors), checked.errors


def test_rows_are_judged_beside_the_register_and_each_other(cast, make_account):
    make_account("kec.ciranji", network="instagram", unit=cast.kecamatan_lain)
    make_account("kec.punya", network="instagram", holder=cast.admin)
    first, twice, theirs, held = check(
        cast, row(), row(nama_akun="https://instagram.com/KEC.sumberjati"),
        row(nama_akun="kec.ciranji", pemegang=""), row(nama_akun="kec.punya", pemegang="yayah"),
    )  # fmt: skip
    assert not first.errors
    assert first.values["tanggal_sk"] == "2026-01-05", "shown as it was understood"
    assert "ada dua kali" in twice.errors[0]
    assert "atas nama Kecamatan Ciranji" in theirs.errors[0]
    assert "catat serah terima" in held.errors[0]


def test_checking_writes_nothing_and_its_cost_does_not_grow(cast, django_assert_max_num_queries):
    rows = [row(nama_akun=f"akun{n}") for n in range(60)]
    with django_assert_max_num_queries(8):
        check(cast, *rows)
    assert not Account.objects.exists()


@pytest.mark.parametrize("page", ["register", "import"])
def test_the_file_that_is_downloaded_goes_in_again_with_the_same_handles(cast, client, page):
    write(
        cast,
        row(jejaring="youtube", nama_akun="@kecsumberjati", nama_tampil="=Kecamatan Sumberjati"),
        row(jejaring="tiktok", nama_akun="@kec.sumberjati", nama_tampil="-1"),
        row(jejaring="mastodon", nama_akun="@kec", server="sosial.contoh.go.id", nomor_sk="-1/2"),
    )
    kept = list(Account.objects.order_by("pk").values_list("network", "handle", "display_name"))
    address = {"register": reverse("networks:export"), "import": "/impor/akun/data.csv"}[page]
    content = sign_in(client, cast.sekcam).get(address).content
    assert b"'=Kecamatan" in content, "no spreadsheet computes it"
    batch = prepare_import(
        KINDS["akun"], content=content, file_name="akun.csv", by=cast.sekcam, at=NOW
    )
    assert [(one["act"], one["errors"]) for one in batch.rows] == [("same", [])] * 3
    assert {one["values"]["nama_akun"] for one in batch.rows} == {handle for _n, handle, _d in kept}
