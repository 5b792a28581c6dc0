"""From one part of the inbox to the next: question to clarification, merged number to rating."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kentongan.inbox import reports, satisfaction
from kentongan.inbox.actions import cases, clarifying, duties, joining, replies
from kentongan.inbox.models import Case, Clarification, Rating
from kentongan.inbox.views import public
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Conflict, NotAllowed
from kentongan.kernel.tables import read
from kentongan.ledger.models import Entry
from kentongan.people.models import Notice
from kentongan.people.queries import unit_timezone
from tests.cast import NOW, make_user, sign_in
from tests.inbox.test_clarifications import GIVEN
from tests.inbox.test_joining_screen import heard, letter, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
LATER = NOW + timedelta(minutes=30)
RUMOUR = "Min, benarkah pasar ditutup sepekan? Balas ke 081234567890"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clocks, "now", lambda: LATER)
    public.LOOKING.forget()


@pytest.fixture
def asked(cast, account):
    """A case in which a citizen asks whether something is true."""
    case = heard(account, RUMOUR)
    cases.classify(case, by=cast.admin, at=LATER, kind="fact_check")
    return cases.take(case, by=cast.admin, at=LATER)


def written(cast, case):
    """A clarification of that case, asked for by the admin."""
    made = clarifying.write(cast.kecamatan, by=cast.admin, at=LATER, case=case, **GIVEN)
    return clarifying.ask(made, by=cast.admin, at=LATER)


def test_a_question_whether_it_is_true_begins_a_clarification(client, cast, account, asked):
    sign_in(client, cast.admin)
    begin = f"/kotak-masuk/klarifikasi/baru/?perkara={asked.number}"
    assert begin in client.get(f"/kotak-masuk/{asked.number}/").content.decode()
    page = client.get(begin).content.decode()
    assert "benarkah pasar ditutup sepekan?" in page
    assert "081234567890" not in page, "a citizen's number goes into no public text"
    refused = client.post(begin, {**GIVEN, "source": "", "unit": cast.kecamatan.code})
    assert (refused.status_code, "Sebut sumber resminya" in words_of(refused)) == (422, True)
    client.post(begin, {**GIVEN, "unit": cast.kecamatan.code})
    made = Clarification.objects.get()
    assert made.case == asked
    assert Entry.objects.get(action="inbox.clarify").data["case"] == asked.number
    assert GIVEN["title"] in words_of(client.get(f"/kotak-masuk/{asked.number}/"))
    plain = heard(account, "Jalan rusak di pasar")
    assert "klarifikasi/baru/?" not in client.get(f"/kotak-masuk/{plain.number}/").content.decode()


def test_once_it_is_published_the_answer_quotes_its_link(client, cast, asked):
    made = written(cast, asked)
    sign_in(client, cast.admin)
    here, link = f"/kotak-masuk/{asked.number}/", f"/jawaban/klarifikasi/{made.pk}/"
    assert link not in client.get(here).content.decode(), "nobody reads it yet"
    clarifying.decide(made, by=cast.camat, at=LATER, agree=True)
    assert Notice.objects.filter(user=cast.admin, url=here).count() == 1
    page = client.get(here).content.decode()
    assert f'data-teks="http://testserver{link}"' in page
    quoted = client.get(here, {"kutip": str(made.pk)}).content.decode()
    assert f"http://testserver{link}</textarea>" in quoted, "one tap without a script, too"
    assert f"{here}?kutip={made.pk}" in client.get(clarifying.page_of(made)).content.decode()
    clarifying.withdraw(made, by=cast.camat, at=LATER, why="Keliru tanggal")
    assert link not in client.get(here, {"kutip": str(made.pk)}).content.decode()


def test_a_merged_question_takes_its_clarification_along_and_a_secret_one_begins_none(
    client, cast, account, asked
):
    made = written(cast, asked)
    other = heard(account, "Katanya pasar tutup sepekan, benar?")
    joining.merge(other, [asked], by=cast.admin, at=LATER)
    made.refresh_from_db()
    assert made.case == other
    later = clarifying.write(cast.kecamatan, by=cast.admin, at=LATER, case=asked, **GIVEN)
    assert later.case == other, "what was merged meanwhile begins at the case that stands for it"
    secret = heard(account, "Ada pungli di pasar")
    with pytest.raises(NotAllowed):
        clarifying.write(cast.kecamatan, by=cast.admin, at=LATER, case=secret, **GIVEN)
    sign_in(client, make_user("Rukmini", cast.pemda, "inspektorat", "admin_unit"))
    begin = "/kotak-masuk/klarifikasi/baru/"
    assert client.get(begin, {"perkara": secret.number}).status_code == 404


def test_drafts_of_another_unit_are_not_shown_with_the_case(client, cast, asked):
    clarifying.write(cast.kecamatan, by=cast.admin, at=LATER, case=asked, **GIVEN)
    cases.watch(asked, by=cast.admin, at=LATER, on=True)
    Case.objects.filter(pk=asked.pk).update(unit=cast.kecamatan_lain)
    sign_in(client, cast.admin_lain)
    assert GIVEN["title"] not in words_of(client.get(f"/kotak-masuk/{asked.number}/"))


def test_the_table_of_sp4n_lapor_is_in_the_menu_that_a_phone_shows_too(client, cast):
    sign_in(client, cast.admin)
    page = client.get("/kotak-masuk/").content.decode()
    menu = re.search(r'aria-label="Laporan kotak masuk".*?</details>', page, re.DOTALL)
    assert menu is not None
    assert 'href="/kotak-masuk/lapor/"' in menu[0]
    assert "max-lg:hidden" not in menu[0]


def closed_together(cast, account, *contacts):
    """Letters of these contacts and a comment, merged, answered and closed; the letters."""
    home = heard(account, "Lampu jalan padam di pasar")
    letters = [
        letter(cast, f"l{nth}", "Lampu jalan padam", contact)
        for nth, contact in enumerate(contacts)
    ]
    joining.merge(home, letters, by=cast.admin, at=LATER)
    for message in home.messages.all():
        replies.reply(message, by=cast.admin, at=LATER, text="Lampunya sudah menyala lagi.")
    cases.close(home, by=cast.admin, at=LATER, outcome="Lampu diganti.")
    return home, letters


def test_the_citizen_of_a_merged_number_says_how_it_was(client, cast, account):
    home, (mine,) = closed_together(cast, account, "0812000111")
    page = f"/lacak/{mine.number}/{mine.follow_key}/"
    assert "Bagaimana penanganannya?" in words_of(client.get(page))
    refused = client.post(f"{page}nilai/", {"words": "Belum memilih"})
    assert (refused.status_code, "Pilih nilai 1 sampai 5" in words_of(refused)) == (422, True)
    assert 'value="Belum memilih"' in refused.content.decode(), "what was typed is kept"
    client.post(f"{page}nilai/", {"stars": "4", "words": "Cepat, hubungi 081234567890"})
    assert "Penilaian Anda: 4 dari 5" in words_of(client.get(page))
    made = Rating.objects.get()
    assert (made.case, made.matter) == (mine, home)
    assert Entry.objects.get(action="inbox.rate").target_id == str(home.pk)
    sign_in(client, cast.admin)
    said = words_of(client.get(f"/kotak-masuk/{home.number}/"))
    assert "4 dari 5" in said
    assert "081234567890" not in said


def test_a_merged_number_is_not_rated_before_its_matter_is_closed(cast, account):
    home, (mine,) = closed_together(cast, account, "0812000111")
    cases.reopen(home, by=cast.admin, at=LATER, why="Padam lagi")
    with pytest.raises(Conflict):
        duties.rate(mine.number, mine.follow_key, at=LATER, stars=5)


def test_the_figures_count_each_citizen_of_a_matter_once(client, cast, account):
    home, numbers = closed_together(cast, account, "0812 000111", "0812000111", "", "")
    for nth, one in enumerate([*numbers, home]):
        at = LATER + timedelta(minutes=nth)
        words = "Telepon saya 081234567890"
        duties.rate(one.number, one.follow_key, at=at, stars=(1, 5, 4, 2, 3)[nth], words=words)
    month = reports.Month(NOW.date().replace(day=1), unit_timezone(cast.kecamatan))
    found = satisfaction.satisfaction(cast.admin, cast.kecamatan, month, at=LATER)
    given = ((5, 1), (4, 1), (3, 1), (2, 1), (1, 0))
    assert found.whole.given == given, "the latest word of one counts"
    assert (found.whole.citizens, found.whole.mean) == (4, 3.5)
    elsewhere = satisfaction.satisfaction(cast.admin_lain, None, month, at=LATER)
    assert (elsewhere.whole.citizens, elsewhere.whole.mean) == (0, 0.0)
    sign_in(client, cast.admin)
    assert "3,5 dari 5 menurut 4 warga" in words_of(client.get("/kotak-masuk/rekap/"))
    kind = home.kind_label
    said = words_of(client.get("/kotak-masuk/rekap/"))
    assert "1 perkara selesai bulan ini" in said, "the four are numbers of one"
    assert said.count(f"{home.number} 2 dari 5") == 1, "who was content least is named"
    assert f"{home.number} 3 dari 5" not in said
    assert "Bulan dihitung menurut jam WIB." in said
    assert "081234567890" not in said
    assert [(part.label, part.given) for part in found.units] == [(cast.kecamatan.name, given)]
    assert [(part.label, part.given) for part in found.kinds] == [(kind, given)]
    sent = client.get("/kotak-masuk/rekap/penilaian/", {"unit": "kec-sumberjati"})
    table = read(sent.content)
    assert list(table.header) == [
        "bulan", "zona_waktu", "unit", "jenis", "warga", "rata_rata", "nilai_5", "nilai_4",
        "nilai_3", "nilai_2", "nilai_1",
    ]  # fmt: skip
    row = ["2026-08", "WIB", cast.kecamatan.name, kind, "4", "3.5", "1", "1", "1", "1", "0"]
    assert [list(row.cells) for row in table.rows] == [row]
    Case.objects.filter(pk=home.pk).update(secret=True)
    found = satisfaction.satisfaction(cast.auditor, None, month, at=LATER)
    assert found.whole.citizens == 0, "a recap is passed on: what is secret is in none of it"
