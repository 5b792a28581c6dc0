"""Imports show every bad row, write nothing until confirmed, and repeat without doubling."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from kentongan.kernel import tables
from kentongan.kernel.errors import KentonganError
from kentongan.ledger.models import Entry
from kentongan.people.actions import prepare_import
from kentongan.people.actions.imports import rows_of
from kentongan.people.imports import KINDS
from kentongan.people.models import ImportBatch, RoleGrant, Unit, User
from tests.cast import NOW, Cast, make_unit, make_user, sign_in

UNITS = """kode;nama;jenis;induk;zona;alamat;telepon;surel
rw-satu;RW Satu;uptd;dusun-baru;;;;
dusun-baru;Dusun Baru;Desa;desa-karangsari;WITA;Jl. Raya 1;0811-2222-3333, 022 123456;d@contoh.go.id
desa-karangsari;Desa Karang Sari;;kec-ciranji;;;;
"""
PEOPLE = """nama_pengguna,nama,unit,jabatan,surel,hp,peran,peran_di
nining,Nining Baru,desa-karangsari,Staf,n@contoh.go.id,81211112222,"admin_unit, Piket darurat",
asep,Asep Nurjaman,kec-sumberjati,Admin,,,,
"""


def upload(client: Client, kind: str, content: str | bytes, name: str = "data.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(f"/impor/{kind}/", {"file": SimpleUploadedFile(name, data)})


def confirm(client: Client) -> Any:
    batch = ImportBatch.objects.latest("created_at")
    return client.post(reverse("people:import_confirm", args=[batch.pk]))


def mistakes() -> list[list[str]]:
    """What is wrong with each row of the last file."""
    return [list(row.errors) for row in rows_of(ImportBatch.objects.latest("created_at"))]


def test_units_are_previewed_then_written_in_any_order(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    answer = upload(client, "unit", UNITS)
    preview = client.get(answer["Location"])
    assert "Semua baris benar" in preview.content.decode()
    assert (preview.context["creates"], preview.context["updates"]) == (2, 1)
    assert not Unit.objects.filter(code="dusun-baru").exists()
    assert confirm(client).status_code == 200
    dusun = Unit.objects.select_related("parent__parent").get(code="dusun-baru")
    assert dusun.timezone == "Asia/Makassar"
    assert dusun.contact_phones == ["0811-2222-3333", "022 123456"]
    assert dusun.parent is not None
    assert dusun.parent.name == "Desa Karang Sari"
    assert dusun.parent.parent == cast.kecamatan_lain
    assert Unit.objects.get(code="rw-satu").parent == dusun


def test_the_same_file_again_changes_nothing(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    upload(client, "unit", UNITS)
    confirm(client)
    units = Unit.objects.count()
    again = client.get(upload(client, "unit", UNITS)["Location"])
    assert (again.context["creates"], again.context["updates"], again.context["same"]) == (0, 0, 3)
    before = Entry.objects.exclude(action="import.apply").count()
    confirm(client)
    assert Unit.objects.count() == units
    assert Entry.objects.exclude(action="import.apply").count() == before


def test_todays_data_can_be_taken_out_and_brought_back(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    for kind in ("unit", "orang"):
        for suffix in ("csv", "xlsx"):
            data = client.get(f"/impor/{kind}/data.{suffix}")
            preview = client.get(upload(client, kind, data.content)["Location"])
            assert preview.context["bad_total"] == 0, preview.context["bad"]
            assert preview.context["creates"] == 0
            assert preview.context["updates"] == 0
            template = tables.read(client.get(f"/impor/{kind}/templat.{suffix}").content)
            assert template.header == KINDS[kind].names


def test_an_english_reader_sees_english_columns_and_may_use_them_as_headings(
    cast: Cast, client: Client, english: None
) -> None:
    sign_in(client, cast.administrator)
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    english_heads = "Code;Name;kind;parent;time_zone;address;telephone;email"
    content = UNITS.replace(UNITS.partition("\n")[0], english_heads)
    preview = client.get(upload(client, "unit", content)["Location"])
    heads = re.findall(r'<th scope="col">([^<]+)</th>', preview.content.decode())
    assert heads[2:] == [
        "Code",
        "Name",
        "Kind",
        "Parent",
        "Time zone",
        "Address",
        "Telephone",
        "Email",
    ]
    assert (preview.context["bad_total"], preview.context["creates"]) == (0, 2)
    body = client.get("/impor/unit/").content.decode()
    assert "Parent: <code" in body
    for name in ("induk", "parent"):  # both are said to be understood
        assert re.search(f"<code[^>]*>{name}</code>", body)
    template = tables.read(client.get("/impor/unit/templat.csv").content)
    assert template.header == KINDS["unit"].names
    bad = "kode,nama,jenis,induk\na,A,desa,entah\na,A,desa,entah\n"
    preview = client.get(upload(client, "unit", bad)["Location"])
    errors = re.findall(r'<li class="text-error">(\w+): ', preview.content.decode())
    assert errors == ["code", "parent"] * 2
    both = upload(client, "unit", "kode,code,nama\na,b,c\n")
    assert "twice" in both.content.decode()


def test_an_english_heading_is_what_an_english_reader_sees_on_screen(english: None) -> None:
    with translation.override("en"):
        for kind in KINDS.values():
            for column in kind.columns:
                words = re.sub(r"\(\w+\) ", "", str(column.label))
                on_screen = words.lower().replace(" ", "_")
                assert kind.heading(on_screen) == column.name, (kind.code, on_screen)


def test_every_bad_row_is_shown_with_line_and_reason(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    bad = (
        "kode,nama,jenis,induk\n"
        "a b,Nama,desa,kec-ciranji\n"
        "satu,,desa,kec-ciranji\n"
        "dua,Nama,kerajaan,kec-ciranji\n"
        "tiga,Nama,desa,entah\n"
        "empat,Nama,desa,\n"
        "lima,Nama,desa,enam\n"
        "enam,Nama,desa,lima\n"
        "tujuh,Nama,desa,kec-ciranji\n"
        "tujuh,Nama,desa,kec-ciranji\n"
        "benar,Nama,desa,kec-ciranji\n"
        "kec-ciranji,Naik\u202e,kecamatan,rawa-jati\n"
    )
    preview = client.get(upload(client, "unit", bad)["Location"])
    assert [line for line, _errors, _cells in preview.context["bad"]] == [
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        12,
    ]
    assert "Betulkan di berkas Anda" in preview.content.decode()
    refused = confirm(client)
    assert refused.status_code == 409
    assert not Unit.objects.filter(code="benar").exists()


def test_every_row_that_does_not_fit_the_headings_is_named(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    ragged = "kode,nama,alamat\na,A,Jalan Raya 1, Desa\nb,B,Jalan Raya\nc,C,Jalan, Raya, 2\nd,D,"
    answer = upload(client, "unit", ragged + "x" * 10_001 + "\n")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Baris 2 dan 4 punya lebih banyak kolom daripada baris 1" in body
    assert "Baris 5 berisi sel yang terlalu panjang" in body


def test_of_many_rows_that_do_not_fit_the_first_are_named_and_the_others_counted(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.administrator)
    titled = "Daftar unit\n" + "".join(f"k{n},Unit {n}\n" for n in range(1900))
    body = upload(client, "unit", titled).content.decode()
    assert "Baris 2, 3, 4" in body
    assert "dan 1.890 lainnya punya lebih banyak kolom daripada baris 1" in body
    assert ", 12 dan" not in body


def test_a_row_with_an_empty_cell_tells_its_other_mistakes_too(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    rows = "kode,nama,jenis,induk\nsatu,,kerajaan,entah\ndua,Du\u202ea,kerajaan,satu\n"
    upload(client, "unit", rows)
    told = [[error.partition(":")[0] for error in errors] for errors in mistakes()]
    assert told == [["nama", "jenis", "induk"], ["nama", "jenis"]]


def test_a_second_row_gives_a_person_a_role_elsewhere(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    head = "nama_pengguna,nama,unit,peran,peran_di\n"
    rows = (
        f"{head}nining,Nining Baru,desa-karangsari,admin_unit,\n"
        "nining,Nining Baru,desa-karangsari,pimpinan_unit,kec-sumberjati\n"
    )
    preview = client.get(upload(client, "orang", rows)["Location"])
    assert (preview.context["creates"], preview.context["updates"]) == (1, 1)
    done = confirm(client)
    assert len(done.context["outcome"].secrets) == 1
    held = {(g.role, g.unit.code) for g in User.objects.get(username="nining").grants.all()}
    assert held == {("admin_unit", "desa-karangsari"), ("pimpinan_unit", "kec-sumberjati")}
    assert client.get(upload(client, "orang", rows)["Location"]).context["same"] == 2
    out = client.get("/impor/orang/data.csv").text
    assert out.count("nining") == 2
    other = rows.replace("Nining Baru,desa-karangsari,p", "Orang Lain,desa-karangsari,p")
    upload(client, "orang", other)
    assert mistakes() == [[], ["nama: lain dari baris 2 tentang orang yang sama."]]


def test_people_get_roles_and_one_time_passwords(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    preview = client.get(upload(client, "orang", PEOPLE)["Location"])
    assert preview.context["bad_total"] == 0, preview.context["bad"]
    done = confirm(client)
    person = User.objects.get(username="nining")
    assert person.phone == "081211112222", "a spreadsheet had taken it for a number"
    assert {g.role for g in person.grants.all()} == {"admin_unit", "piket"}
    ((name, username, secret),) = done.context["outcome"].secrets
    assert (name, username) == ("Nining Baru", "nining")
    assert person.check_password(secret)
    assert User.objects.get(username="asep").job_title == "Admin"
    again = client.get(upload(client, "orang", PEOPLE)["Location"])
    assert again.context["same"] == 2


def test_a_manager_imports_within_their_own_branch_only(cast: Cast, client: Client) -> None:
    local = make_user("Kelola Lokal", cast.kecamatan, "pembina")
    sign_in(client, local)
    assert upload(client, "unit", UNITS).status_code == 404
    rows = (
        "nama_pengguna,nama,unit,peran,peran_di\n"
        "baru1,Baru Satu,kec-sumberjati,admin_unit,\n"
        "baru2,Baru Dua,kec-ciranji,,\n"
        "baru3,Baru Tiga,kec-sumberjati,admin_unit,rawa-jati\n"
        "baru4,Baru Empat,kec-sumberjati,administrator,\n"
        "wulan,Wulan,kec-sumberjati,,\n"
    )
    preview = client.get(upload(client, "orang", rows)["Location"])
    assert [line for line, _errors, _cells in preview.context["bad"]] == [3, 4, 5, 6]


def test_the_world_may_move_between_preview_and_confirmation(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    upload(client, "unit", "kode,nama,jenis,induk\nbaru-x,Baru,desa,desa-karangsari\n")
    Unit.objects.filter(pk=cast.desa.pk).update(active=False)
    refused = confirm(client)
    assert refused.status_code == 409
    assert refused.context["bad_total"] == 1
    assert not Unit.objects.filter(code="baru-x").exists()


def test_what_a_colleague_wrote_since_the_preview_is_shown_before_it_is_replaced(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.administrator)
    rows = "kode,nama,jenis,induk\ndesa-karangsari,Desa Baru,,\nbaru-x,Baru,desa,kec-ciranji\n"
    preview = client.get(upload(client, "unit", rows)["Location"]).content.decode()
    assert f'<del class="redup">{cast.desa.name}</del> Desa Baru' in preview
    make_unit("Milik orang lain", cast.desa, "desa", "baru-x")
    Unit.objects.filter(pk=cast.desa.pk).update(name="Nama orang lain")
    held = confirm(client)
    assert held.status_code == 409
    assert (held.context["creates"], held.context["updates"]) == (0, 2)
    body = held.content.decode()
    assert "Data berubah sejak Anda memeriksanya" in body
    assert "Nama orang lain</del> Desa Baru" in body
    assert set(Unit.objects.filter(name__endswith="orang lain").values_list("code", flat=True)) == {
        "baru-x",
        "desa-karangsari",
    }
    assert confirm(client).status_code == 200
    assert Unit.objects.get(code="baru-x").name == "Baru"


def test_a_role_that_has_ended_is_given_anew(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    grant = cast.admin.grants.get()
    grant.valid_until = NOW.date() - timedelta(days=1)
    grant.save()
    who = f"{cast.admin.username},{cast.admin.name},{grant.unit.code},{grant.role}"
    rows = f"nama_pengguna,nama,unit,peran\n{who}\n"
    preview = client.get(upload(client, "orang", rows)["Location"])
    assert preview.context["updates"] == 1
    confirm(client)
    grant.refresh_from_db()
    assert grant.valid_until is None


def test_a_batch_is_written_once_and_is_nobody_elses(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    upload(client, "unit", "kode,nama,jenis,induk\nbaru-x,Baru,desa,desa-karangsari\n")
    batch = ImportBatch.objects.get()
    sign_in(client, cast.pembina)
    assert client.get(reverse("people:import_preview", args=[batch.pk])).status_code == 404
    assert confirm(client).status_code == 404
    sign_in(client, cast.administrator)
    assert confirm(client).status_code == 200
    assert confirm(client).status_code == 409
    assert Entry.objects.filter(action="import.apply").count() == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"nama\nx\n", 422),
        (b"kode,nama,rahasia\na,b,c\n", 422),
        (b"kode,nama\n", 422),
        (b"\x89PNG\r\n\x1a\n\x00", 422),
        (b"<svg onload=alert(1)>", 422),
        (b"kode,nama\n" + b"a,b\n" * 2001, 413),
        (b"x" * (tables.MAX_BYTES + 1), 413),
    ],
)
def test_a_useless_file_is_refused_in_words(
    cast: Cast, client: Client, content: bytes, status: int
) -> None:
    sign_in(client, cast.administrator)
    response = upload(client, "unit", content, "..\\../aneh\x01.csv")
    assert response.status_code == status
    assert "file" in response.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_formulas_stay_words(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    rows = 'kode,nama,jenis,induk\nrumus,"=HYPERLINK(""http://x"")",desa,desa-karangsari\n'
    upload(client, "unit", rows)
    confirm(client)
    assert Unit.objects.get(code="rumus").name == '=HYPERLINK("http://x")'
    out = client.get("/impor/unit/data.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in out
    assert client.get("/impor/unit/data.zip").status_code == 404


cell = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(cell, cell, cell, cell), min_size=1, max_size=5))
@pytest.mark.parametrize("kind", ["unit", "orang"])
def test_any_table_is_checked_without_breaking(
    cast: Cast, kind: str, rows: list[tuple[str, str, str, str]]
) -> None:
    names = KINDS[kind].names[:4]
    content = tables.to_csv(names, rows)
    try:
        batch = prepare_import(
            KINDS[kind], content=content, file_name="x.csv", by=cast.administrator, at=NOW
        )
    except KentonganError as refused:
        reason = str(refused)
        batch = ImportBatch(
            rows=[{"errors": [reason]}] if reason else [{"errors": [], "values": {}}]
        )
    assert all(row["errors"] or row["values"] for row in batch.rows)


def test_a_role_that_ended_yesterday_by_the_clock_of_its_unit_is_given_anew(cast: Cast) -> None:
    """At six in Makassar it is still yesterday in UTC."""
    Unit.objects.filter(pk=cast.kecamatan.pk).update(timezone="Asia/Makassar")
    early = datetime(2026, 8, 12, 22, 0, tzinfo=UTC)  # 13 August, 06.00 WITA
    RoleGrant.objects.filter(user=cast.admin, unit=cast.kecamatan).update(
        valid_until=date(2026, 8, 12)
    )
    row = f"{cast.admin.username},{cast.admin.name},{cast.admin.unit.code},,,,admin_unit,"
    content = f"{PEOPLE.splitlines()[0]}\n{row}\n".encode()
    for at, act in ((early, "update"), (early - timedelta(hours=8), "same")):
        batch = prepare_import(
            KINDS["orang"], content=content, file_name="x.csv", by=cast.administrator, at=at
        )
        assert [row.act for row in rows_of(batch)] == [act]
