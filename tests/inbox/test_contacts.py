"""Name and contact of a citizen: theirs to change and to take back, the words stay."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from kentongan.inbox import masking, search
from kentongan.inbox.actions import citizens, contacts, joining
from kentongan.inbox.models import Case, Message
from kentongan.inbox.views import public as views
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Conflict, Missing, NotAllowed
from kentongan.ledger.models import Entry
from tests.cast import NOW, Cast, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda: NOW)
    views.LOOKING.forget()


def letter(cast: Cast, key: str = "satu", name: str = "Bu Tati", **values: Any) -> Case:
    given: dict[str, Any] = {
        "key": key, "kind": "complaint", "name": name, "contact": "081200000031",
        "text": "Jalan di depan balai desa rusak.",
    }  # fmt: skip
    return citizens.submit(cast.kecamatan, citizens.Letter(**given | values), at=NOW)


def found(words: str) -> bool:
    return search.matching(Case.objects.all(), words).exists()


def test_a_citizen_takes_name_and_contact_back_and_the_words_stay(
    client: Client, cast: Cast
) -> None:
    case = letter(cast)
    assert found("tati")
    page = f"/lacak/{case.number}/{case.follow_key}/"
    assert "Hapus nama dan kontak saya" in client.get(page).content.decode()
    assert "0812" not in client.get(page).content.decode()
    assert client.post(f"{page}kontak/", {"what": "hapus"}).status_code == 302
    case.refresh_from_db()
    assert (case.author_name, case.contact) == ("", "")
    message = Message.objects.get()
    assert (message.author_name, message.text) == ("", "Jalan di depan balai desa rusak.")
    assert not found("tati")
    assert found("balai")
    entry = Entry.objects.get(action="inbox.contact_withdraw")
    assert (entry.data, entry.actor_name) == ({"name": True, "contact": True}, "Warga")
    assert "Hapus nama dan kontak saya" not in client.get(page).content.decode()
    client.post(f"{page}kontak/", {"what": "hapus"})
    assert Entry.objects.filter(action="inbox.contact_withdraw").count() == 1


def test_a_citizen_gives_another_contact(client: Client, cast: Cast) -> None:
    case = letter(cast)
    page = f"/lacak/{case.number}/{case.follow_key}/kontak/"
    assert client.post(page, {"contact": " "}).status_code == 422
    assert client.post(page, {"contact": "tati@warga.example"}).status_code == 302
    case.refresh_from_db()
    assert case.contact == "tati@warga.example"
    assert Entry.objects.get(action="inbox.contact").data == {}


def test_a_wrong_key_changes_nothing(client: Client, cast: Cast) -> None:
    case = letter(cast)
    assert client.post(f"/lacak/{case.number}/salah/kontak/", {"what": "hapus"}).status_code == 404
    with pytest.raises(Missing):
        contacts.withdraw(case.number, "", at=NOW)
    case.refresh_from_db()
    assert case.contact


def test_who_was_joined_to_another_case_is_forgotten_there_and_nobody_else(cast: Cast) -> None:
    case, root = letter(cast), letter(cast, "dua", "Pak Oman", text="Lampu jalan mati di sawah.")
    joining.merge(root, [case], by=cast.admin, at=NOW)
    contacts.withdraw(case.number, case.follow_key, at=NOW)
    root.refresh_from_db()
    assert root.author_name == "Pak Oman"
    assert sorted(Message.objects.values_list("author_name", flat=True)) == ["", "Pak Oman"]


def test_an_officer_does_it_for_a_citizen_who_calls(client: Client, cast: Cast) -> None:
    case = letter(cast)
    with pytest.raises(NotAllowed):
        contacts.forget(case, by=cast.auditor, at=NOW)
    sign_in(client, cast.admin_lain)
    assert client.post(f"/kotak-masuk/{case.number}/kontak/").status_code == 404
    sign_in(client, cast.admin)
    said = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "Warga menarik nama dan kontaknya" in said
    client.post(f"/kotak-masuk/{case.number}/kontak/")
    said = re.sub(r"<[^>]+>", " ", client.get(f"/kotak-masuk/{case.number}/").content.decode())
    assert "Tati" not in said
    assert "Nama dan kontak warga dihapus" in said


def test_what_a_network_tells_of_its_author_is_not_ours_to_forget(case_of: Any, cast: Cast) -> None:
    case = case_of()
    with pytest.raises(Conflict):
        contacts.forget(case, by=cast.admin, at=NOW)


def shown(client: Client, case: Case) -> str:
    """What the page of a case says, without marks."""
    said = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", said).split())


def test_a_contact_given_after_a_merge_is_known_in_the_case_that_stands_for_all(
    client: Client, cast: Cast
) -> None:
    case = letter(cast)
    middle = letter(cast, "dua", "Pak Oman", text="Lampu jalan mati.", contact="")
    root = letter(cast, "tiga", "Bu Ijah", text="Got mampet.", contact="081300000077")
    joining.merge(middle, [case], by=cast.admin, at=NOW)
    joining.merge(root, [Case.objects.get(pk=middle.pk)], by=cast.admin, at=NOW)
    contacts.change(case.number, case.follow_key, at=NOW, contact="tati@warga.example")
    root.refresh_from_db()
    assert root.contact == "081300000077", "the contact of somebody else stays"
    assert Entry.objects.filter(action="inbox.contact", target_label=root.number).count() == 1
    sign_in(client, cast.admin)
    said = shown(client, root)
    assert f"Kontak {case.number} t•••@warga.example (Bu Tati)" in said
    assert f"Kontak {masking.contact(root.contact)} " in said
    assert "Warga mengganti kontaknya" in said
    assert f"Kontak {middle.number}" not in said


def test_who_was_split_off_is_reached_and_forgotten_in_both_cases(cast: Cast) -> None:
    case = letter(cast)
    letter(cast, "dua", text="Lampu jalan juga mati.")
    second = Case.objects.exclude(pk=case.pk).get()
    joining.merge(case, [second], by=cast.admin, at=NOW)
    message = Message.objects.get(came_with=second)
    made = joining.split(Case.objects.get(pk=case.pk), [message], by=cast.admin, at=NOW)
    contacts.change(second.number, second.follow_key, at=NOW, contact="tati@warga.example")
    made.refresh_from_db()
    case.refresh_from_db()
    assert (made.contact, case.contact) == ("tati@warga.example", "081200000031")
    contacts.withdraw(second.number, second.follow_key, at=NOW)
    made.refresh_from_db()
    assert (made.contact, made.author_name) == ("", "")
