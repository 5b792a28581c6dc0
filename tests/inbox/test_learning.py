"""What messages teach: recurring questions, the recap of aspirations, how right the machine was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kentongan.inbox import accuracy, asked, recap, reports
from kentongan.inbox.actions import cases, citizens, dispositions, ideas, intake, joining, knowledge
from kentongan.inbox.models import Case, Idea
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Conflict, NotAllowed
from kentongan.kernel.tables import read
from kentongan.ledger.models import Entry
from kentongan.people.models import DayOff
from kentongan.people.queries import unit_timezone
from kentongan.planning.models import Post
from kentongan.planning.seed import seed as seed_planning
from tests.cast import NOW, make_unit, sign_in
from tests.inbox.conftest import comment
from tests.inbox.test_citizens import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times", "still")]
JULY = datetime(2026, 7, 20, 3, 0, tzinfo=UTC)
ASKED = (
    "Min, akta lahir jadinya berapa lama?",
    "Kapan akta lahir jadi ya? Nomor saya 081234567890",
    "Kalau bikin akta lahir berapa lama jadinya?",
)


@pytest.fixture
def still(monkeypatch):
    """A clock that stands."""
    monkeypatch.setattr(clocks, "now", lambda: NOW)


@pytest.fixture
def say(cast, account):
    """Take in what citizens write, each in a thread of their own; returns the cases."""

    def take_in(*texts, at=NOW - timedelta(days=2)):
        items = [comment(text, created_at=at) for text in texts]
        intake.hear(account, at=JULY - timedelta(days=60))
        return list(intake.take_in(account, items, at=at).cases)

    return take_in


def answered(cast, **values):
    given = {
        "question": "Berapa lama akta lahir jadi?", "answer": "Tiga hari kerja.",
        "source": "Standar pelayanan", "source_url": "https://rawajati.contoh.go.id/akta",
    }  # fmt: skip
    return knowledge.save_answer(cast.kecamatan, by=cast.admin, at=NOW, **{**given, **values})


def often(cast, user=None, unit=None, days=30):
    return asked.often(user or cast.admin, unit or cast.kecamatan, days, at=NOW)


def august(cast):
    return reports.Month(date(2026, 8, 1), unit_timezone(cast.kecamatan))


def recap_of(cast, user=None, unit=None, scope="aspirasi"):
    return recap.recap(user or cast.admin, unit, august(cast), scope, at=NOW)


def test_a_question_that_recurs_is_one_with_its_wordings_masked(cast, say):
    say(*ASKED, "Posyandu Karangsari tanggal berapa?")
    found = often(cast)
    assert [question.n for question in found.questions] == [3]
    question = found.questions[0]
    assert question.topic == "Kependudukan"
    assert "akta lahir" in question.text
    assert "081234567890" not in " ".join([question.text, *question.examples])
    assert len({question.text, *question.examples}) == 3
    assert [(s.label, s.n, s.before) for s in found.subjects] == [
        ("Kependudukan", 3, 0), ("Kesehatan", 1, 0),
    ]  # fmt: skip


def test_the_bank_says_whether_it_covers_the_question(cast, say):
    say(*ASKED)
    assert often(cast).questions[0].answer is None
    entry = answered(cast)
    answer = often(cast).questions[0].answer
    assert answer is not None
    assert (answer.entry, answer.stale) == (entry, False)
    knowledge.save_answer(
        cast.kecamatan, by=cast.admin, at=NOW, entry=entry, question=entry.question,
        answer=entry.answer, source=entry.source, valid_until=NOW.date() - timedelta(days=1),
    )  # fmt: skip
    answer = often(cast).questions[0].answer
    assert answer is not None
    assert answer.stale


def test_a_merged_question_was_another_citizens_and_a_flood_is_not_counted_twice(cast, say):
    first, second, _third = say(*ASKED)
    joining.merge(first, [second], by=cast.admin, at=NOW)
    assert often(cast).questions[0].n == 3
    say(*["Samsat keliling kapan ke Ciranji?"] * 8)
    counts = {question.topic: question.n for question in often(cast).questions}
    assert counts == {"Kependudukan": 3, "Pajak dan retribusi": 8}


def test_only_the_period_the_unit_and_what_is_not_secret_count(cast, say):
    say(*ASKED, at=NOW - timedelta(days=40))
    assert often(cast).questions == []
    assert often(cast, days=90).questions[0].n == 3
    assert often(cast).subjects == []
    assert often(cast, cast.pembina, cast.kecamatan_lain, days=90).questions == []
    Case.objects.filter(number=often(cast, days=90).questions[0].number).update(secret=True)
    for reader in (cast.admin, cast.auditor):
        assert often(cast, reader, days=90).questions == [], "two are too few"


def test_the_cost_does_not_grow_with_the_questions(cast, say, django_assert_num_queries):
    say(*ASKED)
    often(cast)
    with django_assert_num_queries(5):
        often(cast)
    say(*(f"Kapan loket {chr(97 + n) * 4} buka lagi?" for n in range(20)), *ASKED * 3)
    answered(cast)
    with django_assert_num_queries(5):
        often(cast)


def test_a_question_becomes_a_draft_of_the_calendar_with_answer_and_source(client, cast, say):
    seed_planning(at=NOW)
    say(*ASKED)
    answered(cast)
    sign_in(client, cast.admin, cast.kecamatan)
    page = client.get("/kotak-masuk/sering-ditanya/").content.decode()
    link = f"/kotak-masuk/sering-ditanya/{often(cast).questions[0].number}/ide/?unit=kec-sumberjati"
    assert link in page
    form = client.get(link)
    assert "Tiga hari kerja." in form.content.decode()
    given = {name: form.context["form"][name].value() for name in form.context["form"].fields}
    given |= {"scheduled_for": "2026-08-18T09:00"}
    sent = client.post(link, given)
    post = Post.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/unggahan/{post.pk}/tulis/")
    assert (post.state, post.unit, post.author) == ("draft", cast.kecamatan, cast.admin)
    assert post.text == "Berapa lama akta lahir jadi?\n\nTiga hari kerja."
    assert (post.source, post.link) == ("Standar pelayanan", "https://rawajati.contoh.go.id/akta")
    assert post.title in words_of(client.get("/kalender/?hari=2026-08-18"))
    assert post.title in words_of(client.get("/unggahan/"))
    assert Entry.objects.get(action="inbox.idea").data["times"] == 3
    client.post(link, given)
    assert Post.objects.count() == 1, "pressed twice it is one"
    say("Akta lahir berapa lama jadinya min?")
    assert often(cast).questions[0].idea is not None
    assert "Sudah jadi ide" in words_of(client.get("/kotak-masuk/sering-ditanya/"))


def test_an_answer_out_of_date_is_not_copied(client, cast, say):
    seed_planning(at=NOW)
    say(*ASKED)
    answered(cast, valid_until=NOW.date() - timedelta(days=1))
    sign_in(client, cast.admin, cast.kecamatan)
    number = often(cast).questions[0].number
    form = client.get(f"/kotak-masuk/sering-ditanya/{number}/ide/")
    assert "Tiga hari kerja." not in form.content.decode()
    assert "lewat masa berlaku" in words_of(form)


def test_an_idea_needs_the_right_to_write_and_no_secret_case(client, cast, say):
    seed_planning(at=NOW)
    case = say(*ASKED)[0]
    given = {
        "unit": cast.kecamatan, "at": NOW, "question": "Berapa lama?", "times": 3,
        "title": "Akta", "text": "Tiga hari.", "kind": "layanan-rutin",
    }  # fmt: skip
    for user in (cast.camat, cast.admin_lain):
        with pytest.raises(NotAllowed):
            ideas.become_post(case, by=user, **given)
    Case.objects.update(secret=True)
    case.refresh_from_db()
    with pytest.raises(Conflict):
        ideas.become_post(case, by=cast.admin, **given)
    assert not Idea.objects.exists()
    sign_in(client, cast.auditor)
    assert client.get(f"/kotak-masuk/sering-ditanya/{case.number}/ide/").status_code == 404
    sign_in(client, cast.admin_lain, cast.kecamatan_lain)
    assert client.get(f"/kotak-masuk/sering-ditanya/{case.number}/ide/").status_code == 404


def test_the_day_proposed_is_one_on_which_somebody_works(cast):
    DayOff.objects.create(unit=cast.pemda, day=date(2026, 8, 18), name="Hari jadi")
    friday = NOW + timedelta(days=2)
    assert asked.good_day(cast.kecamatan, friday).isoformat() == "2026-08-19T09:00:00+07:00"


def test_the_recap_counts_by_topic_and_place_beside_the_month_before(cast, say):
    say("Usul jembatan Karangsari diperlebar", at=JULY)
    say(
        "Usul lampu di Tegalwangi", "Usul jembatan gantung di Karangsari",
        "Usul jembatan Karangsari diberi trotoar", "Jalan rusak di Karangsari",
        "Kapan jembatan dibangun?", "Hadir",
    )  # fmt: skip
    done = Case.objects.get(preview__contains="trotoar")
    cases.take(done, by=cast.admin, at=NOW)
    Case.objects.filter(pk=done.pk).update(state="closed", closed_at=NOW)
    found = recap_of(cast)
    assert [(p.topic, p.place, p.n, p.before, p.change, p.done) for p in found.pairs] == [
        ("Jalan dan jembatan", "Karangsari", 2, 1, 1, 1),
        ("Lampu jalan dan listrik", "Tegalwangi", 1, 0, 1, 0),
    ]
    assert (found.whole.n, found.whole.before, found.whole.kinds) == (3, 1, (3, 0))
    assert [(p.place, p.n) for p in found.places] == [("Karangsari", 2), ("Tegalwangi", 1)]
    everything = recap_of(cast, scope="suara")
    assert (everything.whole.n, everything.whole.kinds) == (4, (3, 0, 1, 0))


def test_the_recap_says_what_it_left_out_and_why(cast, say):
    one, two = say("Usul pasar malam di Karangsari", "Usul pasar malam lagi di Karangsari")
    joining.merge(one, [two], by=cast.admin, at=NOW)
    say("entahlah", "Hadir", "Kapan buka?", "Pungli di loket")
    said = " ".join(recap_of(cast).left_out)
    assert recap_of(cast).whole.n == 1
    for sentence in (
        "1 pesan belum dikenali", "1 perkara sudah digabung", "1 pesan adalah obrolan",
        "1 pesan berjenis lain", "Perkara rahasia tidak pernah",
    ):  # fmt: skip
        assert sentence in said


def test_what_is_secret_is_in_no_number_of_the_recap(cast, say):
    case = say("Usul taman di Karangsari")[0]
    Case.objects.filter(pk=case.pk).update(secret=True)
    for reader in (cast.admin, cast.pembina, cast.auditor):
        assert recap_of(cast, reader).pairs == []
    assert "1 perkara rahasia tidak dihitung" in " ".join(recap_of(cast, cast.auditor).left_out)
    assert "1 perkara rahasia" not in " ".join(recap_of(cast, cast.pembina).left_out)


def test_a_month_begins_at_midnight_of_the_unit(cast, say):
    say("Usul taman", at=datetime(2026, 7, 31, 16, 59, tzinfo=UTC))
    say("Usul taman baca", at=datetime(2026, 7, 31, 17, 0, tzinfo=UTC))
    assert (recap_of(cast).whole.n, recap_of(cast).whole.before) == (1, 1)


@pytest.mark.parametrize("text", ["", "besok", "2026-13", "2031-01", "1999-01", "2026-8"])
def test_a_month_that_is_none_is_the_present_one(cast, text):
    assert reports.read_month(text, NOW, unit_timezone(cast.pemda)).code == "2026-08"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_recap_is_taken_away_masked_and_without_formulas(client, cast, say, form):
    say("=Usul taman di Karangsari, hubungi 081234567890")
    sign_in(client, cast.admin, cast.kecamatan)
    address = "/kotak-masuk/rekap/unduh/?bulan=2026-08&unit=kec-sumberjati"
    sent = client.get(address, {"bulan": "2026-08", "unit": "kec-sumberjati", "bentuk": form})
    name = f"rekap-aspirasi-2026-08-kec-sumberjati.{form}"
    assert name in sent.headers["Content-Disposition"]
    row = dict(zip(read(sent.content).header, read(sent.content).rows[0].cells, strict=True))
    assert (row["wilayah"], row["jumlah"], row["bulan_lalu"]) == ("Karangsari", "1", "0")
    assert "081234567890" not in row["contoh"]
    assert row["contoh"].startswith("=Usul")
    if form == "csv":
        assert b"'=Usul" in sent.content
    else:
        assert sent.content.startswith(b"PK")


def test_reports_of_another_unit_do_not_exist(client, cast, say):
    say("Usul taman di Karangsari")
    sign_in(client, cast.admin_lain, cast.kecamatan_lain)
    for page in ("rekap", "rekap/unduh", "ketepatan", "ketepatan/unduh", "sering-ditanya"):
        assert client.get(f"/kotak-masuk/{page}/?unit=kec-sumberjati").status_code == 404
        assert client.get(f"/kotak-masuk/{page}/").status_code == 200
    assert "Karangsari" not in words_of(client.get("/kotak-masuk/rekap/?bulan=2026-08"))
    client.logout()
    assert client.get("/kotak-masuk/rekap/").status_code == 302


def test_the_pages_cost_the_same_whatever_there_is_to_count(
    client, cast, say, django_assert_max_num_queries
):
    sign_in(client, cast.admin, cast.kecamatan)
    pages = [f"/kotak-masuk/{page}/" for page in ("rekap", "ketepatan", "sering-ditanya")]
    for page in pages:
        client.get(page)
    for case in say(*(f"Usul {chr(97 + n) * 5} di Karangsari" for n in range(12))):
        cases.classify(case, by=cast.admin, at=NOW, kind="suggestion", flags=["political"])
    say(*(f"Kapan {chr(97 + n) * 5} dibuka?" for n in range(12)), *ASKED)
    for page in pages:
        with django_assert_max_num_queries(16):
            assert client.get(page).status_code == 200


def test_what_people_say_stands_against_what_the_machine_said(cast, say):
    right, wrong, silent, _untouched = say(
        "Jalan rusak",
        "Lampu rusak lagi, usul diganti LED",
        "Pak camat entah di mana",
        "Aspal lubang",
    )
    cases.classify(right, by=cast.admin, at=NOW, kind="complaint")
    cases.classify(wrong, by=cast.admin, at=NOW, kind="criticism")
    cases.classify(wrong, by=cast.sekcam, at=NOW + timedelta(minutes=5), kind="aspiration")
    cases.classify(silent, by=cast.admin, at=NOW, kind="criticism", flags=["abusive"])
    found = accuracy.accuracy(cast.admin, None, august(cast), at=NOW)
    said = {(row.kind, name): n for row in found.rows for name, n, _right in row.cells if n}
    assert said == {
        ("complaint", "complaint"): 1, ("complaint", "aspiration"): 1, ("", "criticism"): 1,
    }  # fmt: skip
    assert {row.kind: row.share for row in found.rows if row.n} == {"": 0, "complaint": 50}
    now = found.now
    assert (now.n, now.abstained, now.judged, now.changed) == (4, 1, 2, 1)
    assert (now.abstained_share, now.changed_share) == (25, 50)
    assert [line.n for line in found.trend] == [0, 0, 0, 0, 0, 4]
    assert [(row.label, row.removed, row.added) for row in found.flags] == [("Kata kasar", 0, 1)]


def test_the_unit_proposed_first_stands_beside_the_one_chosen(cast, say):
    road = make_unit("Dinas Pekerjaan Umum dan Tata Ruang", cast.pemda, "dinas", "putr")
    one, two = say("Jalan berlubang rusak depan pasar", "Aspal jalan lubang rusak parah")
    dispositions.dispose(one, by=cast.admin, at=NOW, to=road, instruction="Tambal.")
    dispositions.dispose(two, by=cast.admin, at=NOW, to=cast.diskominfo, instruction="Sebarkan.")
    found = accuracy.accuracy(cast.pembina, None, august(cast), at=NOW)
    assert (found.routed, found.routed_right, found.routed_share) == (2, 1, 50)
    assert [(s.proposed, s.chosen, s.n) for s in found.swaps] == [
        (road.name, cast.diskominfo.name, 1)
    ]
    header, rows = accuracy.table(found)
    assert header == [
        "bagian", "bulan", "zona_waktu", "menurut_mesin", "menurut_orang", "jumlah",
    ]  # fmt: skip
    assert ["unit", "2026-08", "WIB", road.name, cast.diskominfo.name, 1] in rows


def test_letters_whose_kind_the_citizen_chose_and_secrets_do_not_judge_the_machine(cast, say):
    letter = citizens.Letter(key="k1", text="Jalan rusak sekali", kind="aspiration")
    case = citizens.submit(cast.kecamatan, letter, at=NOW)
    cases.classify(case, by=cast.admin, at=NOW, kind="complaint")
    hidden = say("Jalan rusak di desa")[0]
    cases.classify(hidden, by=cast.admin, at=NOW, kind="integrity_report")
    for reader, seen in ((cast.admin, 0), (cast.pembina, 0), (cast.auditor, 1)):
        found = accuracy.accuracy(reader, None, august(cast), at=NOW)
        assert (found.now.n, sum(row.n for row in found.rows)) == (seen, seen)


def test_the_menu_of_the_inbox_leads_to_the_reports(client, cast, say):
    sign_in(client, cast.admin, cast.kecamatan)
    page = client.get("/kotak-masuk/").content.decode()
    for name in ("sering-ditanya", "klarifikasi", "rekap", "ketepatan"):
        assert f'href="/kotak-masuk/{name}/"' in page
