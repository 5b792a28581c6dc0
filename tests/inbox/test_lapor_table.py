"""References of SP4N-LAPOR! by table: judged row by row, the same table twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.inbox import lapor_table, lapor_terms
from kentongan.inbox.actions import duties, joining
from kentongan.inbox.deadlines import Deadlines
from kentongan.inbox.models import Case, LaporLink
from kentongan.ledger.models import Entry
from kentongan.people.imports import Checked
from kentongan.people.models import User
from tests.cast import NOW, Cast, sign_in

CaseOf = Callable[..., Case]


def judged(user: User, *rows: dict[str, str]) -> list[Checked]:
    empty = dict.fromkeys(lapor_table.KIND.names, "")
    given = [(line, {**empty, **row}) for line, row in enumerate(rows, start=2)]
    return lapor_table.validate(given, by=user, at=NOW)


def test_a_table_of_references_is_written_and_taken_away_again(case_of: CaseOf, cast: Cast) -> None:
    case = case_of()
    row = {"perkara": case.number.lower(), "nomor_lapor": "#8341207", "status": "Diteruskan"}
    checked = judged(cast.admin, row)
    assert [(c.act, c.errors) for c in checked] == [("create", ())]
    assert lapor_table.apply(checked, by=cast.admin, at=NOW).created == 1
    assert [c.act for c in judged(cast.admin, row)] == ["same"]
    assert lapor_table.apply(judged(cast.admin, row), by=cast.admin, at=NOW).same == 1
    assert list(lapor_table.export(cast.admin)) == [
        (case.number, "8341207", "diteruskan", "", "2026-08-12")
    ]
    assert list(lapor_table.export(cast.admin_lain)) == []


def test_a_number_goes_along_with_a_merge_and_a_second_one_can_still_be_changed(
    case_of: CaseOf, cast: Cast
) -> None:
    home, one, two = case_of("Jalan rusak"), case_of("Lampu rusak"), case_of("Pagar rusak")
    for case, reference in ((one, "11"), (two, "22")):
        duties.lapor(case, by=cast.admin, at=NOW, reference=reference, status="diteruskan")
    for case in (one, two):
        joining.merge(home, [case], by=cast.admin, at=NOW)
    kept = dict(LaporLink.objects.values_list("reference", "case"))
    assert kept == {"11": home.pk, "22": two.pk}
    rows = [
        {"perkara": home.number, "nomor_lapor": "11", "status": "diproses"},
        {"perkara": one.number, "nomor_lapor": "33", "status": "selesai"},
        {"perkara": two.number, "nomor_lapor": "22", "status": "selesai"},
    ]
    checked = judged(cast.admin, *rows)
    assert [bool(row.errors) for row in checked] == [False, True, False]
    lapor_table.apply([checked[0], checked[2]], by=cast.admin, at=NOW)
    states = dict(LaporLink.objects.values_list("reference", "status"))
    assert states == {"11": "diproses", "22": "selesai"}


def test_rows_that_cannot_be_written_say_why(case_of: CaseOf, cast: Cast) -> None:
    one, two = case_of("Jalan rusak pasar"), case_of("Lampu rusak sawah")
    LaporLink.objects.create(
        case=one, reference="1", status="selesai", registered_at=NOW, changed_at=NOW
    )
    good = {"nomor_lapor": "1", "status": "selesai"}
    wrong = judged(
        cast.admin,
        {**good, "perkara": "XXX-0000"},
        {**good, "perkara": two.number},
        {"perkara": two.number, "nomor_lapor": "", "status": "entah"},
    )
    # Nomor "1" dan perkara kedua masing-masing ada di dua baris.
    assert [len(row.errors) for row in wrong] == [2, 3, 3]
    odd = {"perkara": two.number, "nomor_lapor": "9" * 41, "status": "selesai"}
    for values in ({"berkadar_pengawasan": "mungkin"}, {"terdaftar": "13/8"}):
        assert len(judged(cast.admin, {**odd, **values})[0].errors) == 2
    future = {**odd, "nomor_lapor": "9", "terdaftar": "2026-08-13"}
    assert judged(cast.admin, future)[0].errors == ("Tanggal terdaftar tidak boleh di masa depan.",)
    assert judged(cast.admin_lain, {**good, "perkara": one.number})[0].errors


def test_the_terms_count_working_days_from_when_it_was_registered_there(
    case_of: CaseOf, cast: Cast
) -> None:
    link = LaporLink.objects.create(
        case=case_of(), reference="1", status="diteruskan", registered_at=NOW, changed_at=NOW
    )
    calendar = Deadlines(NOW).calendar(cast.kecamatan)
    forwarded, answered, done = lapor_terms.terms_of(link, calendar)
    # Rabu 12 Agustus; Senin 17 Agustus libur: hari kerja ketiga adalah Selasa 18.
    assert forwarded.due_at == NOW.replace(day=18, hour=9)
    assert [term.over for term in (forwarded, answered, done)] == [True, False, False]
    link.supervised = True
    assert lapor_terms.terms_of(link, calendar)[-1].due_at > done.due_at + timedelta(days=55)


def upload(client: Client, content: str) -> str:
    file = SimpleUploadedFile("lapor.csv", content.encode())
    answer = client.post("/impor/sp4n-lapor/", {"file": file})
    return str(answer.headers["Location"])


HEAD = "perkara,nomor_lapor,status,berkadar_pengawasan,terdaftar\n"


def test_the_table_goes_in_from_the_inbox_with_every_bad_row_shown_before_anything_is_kept(
    case_of: CaseOf, cast: Cast, client: Client
) -> None:
    case = case_of()
    sign_in(client, cast.admin)
    page = client.get("/kotak-masuk/lapor/").content.decode()
    assert "Kami tidak mengetahui sambungan umum" in page
    assert 'action="/impor/sp4n-lapor/"' in page
    good = f"{case.number},8341207,diteruskan,ya,2026-08-03\n"
    preview = upload(client, HEAD + good + "XXX-000,1,selesai,,\n" * 210)
    shown = client.get(preview)
    assert shown.content.decode().count("Perkara itu tidak ada") == 210
    assert client.post(f"{preview}jalankan/").status_code == 409
    assert not LaporLink.objects.exists()
    done = client.post(upload(client, HEAD + good) + "jalankan/")
    assert 'href="/kotak-masuk/lapor/"' in done.content.decode()
    link = LaporLink.objects.get()
    assert (link.reference, link.supervised) == ("8341207", True)
    assert Entry.objects.filter(action="inbox.lapor").count() == 1
    assert "#8341207" in client.get("/kotak-masuk/lapor/").content.decode()
    said = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "Batas waktu di sana" in said
    assert "naskah peraturannya belum ditemukan" in said
    taken = client.get("/impor/sp4n-lapor/data.csv").content.decode()
    assert f"{case.number},8341207,diteruskan,ya,2026-08-03" in taken.replace(";", ",")
    assert [c.act for c in judged(cast.admin, dict(zip(HEAD.strip().split(","),
            good.strip().split(","), strict=True)))] == ["same"]  # fmt: skip
    sign_in(client, cast.admin_lain)
    assert "8341207" not in client.get("/kotak-masuk/lapor/").content.decode()
