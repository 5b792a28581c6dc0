"""A lost password and an invitation: by mail, once, for the right person, telling nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kentongan.jobs.models import Job
from kentongan.jobs.registry import KINDS
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict
from kentongan.ledger.models import Entry
from kentongan.people import actions, links, mail
from kentongan.people.models import Letter, User
from kentongan.people.notices import notify
from kentongan.people.views import entry
from tests.cast import NOW, PASSWORD, Cast, make_user, sign_in
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


@pytest.fixture(autouse=True)
def _nobody_waits() -> Iterator[None]:
    entry.ASKING.forget()
    yield
    entry.ASKING.forget()


# A lost password.


def test_whoever_lost_the_password_sets_a_new_one_by_mail(cast: Cast, server: smtp.Smtp) -> None:
    phone, laptop, scanner = Client(), sign_in(Client(), cast.admin), Client()
    page = phone.get("/masuk/").content.decode()
    assert 'href="/sandi/lupa/"' in page
    answer = phone.post("/sandi/lupa/", {"who": f" {cast.admin.username}@PEMDA.Test "})
    assert answer["Location"] == "/sandi/diminta/"
    assert phone.get("/sandi/diminta/").status_code == 200
    run(clock.now())
    [(to, letter)] = server.letters
    assert to == cast.admin.email
    assert letter["Subject"] == "Kentongan: atur sandi baru"
    assert letter["List-Unsubscribe"] is None
    assert cast.admin.username in text(letter)
    link = path_in(letter)
    for _time in range(2):  # a scanner of mail looks at it, which uses nothing up
        assert scanner.get(link).status_code == 302
        assert scanner.head(link).status_code == 302
    opened = phone.get(link)
    assert opened["Location"] == "/sandi/baru/"
    assert opened["Referrer-Policy"] == "same-origin"
    assert "no-store" in opened["Cache-Control"]
    shown = phone.get("/sandi/baru/")
    # Stricter would make browsers send the form as from nowhere, and it would be refused.
    assert shown["Referrer-Policy"] == "same-origin"
    page = shown.content.decode()
    assert cast.admin.username in page
    assert secret_in(letter) not in page
    assert laptop.get("/akun-saya/").status_code == 200
    assert choose(phone)["Location"] == "/masuk/"
    assert laptop.get("/akun-saya/").status_code == 302
    assert f'value="{cast.admin.username}"' in phone.get("/masuk/").content.decode()
    entered = phone.post("/masuk/", {"username": cast.admin.username, "password": NEW})
    assert entered["Location"] == "/"
    done = Entry.objects.get(action="person.password_by_link")
    assert (done.actor_id, done.unit_code) == (str(cast.admin.pk), cast.admin.unit.code)
    run(clock.now())
    told = server.letters[1][1]
    assert told["Subject"] == "Kentongan: sandi Anda diganti"
    assert "https://medsos.pemda.test/sandi/lupa/" in text(told)
    assert Letter.objects.get(kind="reset").used_at is not None


def test_the_answer_is_the_same_for_strangers_and_costs_the_same(
    cast: Cast, client: Client, server: smtp.Smtp
) -> None:
    User.objects.filter(pk=cast.camat.pk).update(email="camat@pemda.test", is_active=False)
    answers, costs = set(), set()
    for who in (cast.admin.username, cast.admin.email, "siapa-ini", "x@y.test", "camat@pemda.test",
                cast.lurah.username):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            answer = client.post("/sandi/lupa/", {"who": who})
        answers.add((answer.status_code, answer["Location"], answer.content))
        costs.add(len(asked))
        assert who not in str(Job.objects.latest("pk").args)
    assert len(answers) == len(costs) == 1
    run(clock.now())
    assert {to for to, _letter in server.letters} == {cast.admin.email}


def test_what_nobody_can_be_called_is_refused_before_anything_is_asked(
    cast: Cast, client: Client, server: smtp.Smtp
) -> None:
    for typed in ("", "x" * 300, "ad\u202emin", "a\x00b"):
        assert client.post("/sandi/lupa/", {"who": typed}).status_code == 422
    assert not Job.objects.exists()


def test_a_script_is_held_back_and_a_mailbox_is_not_flooded(
    cast: Cast, client: Client, server: smtp.Smtp
) -> None:
    for _time in range(10):
        assert client.post("/sandi/lupa/", {"who": cast.admin.username}).status_code == 302
        run(clock.now())
    held = client.post("/sandi/lupa/", {"who": cast.admin.username})
    assert held.status_code == 429
    assert int(held["Retry-After"]) > 0
    assert "Terlalu banyak permintaan" in held.content.decode()
    assert len(server.letters) == 3


def test_each_person_behind_one_address_gets_a_link_of_their_own(
    cast: Cast, server: smtp.Smtp
) -> None:
    User.objects.filter(pk=cast.lurah.pk).update(email=cast.admin.email.upper())
    ask(cast.admin.email)
    letters = [letter for _to, letter in server.letters]
    names = {cast.admin.username, cast.lurah.username}
    assert {name for name in names for letter in letters if name in text(letter).split()} == names
    assert len({whose("reset", secret_in(letter), NOW) for letter in letters}) == 2


def test_a_name_that_is_the_address_of_another_opens_nothing_of_theirs(
    cast: Cast, server: smtp.Smtp
) -> None:
    sly = make_user("Orang Lain", cast.desa, username=cast.admin.email)
    ask(cast.admin.email)
    assert [to for to, _letter in server.letters] == [cast.admin.email]
    assert whose("reset", secret_in(server.letters[0][1]), NOW) == cast.admin != sly


def test_links_name_the_installation_and_not_whoever_asked(
    cast: Cast, server: smtp.Smtp, client: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/sandi/lupa/", {"who": cast.admin.username}, headers={"host": "evil.example"})
    run(clock.now())
    assert "evil.example" not in server.letters[0][1].as_string()
    assert path_in(server.letters[0][1])


def test_a_used_an_old_and_a_forged_link_lead_to_a_page_that_helps(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    ask(cast.admin.username, clock.now())
    link = path_in(server.letters[0][1])
    assert client.get(link.replace("/sandi/baru/", "/undangan/")).status_code == 410
    assert client.get(link[:-3] + "x/").status_code == 410
    assert client.get("/sandi/baru/").status_code == 410
    client.get(link)
    other = Client()
    other.get(link)
    assert choose(client)["Location"] == "/masuk/"
    late = choose(other, "yang kedua tidak jadi")  # opened twice, pressed twice
    assert late.status_code == 410
    used = Client().get(link)
    assert used.status_code == 410
    assert used["Referrer-Policy"] == "same-origin"
    assert 'href="/sandi/lupa/"' in used.content.decode()
    cast.admin.refresh_from_db()
    assert cast.admin.check_password(NEW)
    ask(cast.sekcam.username)
    fresh = secret_in(server.letters[-1][1])
    assert whose("reset", fresh, NOW + timedelta(minutes=119)) == cast.sekcam
    assert whose("reset", fresh, NOW + timedelta(hours=2)) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda user, by: actions.reset_password(user, by=by, at=NOW),
        lambda user, by: actions.sign_out_everywhere(user, by=by, at=NOW),
        lambda user, by: actions.edit_person(user, by=by, at=NOW, email="baru@pemda.test"),
        lambda user, by: actions.deactivate_person(user, by=by, at=NOW),
        lambda user, by: Client().post(
            "/masuk/", {"username": user.username, "password": PASSWORD}
        ),
        lambda user, by: actions.change_password(user, current=PASSWORD, new=NEW, at=NOW),
    ],
    ids=["one-time", "out", "address", "deactivated", "signed-in", "changed"],
)
def test_what_changes_about_the_person_ends_their_links(
    cast: Cast, server: smtp.Smtp, change: Any
) -> None:
    ask(cast.admin.username)
    link = secret_in(server.letters[0][1])
    assert whose("reset", link, NOW) == cast.admin
    change(cast.admin, cast.administrator)
    assert whose("reset", link, NOW) is None
    with pytest.raises(Conflict):
        use("reset", link, NEW, NOW)


def test_somebody_faster_wins_also_after_the_link_was_read(
    cast: Cast, server: smtp.Smtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(cast.admin.username)
    link = secret_in(server.letters[0][1])
    real = links.holder

    def overtaken(claim: str, at: datetime) -> User | None:
        found = real(claim, at)
        actions.sign_out_everywhere(User.objects.get(pk=cast.admin.pk), by=cast.admin, at=NOW)
        return found

    monkeypatch.setattr(links, "holder", overtaken)
    with pytest.raises(Conflict):
        use("reset", link, NEW, NOW)
    cast.admin.refresh_from_db()
    assert cast.admin.check_password(PASSWORD)


def test_the_rules_are_those_of_any_new_password(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    ask(cast.admin.username, clock.now())
    client.get(path_in(server.letters[0][1]))
    for new, again, field in (
        ("pendek", "", "new"), ("1234567890", "", "new"), (PASSWORD, "", "new"),
        (NEW, "lain sama sekali", "again"), ("x" * 300, "", "new"),
    ):  # fmt: skip
        answer = choose(client, new, again)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert f'value="{new}"' not in answer.content.decode()
    assert choose(client).status_code == 302


def test_the_link_stands_in_no_table(cast: Cast, server: smtp.Smtp, client: Client) -> None:
    now = clock.now()
    ask(cast.admin.username, now)
    actions.create_person(
        by=cast.administrator, at=now, username="baru", name="Orang Baru", unit=cast.desa,
        email="baru@pemda.test", by_mail=True,
    )  # fmt: skip
    run(now)
    secrets = {secret_in(letter).rpartition(":")[2] for _to, letter in server.letters}
    assert len(secrets) == 2
    kept = [*Letter.objects.values(), *Job.objects.values(), *Entry.objects.values(),
            *User.objects.values()]  # fmt: skip
    assert not [secret for secret in secrets if secret in str(kept)]
    client.get(path_in(server.letters[0][1]))
    [held] = [session.get_decoded() for session in Session.objects.all()]
    assert entry.CLAIM in held
    assert not [secret for secret in secrets if secret in str(held)]
    choose(client)
    left = [session.get_decoded() for session in Session.objects.all()]
    assert entry.CLAIM not in {key for session in left for key in session}


def test_a_digest_of_the_person_is_no_link(cast: Cast, server: smtp.Smtp) -> None:
    ask(cast.admin.username)
    bound = Letter.objects.get().bound
    assert bound == links.bound(cast.admin)
    until = int((NOW + timedelta(hours=1)).timestamp())
    forged = f"{cast.admin.pk.hex}.{until:x}.{bound}"
    assert whose("reset", forged, NOW) is None
    assert whose("reset", Signer(salt="lain").sign(forged), NOW) is None


def test_who_was_locked_out_enters_with_the_new_password(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    for _time in range(6):
        locked = client.post("/masuk/", {"username": cast.admin.username, "password": "salah"})
    page = locked.content.decode()
    assert locked.status_code == 429
    assert "15 menit" in page
    assert 'href="/sandi/lupa/"' in page
    ask(cast.admin.username, clock.now())
    client.get(path_in(server.letters[0][1]))
    choose(client)
    assert not AccessAttempt.objects.filter(username=cast.admin.username).exists()
    entered = client.post("/masuk/", {"username": cast.admin.username, "password": NEW})
    assert entered.status_code == 302


@pytest.mark.parametrize("way", ["one-time", "from the server"])
def test_who_was_locked_out_enters_with_a_password_that_others_gave(
    cast: Cast, client: Client, way: str
) -> None:
    for _time in range(6):
        locked = client.post("/masuk/", {"username": cast.admin.username, "password": "salah"})
    assert "Sandi baru membuka pintunya segera" in locked.content.decode()
    given = NEW
    if way == "one-time":
        given = actions.reset_password(cast.admin, by=cast.administrator, at=NOW)
    else:
        actions.set_password(cast.admin, password=NEW, by=cast.administrator, at=NOW)
    entered = client.post("/masuk/", {"username": cast.admin.username, "password": given})
    assert entered.status_code == 302


def test_without_mail_the_page_says_who_helps_and_names_nobody(cast: Cast, client: Client) -> None:
    page = client.get("/sandi/lupa/").content.decode()
    assert "Diskominfo" in page
    assert 'name="who"' not in page
    assert not [user.name for user in cast.people if user.name in page]
    assert client.post("/sandi/lupa/", {"who": cast.admin.username}).status_code == 200
    assert not Job.objects.exists()


def test_whoever_is_signed_in_as_another_is_not_any_more(
    cast: Cast, server: smtp.Smtp, client: Client
) -> None:
    ask(cast.admin.username, clock.now())
    sign_in(client, cast.sekcam)
    client.get(path_in(server.letters[0][1]))
    assert cast.admin.username in client.get("/sandi/baru/").content.decode()
    choose(client)
    assert "_auth_user_id" not in client.session
    cast.sekcam.refresh_from_db()
    assert cast.sekcam.check_password(PASSWORD)


@pytest.mark.usefixtures("english")
def test_the_mail_is_in_the_language_its_reader_chose(cast: Cast, server: smtp.Smtp) -> None:
    actions.choose_mail(cast.admin, chosen=[], by=cast.admin, at=NOW, language="en")
    ask(cast.admin.username)
    letter = server.letters[0][1]
    assert letter["Subject"] == "Kentongan: set a new password"
    assert "for 2 hours" in text(letter)


# The post.


def test_a_lost_answer_and_a_dead_worker_send_no_second_link(cast: Cast, server: smtp.Smtp) -> None:
    server.after_data = ""
    ask(cast.admin.username)
    server.after_data = "250 diterima"
    run(NOW + timedelta(minutes=20))
    assert (server.letters, states("reset")) == ([], ["unknown"])
    actions.ask_for_links(cast.sekcam.username, at=NOW)
    job = Job.objects.get(state="due")
    for _time in range(2):  # the worker died before its record
        KINDS[job.kind].function(at=NOW, **job.args)
    dying = Letter.objects.get(user=cast.sekcam)
    Letter.objects.filter(pk=dying.pk).update(state="sending", sent_at=NOW, tries=1)
    run(NOW + timedelta(minutes=11))
    assert (server.letters, states("reset")) == ([], ["unknown", "unknown"])
    ask(cast.admin.username, NOW + timedelta(minutes=30))  # but whoever asks again gets one
    assert [to for to, _letter in server.letters] == [cast.admin.email]


def test_a_link_that_waited_for_the_server_still_has_its_two_hours_or_is_not_sent(
    cast: Cast, server: smtp.Smtp
) -> None:
    server.greeting = "421 sedang dirawat"
    ask(cast.admin.username)
    assert states("reset") == ["due"]
    server.greeting = "220 kembali"
    later = NOW + timedelta(minutes=50)
    run(later)
    link = secret_in(server.letters[0][1])
    assert whose("reset", link, later + timedelta(minutes=119)) == cast.admin
    server.greeting = "421 sedang dirawat"
    ask(cast.sekcam.username)
    server.greeting = "220 kembali"
    run(NOW + timedelta(minutes=61))
    assert len(server.letters) == 1
    assert states("reset") == ["refused", "sent"]


def test_a_link_fits_the_person_as_they_are_when_it_leaves(
    cast: Cast, server: smtp.Smtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.send_links([str(cast.admin.pk), str(cast.sekcam.pk)], asked=NOW, at=NOW)
    real = mail.hand_over

    def slowly(message: Any, backend: Any) -> None:
        real(message, backend)
        if message.to == [cast.admin.email]:  # meanwhile, with the next letter already read
            actions.sign_out_everywhere(cast.sekcam, by=cast.sekcam, at=NOW)

    monkeypatch.setattr(mail, "hand_over", slowly)
    run()
    assert whose("reset", secret_in(server.letters[1][1]), NOW) == cast.sekcam


def test_who_waits_for_a_link_waits_behind_no_invitations(cast: Cast, server: smtp.Smtp) -> None:
    for number in range(5):
        invited(cast, f"orang{number}")
    ask(cast.admin.username)
    assert server.letters[0][0] == cast.admin.email


def test_notices_and_links_travel_apart(cast: Cast, server: smtp.Smtp) -> None:
    actions.send_links([str(cast.admin.pk)], asked=NOW, at=NOW)
    notify([cast.admin], "Sambungan terputus.", key="account-broken:1", at=NOW)
    run()
    ask(cast.admin.username, NOW + timedelta(minutes=1))
    notify([cast.admin], "Sambungan lain terputus.", key="account-broken:2", at=NOW)
    run(NOW + timedelta(minutes=2))
    subjects = [letter["Subject"] for _to, letter in server.letters]
    assert subjects.count("Kentongan: atur sandi baru") == 2
    assert subjects.count("Kentongan: Sambungan terputus") == 1
    kinds = Letter.objects.filter(notices__isnull=False).values_list("kind", flat=True)
    assert set(kinds) == {"notices"}
    told = Entry.objects.filter(action="letter.accept").values_list("data", flat=True)
    assert {"isi": "reset"} in list(told)
