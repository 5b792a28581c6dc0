"""What officers write for each other stays in the house, by every way that leads out of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.delivery.models import Delivery
from kentongan.inbox.actions import cases, dispositions, duties, replies
from kentongan.inbox.models import Case
from kentongan.kernel import clock as clocks
from kentongan.kernel.tables import read
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Outgoing, Published
from kentongan.people.models import Notice, User
from tests.cast import NOW, Cast, make_unit, make_user, sign_in
from tests.delivery.network import Uji

pytestmark = pytest.mark.usefixtures("times")
NOTE = "Mandornya bandel, telepon malam saja."
INSTRUCTION = "Jangan sampai kepala dusun tersinggung."
REASON = "Anggaran kami sudah habis bulan lalu."


@pytest.fixture
def written(case_of: Callable[..., Case], cast: Cast) -> Case:
    """A case with a note, an instruction, and a reason for which it came back."""
    case = case_of("Usul taman, jalan rusak")
    putr = make_unit("Dinas Pekerjaan Umum dan Tata Ruang", cast.pemda, "dinas", "putr")
    cases.watch(case, by=cast.camat, at=NOW)
    cases.note(case, by=cast.admin, at=NOW, text=NOTE)
    row = dispositions.dispose(case, by=cast.admin, at=NOW, to=putr, instruction=INSTRUCTION)
    engineer: User = make_user("Agus Hermansyah", putr, "pejabat_penghubung")
    dispositions.give_back(row, by=engineer, at=NOW, reason=REASON)
    case.refresh_from_db()
    return case


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda: NOW + timedelta(hours=1))


@pytest.mark.usefixtures("later")
def test_no_page_answer_table_or_notice_tells_a_note(
    written: Case, cast: Cast, network: type[Uji], work: Callable[[], int], clock: Any
) -> None:
    seen: list[Outgoing] = []

    def publish(net: Uji, item: Outgoing, key: str) -> Published:
        seen.append(item)
        return net.accept(item, key)

    network.script = [publish]
    message = written.messages.get()
    replies.reply(message, by=cast.admin, at=NOW, text="Kami cek hari ini, {nama}: {nomor}.")
    clock.advance(seconds=21)
    work()
    cases.close(written, by=cast.admin, at=NOW, outcome="Jalan ditambal.")
    mine = f"/lacak/{written.number}/{written.follow_key}/"
    citizen, officer = Client(), Client()
    sign_in(officer, cast.admin)
    page = officer.get(f"/kotak-masuk/{written.number}/").text
    assert NOTE in page, "where it belongs"
    out = [repr(seen), repr(list(Delivery.objects.values_list("payload", flat=True)))]
    pages = (mine, f"/lacak/?nomor={written.number}", "/jawaban/", "/jawaban/klarifikasi/")
    out += [citizen.get(path).text for path in pages]
    for form in ("csv", "xlsx"):
        for path in ("rekap", "ketepatan"):
            sent = officer.get(f"/kotak-masuk/{path}/unduh/", {"bulan": "2026-08", "bentuk": form})
            assert sent.status_code == 200
            out.append(repr(read(sent.content).rows))
    assert seen
    assert written.number in out[2]
    assert "Jalan ditambal." in out[2]
    out += Notice.objects.values_list("text", flat=True)
    out += [repr(row) for row in Entry.objects.values_list("data", flat=True)]
    assert not [words for words in out if NOTE in words]
    for kept in (INSTRUCTION, REASON):
        assert not [words for words in out[:9] if kept in words]


@pytest.mark.parametrize("who", ["camat", "auditor"])
def test_no_answer_names_who_made_an_integrity_report(
    case_of: Callable[..., Case], cast: Cast, who: str
) -> None:
    case = case_of("Ada pungli di loket")
    duties.name(case, cast.camat, by=cast.auditor, at=NOW)
    message = case.messages.get()
    made = replies.reply(
        message, by=getattr(cast, who), at=NOW, text="Terima kasih {nama}, nomor Anda {nomor}."
    )
    assert made.text == f"Terima kasih Bapak/Ibu, nomor Anda {case.number}."
