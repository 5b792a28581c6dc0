"""Invitations: whoever is new sets their own password, by mail, once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.people import actions
from kentongan.people.models import ImportBatch, User
from kentongan.people.queries import invitation
from tests.cast import NOW, Cast, sign_in
from tests.fakes import smtp
from tests.people.by_mail import (
    NEW,
    ask,
    choose,
    invited,
    path_in,
    run,
    secret_in,
    states,
    text,
    use,
    whose,
)


def state(person: User, at: datetime = NOW) -> str:
    person.refresh_from_db()
    found = invitation(person, at)
    return found.state if found else ""


def test_an_invited_person_sets_their_own_password(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    person = invited(cast, at=clock.now())
    assert not is_password_usable(person.password)
    assert state(person) == "waiting"
    run(clock.now())
    [(to, letter)] = server.letters
    assert (to, letter["Subject"]) == (person.email, "Kentongan: atur sandi Anda")
    assert "Nama pengguna Anda: nining" in text(letter)
    assert state(person) == "sent"
    client.get(path_in(letter))
    assert "Selamat datang, Nining Baru" in client.get("/sandi/baru/").content.decode()
    choose(client)
    assert client.post("/masuk/", {"username": "nining", "password": NEW})["Location"] == "/"
    assert client.get("/akun-saya/").status_code == 200  # no one-time password to be changed
    assert state(person) == "used"
    assert Entry.objects.filter(action="person.password_invited").exists()
    run(clock.now())
    assert len(server.letters) == 1


def test_the_form_invites_unless_otherwise_chosen_or_unreachable(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    sign_in(client, cast.administrator)
    page = client.get("/orang/baru/").content.decode()
    assert re.search(r'value="mail"[^>]*checked', page)
    data = {"name": "Orang Baru", "unit": cast.desa.code, "way": "mail"}
    sent = client.post("/orang/baru/", {**data, "username": "satu", "email": "satu@pemda.test"})
    person = User.objects.get(username="satu")
    assert sent["Location"] == f"/orang/{person.pk}/"
    page = client.get(sent["Location"]).content.decode()
    assert "Undangan dikirim ke satu@pemda.test" in page
    assert "Menunggu dikirim" in page
    for name, more in (("dua", {}), ("tiga", {"email": "tiga@pemda.test", "way": "once"})):
        shown = client.post("/orang/baru/", {**data, "username": name, **more})
        assert "data-sandi" in shown.content.decode()
    wrong = client.post("/orang/baru/", {**data, "username": "empat", "way": "burung"})
    assert wrong.status_code == 422
    assert states("invitation") == ["due"]


def test_without_mail_the_form_makes_one_time_passwords_as_ever(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    assert 'name="way"' not in client.get("/orang/baru/").content.decode()
    data = {"name": "Orang Baru", "unit": cast.desa.code, "username": "satu", "way": "mail",
            "email": "satu@pemda.test"}  # fmt: skip
    assert "data-sandi" in client.post("/orang/baru/", data).content.decode()
    person = User.objects.get(username="satu")
    page = client.get(f"/orang/{person.pk}/").content.decode()
    assert "Undang lewat surel" not in page
    with pytest.raises(Conflict, match="belum dinyalakan"):
        actions.invite(person, by=cast.administrator, at=NOW)


PEOPLE = """nama_pengguna,nama,unit,surel
ani,Ani Baru,desa-karangsari,ani@pemda.test
beni,Beni Baru,desa-karangsari,
caca,Caca Baru,desa-karangsari,caca@pemda.test
"""


@pytest.mark.parametrize(("way", "mailed"), [("mail", 2), ("once", 0), ("", 0)])
def test_an_import_invites_whom_it_can_where_that_was_chosen(
    cast: Cast, server: smtp.Smtp, client: Client, way: str, mailed: int
) -> None:
    sign_in(client, cast.administrator)
    file = SimpleUploadedFile("orang.csv", PEOPLE.encode())
    preview = client.get(client.post("/impor/orang/", {"file": file})["Location"])
    assert "2 orang baru mempunyai surel" in preview.content.decode()
    batch = ImportBatch.objects.get()
    done = client.post(f"/impor/{batch.pk}/jalankan/", {"way": way} if way else {})
    page = done.content.decode()
    assert page.count("<code") == 3 - mailed
    assert f"{mailed} undangan dikirim" in page or not mailed
    run(clock.now())
    assert sorted(to for to, _letter in server.letters) == [
        "ani@pemda.test", "caca@pemda.test"
    ][: mailed]  # fmt: skip
    waiting = client.get("/orang/?keadaan=belum").content.decode()
    assert "Ani Baru" in waiting
    assert cast.admin.name not in waiting


def test_an_invitation_is_seen_open_late_and_sent_once_more(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    person = invited(cast)
    with pytest.raises(Conflict, match="masih menunggu"):
        actions.invite(person, by=cast.administrator, at=NOW)
    run()
    first = secret_in(server.letters[0][1])
    later = NOW + timedelta(days=7)
    assert (state(person), state(person, later)) == ("sent", "late")
    assert whose("invitation", first, later) is None
    actions.invite(person, by=cast.administrator, at=later)
    run(later)
    assert state(person, later) == "sent"
    assert whose("invitation", secret_in(server.letters[1][1]), later) == person
    page = sign_in(client, cast.administrator).get(f"/orang/{person.pk}/").content.decode()
    assert "Kirim lagi undangan" in page
    client.post(f"/orang/{person.pk}/undang/")
    assert states("invitation") == ["due", "sent", "sent"]
    again = client.post(f"/orang/{person.pk}/undang/", follow=True).content.decode()
    assert "masih menunggu dikirim" in again
    assert states("invitation") == ["due", "sent", "sent"]
    assert sign_in(client, cast.admin).post(f"/orang/{person.pk}/undang/").status_code in (403, 404)
    with pytest.raises(NotAllowed):
        actions.invite(person, by=cast.admin, at=later)


def test_all_who_have_no_invitation_are_invited_at_once(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    open_already = invited(cast, "terbuka", at=clock.now())
    for number, unit in enumerate((cast.desa, cast.desa, cast.kecamatan)):
        actions.create_person(
            by=cast.administrator, at=NOW, username=f"orang{number}", name=f"Orang {number}",
            unit=unit, email=f"orang{number}@pemda.test",
        )  # fmt: skip
    actions.create_person(
        by=cast.administrator, at=NOW, username="tanpa", name="Tanpa Surel", unit=cast.desa
    )
    run(clock.now())
    sign_in(client, cast.administrator)
    assert "Undang" not in client.get("/orang/").content.decode()
    page = client.get("/orang/?keadaan=belum").content.decode()
    assert "Undang 3 orang lewat surel" in page
    data = {"keadaan": "belum", "unit": cast.desa.code}
    assert "Undang 2 orang" in client.get("/orang/", data).content.decode()
    answer = client.post("/orang/undang/", data)
    assert answer["Location"] == f"/orang/?keadaan=belum&unit={cast.desa.code}"
    assert "2 undangan dikirim" in client.get(answer["Location"]).content.decode()
    run(clock.now())
    gone = [to for to, _letter in server.letters]
    assert sorted(gone) == ["orang0@pemda.test", "orang1@pemda.test", open_already.email]
    page = client.post("/orang/undang/", data, follow=True).content.decode()
    assert "Tidak ada lagi yang perlu diundang" in page
    assert "undangan dikirim" not in page
    run(clock.now())
    assert len(server.letters) == 3
    sign_in(client, cast.admin).post("/orang/undang/", {"keadaan": "semua"})
    run(clock.now())
    assert len(server.letters) == 3


def test_an_invitation_takes_the_place_of_a_one_time_password_and_the_other_way_round(
    cast: Cast, server: smtp.Smtp
) -> None:
    person, secret = actions.create_person(
        by=cast.administrator, at=NOW, username="nining", name="Nining", unit=cast.desa,
        email="nining@pemda.test",
    )  # fmt: skip
    actions.invite(person, by=cast.administrator, at=NOW)
    person.refresh_from_db()
    assert not person.check_password(secret)
    actions.reset_password(person, by=cast.administrator, at=NOW)
    run()
    assert (server.letters, states("invitation"), state(person)) == ([], ["dropped"], "void")
    actions.invite(person, by=cast.administrator, at=NOW)
    run()
    link = secret_in(server.letters[0][1])
    secret = actions.reset_password(person, by=cast.administrator, at=NOW)
    assert state(person) == "void"
    with pytest.raises(Conflict):
        use("invitation", link, NEW, NOW)
    person.refresh_from_db()
    assert person.check_password(secret)


def test_who_has_a_password_is_gone_or_unreachable_is_not_invited(
    cast: Cast, server: smtp.Smtp
) -> None:
    with pytest.raises(Conflict, match="sudah mengatur"):
        actions.invite(cast.admin, by=cast.administrator, at=NOW)
    person = invited(cast)
    actions.edit_person(person, by=cast.administrator, at=NOW, email="")
    run()
    assert (server.letters, states("invitation")) == ([], ["dropped"])
    with pytest.raises(Conflict, match="Isi dulu surel"):
        actions.invite(person, by=cast.administrator, at=NOW)
    actions.edit_person(person, by=cast.administrator, at=NOW, email="n@pemda.test")
    actions.deactivate_person(person, by=cast.administrator, at=NOW)
    with pytest.raises(Conflict, match="nonaktif"):
        actions.invite(person, by=cast.administrator, at=NOW)


def test_an_invitation_to_an_address_that_was_wrong_does_not_count_as_held(
    cast: Cast, server: smtp.Smtp
) -> None:
    person = invited(cast)
    everybody = User.objects.all()
    assert not actions.uninvited(everybody, NOW).exists()  # it waits
    run()
    assert not actions.uninvited(everybody, NOW).exists()
    actions.edit_person(person, by=cast.administrator, at=NOW, email="betul@pemda.test")
    assert state(person) == "void"
    assert actions.invite_all(everybody, by=cast.administrator, at=NOW) == 1
    run()
    assert [to for to, _letter in server.letters] == ["nining@pemda.test", "betul@pemda.test"]


def test_a_refused_and_an_uncertain_invitation_are_told_to_who_manages_people(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    server.answers["salah@pemda.test"] = "550 kotak surat tidak ada"
    refused = invited(cast, "salah")
    run()
    server.after_data = ""
    lost = invited(cast, "hilang", at=clock.now())
    run(clock.now())
    assert (state(refused), state(lost, clock.now())) == ("failed", "unknown")
    sign_in(client, cast.administrator)
    assert "550 kotak surat tidak ada" in client.get(f"/orang/{refused.pk}/").content.decode()
    assert "Belum pasti terkirim" in client.get(f"/orang/{lost.pk}/").content.decode()


def test_an_invitation_that_is_too_old_still_leaves_the_way_of_a_lost_password(
    cast: Cast, server: smtp.Smtp
) -> None:
    person = invited(cast)
    run()
    later = NOW + timedelta(days=30)
    ask("nining", later)
    link = secret_in(server.letters[1][1])
    with pytest.raises(Invalid):
        use("reset", link, "pendek", later)
    assert use("reset", link, NEW, later) == person
    assert state(person, later) == "used"
    assert not User.objects.get(pk=person.pk).must_change_password
