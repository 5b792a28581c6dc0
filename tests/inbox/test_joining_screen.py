"""Putting cases together and taking them apart on the screen, and what a citizen sees of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from kentongan.inbox.actions import cases, clarifying, duties, intake, joining, replies
from kentongan.inbox.models import Case, Channel
from kentongan.inbox.views import public
from kentongan.kernel import clock as clocks
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Author, Incoming, Way
from tests.cast import NOW, Cast, make_unit, sign_in
from tests.inbox.conftest import comment
from tests.inbox.test_clarifications import GIVEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
LATER = NOW + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda: LATER)
    public.LOOKING.forget()


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def heard(account, text: str, **values) -> Case:
    intake.take_in(account, [comment(text, **values)], at=NOW)
    return Case.objects.select_related("unit").latest("pk")


def letter(cast: Cast, key: str, text: str, contact: str = "") -> Case:
    """What a citizen sent through the form; the receipt has its key."""
    item = Incoming(external_id=key, way=Way.DIRECT, author=Author(external_id=""), text=text,
                    created_at=NOW, thread=key)  # fmt: skip
    return intake.take_in_own(cast.kecamatan, Channel.FORM, item, at=NOW, contact=contact)


def test_the_most_alike_cases_are_offered_first_with_the_reason(client, cast, account):
    case = heard(account, "Lampu jalan padam di Karangsari")
    same = heard(account, "lampu jalan PADAM di karangsari!!")
    near = heard(account, "Lampu taman padam")
    far = heard(account, "Kapan posyandu?")
    sign_in(client, cast.admin)
    page = f"/kotak-masuk/{case.number}/gabung/"
    assert page in client.get(f"/kotak-masuk/{case.number}/").content.decode()
    said = words_of(client.get(page))
    assert said.index(same.number) < said.index(near.number)
    assert far.number not in said
    assert "Kata-katanya sama" in said
    assert "Ada kata: lampu, padam" in said
    assert far.number in words_of(client.get(page, {"cari": "posyandu"}))
    assert far.number in words_of(client.get(page, {"cari": far.number.lower()}))


QUEUE = "?lingkup=bebas&jenis=complaint&q=lampu"


@pytest.mark.parametrize("name", ["gabung", "pisah", "serupa"])
def test_pages_beside_the_queue_lead_back_to_it_as_it_was_filtered(client, cast, account, name):
    case = heard(account, "Lampu jalan rusak", thread="t")
    intake.take_in(account, [comment("Lampu taman rusak", thread="t")], at=NOW)
    heard(account, "Lampu taman rusak!")
    sign_in(client, cast.admin)
    own = f"/kotak-masuk/{case.number}/"
    kept = QUEUE.replace("&", "&amp;")
    assert f'"{own}{name}/{kept}"' in client.get(f"{own}{QUEUE}").content.decode()
    asked = f"{own}{name}/{QUEUE}"
    whole = client.get(asked).content.decode()
    whole = whole[whole.index("</header>") :]
    links = re.findall(rf'(?:href|action)="({own}[^"]*)"', whole)
    assert links
    assert all(link.endswith(kept) for link in links), links
    for form in re.findall(r'<form method="get".*?</form>', whole, re.DOTALL):
        assert 'name="lingkup" value="bebas"' in form
        assert 'name="q" value="lampu"' in form


def test_who_joins_or_splits_cases_stays_in_the_queue_as_it_was_filtered(client, cast, account):
    case = heard(account, "Lampu jalan rusak", thread="t")
    other = heard(account, "Lampu taman rusak")
    sign_in(client, cast.admin)
    own = f"/kotak-masuk/{case.number}/"
    sent = client.post(f"{own}gabung/{QUEUE}", {"perkara": other.number, "induk": case.number})
    assert sent.headers["Location"] == f"{own}{QUEUE}"
    sent = client.post(f"{own}pisah/{QUEUE}", {"pesan": str(other.brought.get().pk)})
    made = Case.objects.latest("pk")
    assert sent.headers["Location"] == f"/kotak-masuk/{made.number}/{QUEUE}"


def test_what_was_split_is_offered_first_to_be_put_together_again(client, cast, account):
    case = heard(account, "Jalan rusak di pasar", thread="t")
    intake.take_in(account, [comment("Kapan posyandu?", thread="t")], at=NOW)
    made = joining.split(case, case.messages.order_by("-pk")[:1], by=cast.admin, at=LATER)
    sign_in(client, cast.admin)
    for one, other in ((case, made), (made, case)):
        said = words_of(client.get(f"/kotak-masuk/{one.number}/gabung/"))
        assert said.index(other.number) < said.index("Dulu satu perkara")


def test_only_what_one_may_answer_is_offered_and_joined(client, cast, account):
    case = heard(account, "Jalan rusak di pasar")
    secret = heard(account, "Ada pungli di pasar rusak")
    closed = heard(account, "Jalan rusak di sawah")
    Case.objects.filter(pk=closed.pk).update(state="closed")
    account.unit = make_unit("Dinas Sosial", cast.pemda)
    account.save()
    foreign = heard(account, "Jalan rusak di pasar kota")
    sign_in(client, cast.admin)
    page = f"/kotak-masuk/{case.number}/gabung/"
    for hidden in (secret, closed, foreign):
        assert hidden.number not in words_of(client.get(page, {"cari": "rusak"}))
        refused = client.post(page, {"perkara": hidden.number, "induk": case.number})
        assert (refused.status_code, "Pilih perkara lain" in words_of(refused)) == (422, True)
    sign_in(client, cast.admin_lain)
    assert client.get(page).status_code == 404
    assert client.post(page, {"perkara": closed.number}).status_code == 404


def test_cases_are_seen_side_by_side_and_put_together_under_the_chosen_number(
    client, cast, account
):
    case = heard(account, "Jalan rusak di pasar, NIK 3210014101900002")
    other = heard(account, "Jalan rusak dekat pasar")
    sign_in(client, cast.admin)
    page = f"/kotak-masuk/{case.number}/gabung/"
    side_by_side = client.get(page, {"perkara": other.number}).content.decode()
    assert "Jalan rusak dekat pasar" in side_by_side
    assert "3210014101900002" not in side_by_side
    assert "Pisahkan" in side_by_side, "how it is undone is said before"
    for _tap in range(2):
        sent = client.post(page, {"perkara": other.number, "induk": other.number})
        assert sent.headers["Location"] == f"/kotak-masuk/{other.number}/"
    stayed = client.post(f"/kotak-masuk/{other.number}/gabung/", {"perkara": case.number})
    assert stayed.headers["Location"] == f"/kotak-masuk/{other.number}/"
    case.refresh_from_db()
    assert (case.state, case.merged_into) == ("merged", other)
    gone = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert f'Lanjutkan di <a class="taut" href="/kotak-masuk/{other.number}/"' in gone
    assert 'id="jawab"' not in gone
    assert f"Pesan dari {case.number}" in words_of(client.get(f"/kotak-masuk/{other.number}/"))


def test_what_cannot_be_joined_says_why_and_keeps_the_choice(client, cast, account):
    case, other = heard(account, "Jalan rusak di pasar"), heard(account, "Jalan rusak di sawah")
    cases.close(_told(case, cast), by=cast.admin, at=NOW, outcome="Ditambal.")
    sign_in(client, cast.admin)
    refused = client.post(
        f"/kotak-masuk/{case.number}/gabung/", {"perkara": other.number, "induk": case.number}
    )
    assert refused.status_code == 409
    assert "Buka lagi dulu" in words_of(refused)
    assert f'value="{other.number}"' in refused.content.decode()


def _told(case: Case, cast: Cast) -> Case:
    Case.objects.filter(pk=case.pk).update(first_replied_at=NOW, told_at=NOW)
    return case


def test_what_is_about_the_messages_that_leave_goes_along_when_it_is_ticked(client, cast, account):
    case = heard(account, "Jalan rusak di pasar", thread="t")
    intake.take_in(account, [comment("Benarkah pasar ditutup?", thread="t", created_at=LATER)],
                   at=LATER)  # fmt: skip
    staying = cases.note(case, by=cast.admin, at=LATER, text="Jalan: sudah disurvei.")
    leaving = cases.note(case, by=cast.admin, at=LATER, text="Pasar: tanya Disperindag.")
    said = clarifying.write(cast.kecamatan, by=cast.admin, at=LATER, case=case, **GIVEN)
    duties.lapor(case, by=cast.admin, at=LATER, reference="123456", status="diproses")
    cases.watch(case, by=cast.camat, at=LATER)
    sign_in(client, cast.admin)
    page = f"/kotak-masuk/{case.number}/pisah/"
    ticked = {"klarifikasi": str(said.pk), "catatan": str(leaving.pk), "lapor": "1"}
    refused = client.post(page, ticked)
    assert refused.content.decode().count(" checked") == 3, "what was ticked is not lost"
    second = case.messages.get(text="Benarkah pasar ditutup?")
    client.post(page, {"pesan": str(second.pk), **ticked})
    made = Case.objects.get(lapor__reference="123456")
    assert made != case
    assert list(made.notes.all()) == [leaving]
    assert list(case.notes.all()) == [staying]
    assert list(made.clarifications.all()) == [said]
    assert [watch.user for one in (case, made) for watch in one.watches.all()] == [cast.camat] * 2
    line = Entry.objects.get(action="inbox.split")
    assert line.data == {"into": made.number, "notes": 1, "clarifications": 1, "lapor": 1}


def test_messages_that_are_ticked_become_a_case_of_their_own(client, cast, account):
    case = heard(account, "Jalan rusak di pasar", thread="t")
    intake.take_in(account, [comment("KTP saya kapan?", thread="t", created_at=LATER)], at=LATER)
    sign_in(client, cast.admin)
    page = f"/kotak-masuk/{case.number}/pisah/"
    assert page in client.get(f"/kotak-masuk/{case.number}/").content.decode()
    everything = re.findall(r'name="pesan" value="([^"]+)"', client.get(page).content.decode())
    refused = client.post(page, {"pesan": everything})
    assert refused.status_code == 422
    assert "paling sedikit satu tetap di sini" in words_of(refused)
    assert refused.content.decode().count(" checked") == 2, "what was ticked is not lost"
    assert client.post(page, {"pesan": "x"}).status_code == 422
    sent = client.post(page, {"pesan": everything[1]})
    made = Case.objects.latest("pk")
    assert sent.headers["Location"] == f"/kotak-masuk/{made.number}/"
    assert made.preview == "KTP saya kapan?"
    assert f"Dipisah ke {made.number}" in words_of(client.get(f"/kotak-masuk/{case.number}/"))


def test_a_merged_number_leads_a_citizen_on_and_shows_only_their_own_words(
    client: Client, cast: Cast
) -> None:
    mine = letter(cast, "a", "Jalan rusak di depan rumah saya.")
    home = letter(cast, "b", "Jalan rusak, ibu saya jatuh.")
    joining.merge(home, [mine], by=cast.admin, at=LATER)
    to_me, to_them = (
        replies.reply(message, by=cast.admin, at=LATER - replies.UNDO, text=text)
        for message, text in (
            (mine.brought.select_related("case__unit").get(), "Rumah Anda kami datangi Senin."),
            (home.messages.select_related("case__unit").get(came_with=None), "Semoga lekas pulih."),
        )
    )
    by_number = words_of(client.get("/lacak/", {"nomor": mine.number}))
    assert f"Disatukan dengan laporan {home.number}" in by_number
    assert "Sedang ditangani" in by_number
    link = f'href="/lacak/?nomor={home.number}"'
    assert link in client.get("/lacak/", {"nomor": mine.number}).content.decode()
    for case, own, other in ((mine, to_me, to_them), (home, to_them, to_me)):
        said = words_of(client.get(f"/lacak/{case.number}/{case.follow_key}/"))
        assert own.message.text in said
        assert own.text in said
        assert other.message.text not in said
        assert other.text not in said


def test_a_number_follows_its_message_out_of_a_merged_case_again(
    client: Client, cast: Cast
) -> None:
    mine = letter(cast, "a", "Jalan rusak di depan rumah saya.", contact="081200000031")
    home = letter(cast, "b", "Lampu padam, ibu saya jatuh.", contact="081200000032")
    joining.merge(home, [mine], by=cast.admin, at=NOW)
    made = joining.split(home, mine.brought.all(), by=cast.admin, at=LATER)
    assert made.contact == "081200000031"
    link = f'href="/lacak/?nomor={made.number}"'
    assert link in client.get("/lacak/", {"nomor": mine.number}).content.decode()
    said = words_of(client.get(f"/lacak/{home.number}/{home.follow_key}/"))
    assert "Lampu padam, ibu saya jatuh." in said
    assert made.number not in said


def test_a_number_merged_into_what_became_secret_shows_itself_no_longer(
    client: Client, cast: Cast
) -> None:
    mine = letter(cast, "a", "Jalan rusak di depan rumah saya.")
    home = letter(cast, "b", "Jalan rusak, uangnya ke mana?")
    joining.merge(home, [mine], by=cast.admin, at=NOW)
    cases.classify(home, by=cast.admin, at=LATER, kind="integrity_report")
    assert client.get("/lacak/", {"nomor": mine.number}).status_code == 404
    own = client.get(f"/lacak/{mine.number}/{mine.follow_key}/").content.decode()
    assert "Jalan rusak di depan rumah saya." in own
    assert "?nomor=" not in own
