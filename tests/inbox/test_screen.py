"""The screen: who sees what, every act as a plain form, and its cost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kentongan.delivery.models import Delivery
from kentongan.inbox import approving, queries
from kentongan.inbox.actions import cases, dispositions, intake, knowledge, replies, settings
from kentongan.inbox.forms import place_in_queue, place_words, wanted
from kentongan.inbox.models import (
    Answer,
    Case,
    Disposition,
    Hiding,
    Message,
    Note,
    Reply,
    SavedView,
    Template,
)
from kentongan.kernel import clock as clocks
from kentongan.networks.contract import Way
from kentongan.people.models import Unit
from tests.cast import NOW, grant, sign_in
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clocks, "now", lambda: NOW + timedelta(minutes=30))


def words_of(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())


def heard(account, *texts: str, **values) -> Case:
    items = [comment(text, **values) for text in texts]
    intake.take_in(account, items, at=NOW)
    message = Message.objects.select_related("case").get(external_id=items[0].external_id)
    assert message.case is not None
    return message.case


def address(case: Case, what: str = "") -> str:
    return f"/kotak-masuk/{case.number}/{what}"


def test_the_queue_shows_the_most_urgent_first_with_the_time_left(client, cast, account):
    question = heard(account, "Kapan posyandu?")
    urgent = heard(account, "Kebakaran di pasar!")
    queue = sign_in(client, cast.admin).get("/kotak-masuk/")
    said = words_of(queue)
    assert said.index(urgent.number) < said.index(question.number)
    before = [client.get(address(urgent)).text.partition("km-antre")[0], queue.text]
    assert ["km-buka" in html for html in before] == [True, False], "a phone hides it at once"
    assert "Lewat 15 mnt" in said
    assert "Sisa 3 jam 30 mnt" in said


def test_a_case_of_another_unit_does_not_exist(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin_lain)
    assert case.number not in words_of(client.get("/kotak-masuk/"))
    assert client.get(address(case)).status_code == 404
    for what in ("ambil/", "catatan/", "balas/", "periksa/", "pantau/", "selesai/", "disposisi/"):
        assert client.post(address(case, what), {"text": "x"}).status_code == 404, what


def test_an_integrity_report_shows_itself_to_the_inspektorat_alone(client, cast, account):
    case = heard(account, "Ada pungli di loket", way=Way.DIRECT)
    sign_in(client, cast.admin)
    assert client.get(address(case)).status_code == 404
    assert "pungli" not in words_of(client.get("/kotak-masuk/?q=pungli"))
    sign_in(client, cast.auditor)
    said = words_of(client.get(address(case)))
    assert "Pelapor dirahasiakan" in said
    assert case.author_name not in said


def test_ledger_and_deliveries_of_an_integrity_report_are_seen_by_the_inspektorat_alone(
    client, cast, account
):
    case, plain = heard(account, "Petugas minta uang rokok"), heard(account, "Jalan rusak")
    for one in (case, plain):
        cases.take(one, by=cast.admin, at=NOW)
    asked = Message.objects.get(case=case)
    made = replies.reply(asked, by=cast.admin, at=NOW, text="Kami cek dulu, Kang.")
    sent = reverse("delivery:page", args=[made.delivery_id])
    assert sign_in(client, cast.camat).get(sent).status_code == 200
    cases.classify(case, by=cast.admin, at=NOW, kind="integrity_report")
    pages = (reverse("people:ledger"), reverse("people:ledger_export"))
    for user, seen in ((cast.camat, False), (cast.administrator, False), (cast.auditor, True)):
        sign_in(client, user)
        for page in pages:
            body = b"".join(client.get(page)).decode()
            assert (case.number in body, plain.number in body) == (seen, True), (user.name, page)
        assert client.get(sent).status_code == (200 if seen else 404)
    # Nobody else could: a lost answer must not wait for ever.
    settle = reverse("delivery:cancel", args=[made.delivery_id])
    assert settle in client.get(sent).content.decode()
    assert client.post(settle, {"reason": "Sudah dijawab di kantor"}).status_code == 302
    assert Delivery.objects.get(pk=made.delivery_id).state == "cancelled"


@pytest.mark.parametrize("who", ["admin", "penyelia"])
def test_the_cost_of_the_queue_does_not_grow_with_its_rows(
    client, cast, account, django_assert_max_num_queries, who
):
    # Twelve at most; the requests that wait for a decision, if any, take two of them.
    for number in range(3):
        heard(account, f"Jalan rusak nomor {number}")
    sign_in(client, getattr(cast, who))
    client.get("/kotak-masuk/")
    with django_assert_max_num_queries(10):
        client.get("/kotak-masuk/")
    for number in range(25):
        heard(account, f"Kapan loket {chr(97 + number) * 5} buka?")
    with django_assert_max_num_queries(10):
        client.get("/kotak-masuk/")


def test_filters_narrow_the_queue_and_stand_in_the_address(client, cast, account):
    complaint, question = heard(account, "Jalan rusak"), heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    said = words_of(client.get("/kotak-masuk/?jenis=complaint"))
    assert complaint.number in said
    assert question.number not in said
    assert question.number in words_of(client.get("/kotak-masuk/?q=posyandu"))
    assert client.get("/kotak-masuk/?jenis=entah&urgensi=9&unit=x").status_code == 200


@pytest.mark.parametrize("raw", ["", "x", "2026_", "2026-01-01T00:00:00_x", "\x00", "9" * 500])
def test_a_place_in_the_queue_that_makes_no_sense_is_the_top(raw):
    assert place_in_queue(raw) is None


def test_a_place_in_the_queue_survives_the_address(cast, account):
    case = heard(account, "Kapan posyandu?")
    place = (case.due_at, case.pk)
    assert place_in_queue(place_words(place)) == place


def test_what_does_not_fit_on_a_page_follows_on_the_next(client, cast, account):
    letters = "abcdefghij"
    found = [
        heard(account, f"Kapan buka loket {letters[n // 10]}x {letters[n % 10]}y?")
        for n in range(queries.PAGE + 1)
    ]
    sign_in(client, cast.admin)
    first = client.get("/kotak-masuk/").content.decode()
    following = re.search(r'id="lanjut".*?href="([^"]+)"', first, re.S)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).content.decode()
    shown = set(re.findall(r'value="([A-Z]{3}-\d+)" form="massal"', first))
    then = set(re.findall(r'value="([A-Z]{3}-\d+)" form="massal"', second))
    assert shown | then == {case.number for case in found}
    assert not shown & then


def test_a_filter_is_kept_under_a_name_and_forgotten(client, cast, account):
    sign_in(client, cast.admin)
    client.post("/kotak-masuk/tampilan/?jenis=complaint", {"nama": "Pengaduan saya"})
    view = SavedView.objects.get()
    assert view.filters == {"jenis": "complaint"}
    assert "Pengaduan saya" in words_of(client.get("/kotak-masuk/"))
    sign_in(client, cast.camat)
    client.post(f"/kotak-masuk/tampilan/{view.pk}/hapus/")
    assert SavedView.objects.exists()
    sign_in(client, cast.admin)
    client.post(f"/kotak-masuk/tampilan/{view.pk}/hapus/")
    assert not SavedView.objects.exists()


def test_the_page_is_told_when_something_changed_and_only_then(client, cast, account):
    heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    token = re.search(r"sejak=([\w-]+)", client.get("/kotak-masuk/").content.decode())[1]
    assert client.get(f"/kotak-masuk/denyut/?sejak={token}").status_code == 204
    heard(account, "Jalan rusak")
    answer = client.get(f"/kotak-masuk/denyut/?jenis=complaint&sejak={token}")
    assert "kotak-masuk-berubah" in answer.headers["HX-Trigger"]
    counted = re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.DOTALL)
    assert "2 terbuka, 0 lewat batas" in counted
    kind = re.search(r'<a class="saring" href="([^"]+)" aria-current="true">(.*?)</a>', counted)
    assert kind is not None, "the filter that is chosen stays chosen"
    assert (kind[1], re.sub(r"<[^>]+>", "", kind[2])) == (
        "/kotak-masuk/?jenis=complaint", "Pengaduan 1",
    )  # fmt: skip


def test_several_cases_are_taken_at_once_and_a_refusal_is_said(client, cast, account):
    one, other = heard(account, "Kapan posyandu?"), heard(account, "Jalan rusak")
    sign_in(client, cast.admin)
    numbers = [one.number, other.number]
    client.post("/kotak-masuk/massal/", {"tindakan": "ambil", "perkara": numbers})
    assert set(Case.objects.values_list("holder__name", flat=True)) == {cast.admin.name}
    answer = client.post(
        "/kotak-masuk/massal/", {"tindakan": "abaikan", "perkara": numbers}, follow=True
    )
    assert "Hanya obrolan, apresiasi, dan spam" in words_of(answer)
    nothing = client.post("/kotak-masuk/massal/?jenis=complaint", {"tindakan": "ambil"})
    assert nothing.headers["Location"] == "/kotak-masuk/?jenis=complaint"
    assert "Centang dulu pesannya" in words_of(client.get(nothing.headers["Location"]))


def test_a_case_is_taken_classified_noted_and_closed_with_plain_forms(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    client.post(address(case, "ambil/"))
    client.post(address(case, "klasifikasi/"), {"jenis": "complaint", "urgensi": "1",
                                                "topik": "jalan", "wilayah": "Rawa"})  # fmt: skip
    client.post(address(case, "catatan/"), {"text": "Sudah ditanyakan ke bidan."})
    case.refresh_from_db()
    assert (case.holder, case.kind, case.urgency, case.topic_id, case.place) == (
        cast.admin, "complaint", 1, "jalan", "Rawa",
    )  # fmt: skip
    assert Note.objects.get().text == "Sudah ditanyakan ke bidan."
    there, onward = (
        f"{address(case)}?jenis=complaint",
        f"{address(case, 'selesai/')}?jenis=complaint",
    )
    for page, form in ((there, address(case, "selesai/")), (address(case, "selesai/"), onward)):
        typed, page = {"outcome": "Jadwal dikirim."}, f"http://testserver{page}"
        refused = client.post(form, typed, headers={"Referer": page})
        assert refused.status_code == 409
        assert f'action="{onward}"' in refused.text, "the queue stays filtered"
    assert "Kabari warga dulu" in words_of(refused)
    assert "Jadwal dikirim." in words_of(refused), "what was typed is not lost"


def test_times_of_another_zone_are_named_and_the_list_keeps_to_the_readers_clock(
    client, cast, account
):
    Unit.objects.filter(pk=cast.kecamatan.pk).update(timezone="Asia/Makassar")
    page = address(heard(account, "Jalan rusak"))
    far = sign_in(client, cast.penyelia).get(page).text
    assert "10.00 WITA</time>" in far, "in the thread"
    for asked in ("Kapan", "Jawab paling lambat"):
        assert f"{asked} (WITA)" in far, "what is typed is read by the clock of the unit"
    assert ">09.00<" in far, "in the list"
    near = sign_in(client, cast.admin).get(page).text
    assert "10.00</time>" in near
    assert "(WITA)" not in near
    assert "10.00 WITA</time>" not in near


def test_of_what_a_network_gives_neither_words_nor_file_no_file_is_promised(client, cast, account):
    page = address(heard(account, ""))  # a moving picture under a post
    sign_in(client, cast.admin)
    for shown in (client.get("/kotak-masuk/").text, client.get(page).text):
        assert "Tanpa tulisan" in shown
        assert "hanya lampiran" not in shown


def test_a_kind_that_was_read_wrongly_is_put_right_in_one_tap(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    read = "Terbaca: nada netral, bahasa Indonesia, keyakinan 90%."
    assert read in client.get(address(case)).content.decode()
    offer = re.search(r'aria-label="Betulkan jenisnya">.*?</form>',
                      client.get(address(case)).content.decode(), re.DOTALL)  # fmt: skip
    assert offer is not None
    offered = re.findall(r'name="jenis" value="(\w+)"', offer[0])
    assert not {"question", "integrity_report"} & set(offered)
    assert {"information_request", "fact_check", "chatter"} <= set(offered)
    there = f"http://testserver{address(case)}?jenis=question&ulang=1"
    done = client.post(
        address(case, "klasifikasi/"), {"jenis": offered[0]}, headers={"Referer": there}
    )
    assert done.headers["Location"] == f"{address(case)}?jenis=question", "the queue stays filtered"
    case.refresh_from_db()
    assert (case.kind, case.kind_by, case.urgency) == (offered[0], cast.admin.name, 2)
    assert "Betulkan jenisnya" not in client.get(address(case)).content.decode()


def test_fields_one_did_not_touch_do_not_undo_what_a_colleague_said_meanwhile(
    client, cast, account
):
    case = heard(account, "Jalan rusak")
    sign_in(client, cast.admin)
    (form,) = re.findall(r"<form[^>]+grid-cols-2.+?</form>", client.get(address(case)).text, re.S)
    shown = dict(re.findall(r'name="((?:dulu_|ada_)\w+)" value="([^"]*)"', form))
    cases.classify(case, by=cast.sekcam, at=NOW, kind="aspiration", flags=["political"], place="A")
    typed = {"jenis": "complaint", "urgensi": "2", "topik": "jalan", "wilayah": ""}
    client.post(address(case, "klasifikasi/"), {**shown, **typed})
    case.refresh_from_db()
    assert (case.kind, case.flags, case.place) == ("aspiration", ["political"], "A")
    assert case.topic_id == "jalan"


def test_the_page_says_what_the_deadline_consists_of(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    said = words_of(sign_in(client, cast.admin).get(address(case)))
    assert "Dari mana batas ini?" in said
    assert "Waktu balasan pertama: 4 jam kerja" in said


def test_a_case_is_handed_on_accepted_and_given_back(client, cast, account):
    grant(cast.camat_lain, "admin_unit")
    case = heard(account, "Jalan rusak di depan pasar")
    sign_in(client, cast.admin)
    nowhere = client.post(address(case, "disposisi/"), {"to": "", "instruction": "Cek."})
    assert nowhere.status_code == 422
    assert "Cek." in words_of(nowhere)
    client.post(address(case, "disposisi/"),
                {"to": cast.kecamatan_lain.code, "instruction": "Mohon dicek."})  # fmt: skip
    row = Disposition.objects.get()
    sign_in(client, cast.camat_lain)
    assert "Mohon dicek." in words_of(client.get(address(case)))
    client.post(f"/kotak-masuk/disposisi/{row.pk}/terima/")
    client.post(f"/kotak-masuk/disposisi/{row.pk}/kembalikan/", {"reason": "Bukan wilayah kami."})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("returned", "Bukan wilayah kami.")


def test_a_unit_that_helps_answers_the_citizen_and_takes_it_back(client, cast, account):
    case = heard(account, "Jalan rusak")
    dispositions.dispose(
        case, by=cast.admin, at=NOW, to=cast.kelurahan, instruction="Kabari warganya", lead=False
    )
    sign_in(client, cast.lurah)
    page = client.get(address(case)).text
    assert 'id="jawab"' in page
    assert "tindak-lanjut" not in page, "closing it is for the unit that leads"
    client.post(address(case, "balas/"), {"text": "Besok pagi kami tambal sementara."})
    made = Reply.objects.get()
    client.post(reverse("inbox:reply_undo", args=[made.pk]))
    made.refresh_from_db()
    assert made.undone_at is not None


def test_whoever_answers_elsewhere_reads_a_case_they_handed_on_without_buttons_that_refuse(
    client, cast, account
):
    case = heard(account, "Jalan rusak")
    dispositions.dispose(
        case, by=cast.admin, at=NOW, to=cast.diskominfo, instruction="Mohon diteruskan"
    )
    page = sign_in(client, cast.admin).get(address(case)).text
    assert "Tarik kembali" in page
    for button in ('id="jawab"', "tindak-lanjut", 'id="teruskan"', "klasifikasi/", "gabung/"):
        assert button not in page
    assert "pilih-banyak" in page, "their own queue stands beside it"


def test_what_was_handed_on_is_taken_back_by_its_sender_until_it_is_accepted(client, cast, account):
    grant(cast.camat_lain, "admin_unit")
    case = heard(account, "Jalan rusak di depan pasar")
    sign_in(client, cast.admin)
    handed = {"to": cast.kecamatan_lain.code, "instruction": "Mohon dicek."}
    said = client.post(address(case, "disposisi/"), handed, follow=True).content.decode()
    back = f"/kotak-masuk/disposisi/{Disposition.objects.get().pk}/tarik/"
    assert said.count(f'action="{back}"') == 2, "beside the sentence, and with the disposition"
    assert back not in sign_in(client, cast.camat_lain).get(address(case)).content.decode()
    client.post(back.replace("tarik", "terima"))
    sign_in(client, cast.admin)
    assert back not in client.get(address(case)).content.decode()
    assert "sudah diterima" in words_of(client.post(back))
    case.refresh_from_db()
    assert case.unit == cast.kecamatan_lain


def test_the_address_of_a_button_leads_to_the_page_it_stood_on(client, cast, account):
    case = heard(account, "Jalan rusak di depan pasar")
    message = Message.objects.get(case=case)
    sign_in(client, cast.admin)
    client.post(
        address(case, "disposisi/"), {"to": cast.kecamatan_lain.code, "instruction": "Cek."}
    )
    row = Disposition.objects.get()
    buttons = (
        address(case, "balas/"), address(case, "disposisi/"), address(case, "cara-lain/"),
        f"/kotak-masuk/disposisi/{row.pk}/tarik/", f"/kotak-masuk/pesan/{message.pk}/sembunyikan/",
    )  # fmt: skip
    for button in buttons:
        assert client.get(button).headers["Location"] == address(case), button
    pages = {
        "/kotak-masuk/pola/": "/kotak-masuk/jawaban/",
        "/kotak-masuk/jawaban/baru/": "/kotak-masuk/jawaban/",
        "/kotak-masuk/tampilan/?jenis=complaint": "/kotak-masuk/?jenis=complaint",
        f"/lacak/{case.number}/kunci/tulis/": f"/lacak/{case.number}/kunci/",
        "/kotak-masuk/pengaturan/kec-sumberjati/waktu/complaint/first/kembali/":
            "/kotak-masuk/pengaturan/kec-sumberjati/",
    }  # fmt: skip
    for button, page in pages.items():
        assert client.get(button).headers["Location"] == page, button
    there = client.get("/kotak-masuk/massal/?jenis=complaint").headers["Location"]
    assert there == "/kotak-masuk/?jenis=complaint"
    sign_in(client, cast.lurah)
    assert client.get(buttons[3]).status_code == 404


def test_the_unit_that_has_a_case_is_not_proposed_for_it(client, cast, account):
    case = heard(account, "Jalan Sumberjati ke Ciranji rusak", "Jalan Sumberjati Ciranji gelap")
    sign_in(client, cast.admin)
    page = client.get(address(case)).content.decode()
    assert re.findall(r'data-pilih="#d-unit" data-nilai="([^"]+)"', page) == ["kec-ciranji"]
    many = {"tindakan": "disposisi", "perkara": list(Case.objects.values_list("number", flat=True))}
    together = client.post("/kotak-masuk/massal/", many).content.decode()
    assert "Usulan" in together
    assert 'data-nilai="kec-sumberjati"' not in together


def test_a_refused_disposition_keeps_its_deadline_and_that_the_unit_only_helps(
    client, cast, account
):
    case = heard(account, "Jalan rusak di depan pasar")
    sign_in(client, cast.admin)
    given = {
        "to": cast.kecamatan_lain.code, "instruction": "Cek.", "due_at": "2026-08-01T10:00",
        "peran": "bantu",
    }  # fmt: skip
    late = client.post(address(case, "disposisi/"), given)
    assert (late.status_code, "sudah lewat" in words_of(late)) == (422, True)
    page = late.content.decode()
    assert 'name="due_at" value="2026-08-01T10:00"' in page
    assert re.search(r'value="bantu"\s+checked', page)
    odd = client.post(address(case, "disposisi/"), {**given, "due_at": "besok sore"})
    assert (odd.status_code, "atau kosongkan" in words_of(odd)) == (422, True)
    assert not Disposition.objects.exists(), "a deadline that was typed is never dropped"


def test_an_answer_is_checked_while_it_is_written_and_sent_once(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    found = client.post(address(case, "periksa/"), {"text": "NIK Ibu 3210014101900002 terdaftar."})
    assert "Wajib" in words_of(found)
    refused = client.post(address(case, "balas/"), {"text": "NIK Ibu 3210014101900002 terdaftar."})
    assert refused.status_code == 422
    assert "3210014101900002" in refused.content.decode(), "what was typed is not lost"
    client.post(address(case, "balas/"), {"text": "Posyandu buka Senin tanggal 17 pukul 08.00."})
    made = Reply.objects.get()
    assert made.delivery is not None
    client.post(reverse("inbox:reply_undo", args=[made.pk]))
    made.refresh_from_db()
    assert made.undone_at is not None


def test_an_answer_that_was_taken_back_is_in_the_box_again_for_its_writer(client, cast, account):
    case = heard(account, "Jalan rusak di depan pasar")
    sign_in(client, cast.admin)
    client.post(address(case, "balas/"), {"text": "Kami cek sore ini, Kang."})
    made = Reply.objects.get()
    undo = rf'action="/kotak-masuk/balasan/{made.pk}/urungkan/".*?data-shortcut="z"'
    assert re.search(undo, client.get(address(case)).text, re.DOTALL), "also by the keyboard"
    back = client.post(f"/kotak-masuk/balasan/{made.pk}/urungkan/").headers["Location"]
    page = client.get(back.partition("#")[0]).content.decode()
    box = re.search(r'<textarea id="jawab".*?>(.*?)</textarea>', page, re.DOTALL)
    assert box is not None
    assert box[1] == "Kami cek sore ini, Kang."
    sign_in(client, cast.sekcam)
    others = client.get(back.partition("#")[0]).content.decode()
    assert ">Kami cek sore ini, Kang.</textarea>" not in others
    assert client.get(f"{address(case)}?ulang=apa").status_code == 200


def test_colleagues_see_that_somebody_is_answering(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    client.force_login(cast.admin, backend="kentongan.people.backends.PasswordBackend")
    client.post(address(case, "periksa/"), {"text": "Posyandu buka"})
    sign_in(client, cast.sekcam)
    said = f"Sedang dibalas oleh {cast.admin.name}. Bila tidak dilanjutkan, giliran Anda pukul"
    assert re.search(rf"{said} \d\d\.\d\d WIB", words_of(client.get(address(case))))
    assert said in words_of(client.post(address(case, "balas/"), {"text": "Posyandu buka Senin."}))
    assert "Sedang dibalas oleh" in words_of(client.post(address(case, "periksa/"), {"text": "x"}))


def test_an_answer_waits_for_a_second_person_where_the_pemda_wants_it(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    settings.ask_second(cast.kecamatan, by=cast.penyelia, at=NOW, kinds_asked=["question"])
    sign_in(client, cast.admin)
    client.post(address(case, "balas/"), {"text": "Posyandu buka Senin tanggal 17 pukul 08.00."})
    made = Reply.objects.get()
    assert f"Yang memutuskan: {cast.sekcam.name}" in words_of(client.get(address(case)))
    sign_in(client, cast.sekcam)
    assert "Periksa dan putuskan" in words_of(client.get(address(case)))
    client.post(reverse("inbox:reply_approve", args=[made.pk]), {"seen": approving.seen(made)})
    made.refresh_from_db()
    assert (made.decided_by, made.delivery is not None) == (cast.sekcam, True)


def test_answers_out_of_the_bank_are_offered_with_their_source(client, cast, account):
    knowledge.save_answer(
        cast.kecamatan, by=cast.admin, at=NOW, question="Kapan jadwal posyandu desa?",
        answer="Posyandu buka tiap tanggal 17.", source="Jadwal bidan desa",
    )  # fmt: skip
    case = heard(account, "Kapan jadwal posyandu?")
    said = words_of(sign_in(client, cast.admin).get(address(case)))
    assert "Posyandu buka tiap tanggal 17." in said
    assert "Sumber: Jadwal bidan desa" in said


def test_personal_data_of_a_citizen_is_covered_on_every_part_of_the_page(client, cast, account):
    case = heard(account, "KTP saya kapan jadi? NIK 3210014101900002")
    body = sign_in(client, cast.admin).get(address(case)).content.decode()
    assert "3210014101900002" not in body


def test_a_request_for_information_starts_its_clock_when_it_is_complete(client, cast, account):
    case = heard(account, "Minta salinan anggaran jalan")
    sign_in(client, cast.admin)
    client.post(address(case, "lengkap/"), {"when": "2026-08-12T09:20"})
    client.post(address(case, "lapor/"), {"reference": "#8341207", "status": "diteruskan"})
    case.refresh_from_db()
    assert case.complete_at is not None
    said = words_of(client.get(address(case)))
    assert "#8341207" in said
    assert "Dicatat dengan tangan" in said


def test_the_menu_counts_what_is_open(client, cast, account):
    heard(account, "Kapan posyandu?", "Jalan rusak")
    body = sign_in(client, cast.admin).get("/kotak-masuk/").content.decode()
    entry = re.search(r'title="Kotak masuk".*?</a>', body, re.S)
    assert entry is not None
    assert "2" in re.sub(r"<[^>]+>", " ", entry[0])


def test_htmx_gets_thread_and_details_without_the_queue(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    part = client.get(
        address(case), HTTP_HX_REQUEST="true", HTTP_HX_TARGET="div#perkara"
    ).content.decode()
    assert 'id="perkara"' in part
    assert "Antrean pesan" not in part


@pytest.mark.parametrize(
    ("target", "there", "away"),
    [("div#antrean", 'id="antrean"', "Saringan lain"), ("li#lanjut", "data-pesan", "data-antrean")],
)
def test_htmx_gets_the_list_or_the_rows_that_follow(client, cast, account, target, there, away):
    heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    part = client.get("/kotak-masuk/", HTTP_HX_REQUEST="true", HTTP_HX_TARGET=target)
    assert there in part.content.decode()
    assert away not in part.content.decode()


def test_the_filters_of_the_address_are_read_and_written_back():
    asked = wanted({"jenis": "complaint", "lingkup": "saya", "q": "  jalan   rusak "})
    assert asked.values == {"jenis": "complaint", "lingkup": "saya", "q": "jalan rusak"}
    assert asked.query(jenis="") == "?lingkup=saya&q=jalan+rusak"


def test_a_case_that_is_watched_is_found_under_watched(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    cases.take(case, by=cast.admin, at=NOW)
    sign_in(client, cast.sekcam)
    client.post(address(case, "pantau/"), {"pantau": "1"})
    assert case.number in words_of(client.get("/kotak-masuk/?lingkup=pantau"))
    client.post(address(case, "pantau/"), {"pantau": "0"}, follow=True)
    assert case.number not in words_of(client.get("/kotak-masuk/?lingkup=pantau"))


def test_what_was_said_on_the_phone_is_entered_with_its_time(client, cast, account):
    sign_in(client, cast.admin)
    given = {
        "channel": "phone", "text": "Lampu jalan padam.", "unit": cast.kecamatan.code,
        "name": "Bu Tati", "contact": "081200000031", "said_at": "2026-08-12T09:10",
    }  # fmt: skip
    sent = client.post("/kotak-masuk/catat/", given)
    case = Case.objects.get()
    assert sent.headers["Location"] == address(case)
    assert (case.channel, case.author_name, case.opened_at) == (
        "phone", "Bu Tati", NOW + timedelta(minutes=10),
    )  # fmt: skip
    said = words_of(client.get(address(case)))
    assert "•••••••••031" in said
    assert "081200000031" not in said
    late = client.post("/kotak-masuk/catat/", {**given, "said_at": "2026-08-13T09:10"})
    assert late.status_code == 422
    assert "Waktunya belum tiba" in words_of(late)
    mistyped = client.post("/kotak-masuk/catat/", {**given, "said_at": "0206-08-12T09:10"})
    assert "Periksa tahunnya" in words_of(mistyped)


def test_nothing_is_entered_for_a_unit_one_does_not_answer_for(client, cast):
    sign_in(client, cast.admin)
    given = {"channel": "phone", "text": "Lampu padam.", "unit": cast.kecamatan_lain.code}
    assert client.post("/kotak-masuk/catat/", given).status_code == 422
    assert not Case.objects.exists()


def test_the_answer_bank_is_kept_by_those_who_answer(client, cast):
    sign_in(client, cast.admin)
    given = {"question": "Kapan posyandu?", "answer": "Tanggal 17.", "source": "Jadwal bidan",
             "unit": cast.kecamatan.code}  # fmt: skip
    assert client.post("/kotak-masuk/jawaban/baru/", {**given, "source": ""}).status_code == 422
    client.post("/kotak-masuk/jawaban/baru/", given)
    entry = Answer.objects.get()
    client.post(f"/kotak-masuk/jawaban/{entry.pk}/", {**given, "answer": "Tanggal 18."})
    entry.refresh_from_db()
    assert (entry.answer, entry.version) == ("Tanggal 18.", 2)
    sign_in(client, cast.admin_lain)
    assert client.get(f"/kotak-masuk/jawaban/{entry.pk}/").status_code == 404
    assert client.post(f"/kotak-masuk/jawaban/{entry.pk}/tarik/").status_code == 404
    sign_in(client, cast.admin)
    client.post(f"/kotak-masuk/jawaban/{entry.pk}/tarik/")
    assert "Kapan posyandu?" not in words_of(client.get("/kotak-masuk/jawaban/", follow=True))[400:]


def test_a_wording_is_kept_and_filled_in_on_the_page_of_a_case(client, cast, account):
    sign_in(client, cast.admin)
    client.post("/kotak-masuk/pola/", {
        "pola-title": "Dicatat", "pola-text": "Tercatat dengan nomor {nomor}.",
        "pola-unit": cast.kecamatan.code,
    })  # fmt: skip
    case = heard(account, "Kapan posyandu?")
    body = client.get(address(case)).content.decode()
    assert f'data-teks="Tercatat dengan nomor {case.number}."' in body
    row = Template.objects.get()
    assert f"/kotak-masuk/pola/{row.pk}/" in client.get("/kotak-masuk/jawaban/").text
    typed = {"pola-title": "Dicatat", "pola-text": "Lain.", "pola-unit": cast.kecamatan.code}
    refused = client.post("/kotak-masuk/pola/", typed)
    assert refused.status_code == 422
    assert "sudah dipakai pola lain" in words_of(refused)
    changed = {**typed, "pola-title": "Sudah dicatat", "pola-text": "Nomornya {nomor}."}
    assert client.post(f"/kotak-masuk/pola/{row.pk}/", changed).status_code == 302
    body = client.get(address(case)).content.decode()
    assert f'data-teks="Nomornya {case.number}."' in body
    assert "Tercatat dengan nomor" not in body
    client.post(f"/kotak-masuk/pola/{row.pk}/tarik/")
    assert "Nomornya" not in client.get(address(case)).content.decode()


def test_hiding_asks_a_second_person_and_covers_the_words(client, cast, account):
    case = heard(account, "Kamu penipu, rusak semua!")
    message = Message.objects.get()
    sign_in(client, cast.admin)
    client.post(f"/kotak-masuk/pesan/{message.pk}/sembunyikan/",
                {"rule": "threat", "reason": "Mengancam petugas."})  # fmt: skip
    row = Hiding.objects.get()
    assert row.state == "asked"
    assert "Setujui, sembunyikan" not in words_of(client.get(address(case)))
    sign_in(client, grant(cast.admin_lain, "admin_unit", cast.kecamatan).user)
    assert "Diputuskan pemeriksa atau pimpinan unit" in words_of(client.get(address(case)))
    assert client.post(f"/kotak-masuk/penyembunyian/{row.pk}/setujui/").status_code == 403
    sign_in(client, cast.sekcam)
    assert "Setujui, sembunyikan" in words_of(client.get(address(case)))
    client.post(f"/kotak-masuk/penyembunyian/{row.pk}/setujui/")
    row.refresh_from_db()
    assert row.state == "hidden"
    assert "Disembunyikan menurut aturan" in words_of(client.get(address(case)))


def test_the_desk_says_what_waits_for_an_answer(client, cast, account):
    case = heard(account, "Kapan posyandu?")
    for what in ("Jalan rusak.", "Lampu mati.", "Sampah menumpuk.", "Got mampet.", "Air keruh."):
        heard(account, what)
    said = words_of(sign_in(client, cast.admin).get("/"))
    assert "Menunggu jawaban 6" in said, "all of them, though five are shown"
    assert "Ada 6 hal untuk Anda" in said
    assert "Kapan posyandu?" in said
    assert f'href="{address(case)}"' in client.get("/").content.decode()
    assert "Menunggu jawaban" not in words_of(sign_in(client, cast.admin_lain).get("/"))


def test_more_than_were_counted_is_said(client, cast, account, monkeypatch):
    for number in range(3):
        heard(account, f"Jalan rusak nomor {number}")
    sign_in(client, cast.admin)
    assert "3 terbuka" in words_of(client.get("/kotak-masuk/"))
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    page = client.get("/kotak-masuk/")
    said = words_of(page)
    assert "2+ terbuka" in said
    cached = client.get("/kotak-masuk/jawaban/")
    for shown in (page, cached):
        entry = re.search(r'title="Kotak masuk".*?</a>', shown.content.decode(), re.S)
        assert entry is not None
        assert "2+" in re.sub(r"<[^>]+>", " ", entry[0]), "the menu says so, too"
    assert "0 lewat batas" in said
