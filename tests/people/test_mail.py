"""Notices by mail: who gets which, once each, whatever the mail server does."""

from __future__ import annotations

import ast
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, TypeGuard

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from kentongan.config.environment import Environment, Smtp
from kentongan.kernel import say
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.people import actions, jobs, topics
from kentongan.people.actions.letters import GATHER, pause
from kentongan.people.models import Letter, Notice, User
from kentongan.people.notices import mark_read, notify
from tests.cast import NOW, Cast, sign_in
from tests.fakes import smtp
from tests.house.tree import PACKAGE

SECRET = "rahasia surat"


def tell(user: User, key: str = "account-broken:1", **more: Any) -> None:
    text = more.pop("text", "Sambungan @rawajati (Instagram) terputus. Sambungkan lagi.")
    notify([user], text, key=key, at=more.pop("at", NOW), url="/akun/1/sambungkan/", **more)


def run(at: datetime = NOW) -> None:
    jobs.mail(at=at)


def text_of(letter: EmailMessage) -> str:
    return str(letter.get_content())


def told(letter: EmailMessage) -> int:
    """How many notices it holds."""
    return text_of(letter).count("\n- ")


def states() -> list[str]:
    return sorted(Letter.objects.values_list("state", flat=True))


def test_a_broken_connection_reaches_the_custodian_by_mail_once(cast: Cast, server: smtp.Smtp):
    tell(cast.admin)
    run()
    run()
    run(NOW + timedelta(days=1))
    [(to, letter)] = server.letters
    assert to == letter["To"] == cast.admin.email
    assert letter["Subject"] == (
        "Kentongan: Sambungan @rawajati (Instagram) terputus. Sambungkan lagi"
    )
    assert letter.get_content_type() == "text/plain"
    text = text_of(letter)
    assert "Sambungan @rawajati (Instagram) terputus." in text
    assert "https://medsos.pemda.test/akun/1/sambungkan/" in text
    assert letter["List-Unsubscribe"] == "<https://medsos.pemda.test/pemberitahuan/surel/>"
    entry = Entry.objects.filter(action="letter.accept").get()
    assert (entry.target_label, entry.data["kabar"]) == (cast.admin.name, 1)
    assert cast.admin.email not in str(entry.data)


def test_what_citizens_wrote_is_counted_and_never_repeated(cast: Cast, server: smtp.Smtp):
    actions.choose_mail(cast.admin, chosen=["inbox", "approval"], by=cast.admin, at=NOW)
    tell(cast.admin, "inbox-emergency:1", text="DARURAT: Bu Siti, 0812 3456", urgent=True)
    tell(cast.admin, "inbox-late:2", text="Lewat batas: KTP saya belum jadi")
    tell(cast.admin, "ask:3", text="Menunggu keputusan Anda: KTP")
    run()
    [(_to, letter)] = server.letters
    assert letter["Subject"] == "Kentongan, mendesak: Kotak masuk, 2 kabar, dan 1 kabar lain"
    assert "Kotak masuk: 2 kabar" in text_of(letter)
    assert "Siti" not in text_of(letter)
    assert "KTP" not in text_of(letter)


@pytest.mark.usefixtures("english")
def test_a_notice_is_read_and_mailed_in_the_language_of_its_reader(
    client: Client, cast: Cast, server: smtp.Smtp
):
    with override("en"):  # whoever causes it has chosen English
        urgent = say.gettext("Kentongan, mendesak: %(about)s") % {"about": "SK"}
        assert urgent == "Kentongan, urgent: SK"
        tell(cast.admin, text=urgent)
        tell(cast.sekcam, text=urgent)
    sign_in(client, cast.sekcam)
    page = client.get("/pemberitahuan/").content.decode()
    assert "Kentongan, mendesak: SK" in page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Kentongan, urgent: SK" in client.get("/pemberitahuan/").content.decode()
    client.post("/pemberitahuan/surel/", {"topics": ["accounts"], "language": "en"})
    run()
    letters = dict(server.letters)
    assert "Kentongan, mendesak: SK" in text_of(letters[cast.admin.email])
    assert letters[cast.sekcam.email]["Subject"] == "Kentongan: Kentongan, urgent: SK"
    assert "Kentongan, urgent: SK" in text_of(letters[cast.sekcam.email])
    with pytest.raises(Invalid):
        actions.choose_mail(cast.admin, chosen=[], by=cast.admin, at=NOW, language="xx")


def test_whoever_tells_people_something_says_it_so_that_it_can_be_said_in_their_language():
    telling = [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if re.search(r"^ +(?:return )?(?:notify|tell_watchers)\(", path.read_text("utf-8"), re.M)
    ]
    assert len(telling) > 10
    forgetful = [
        path
        for path in telling
        if re.search(r"translation import .*\b(n?gettext)\b(?!_)", path.read_text("utf-8"))
    ]
    assert forgetful == [], "import gettext from kentongan.kernel.say"


def test_only_what_a_person_chose_comes_and_connections_unless_they_chose(
    cast: Cast, server: smtp.Smtp
):
    tell(cast.admin, "ask:1:1", text="Menunggu keputusan Anda")
    tell(cast.sekcam)
    actions.choose_mail(cast.sekcam, chosen=[], by=cast.sekcam, at=NOW)
    run()
    assert server.letters == []
    actions.choose_mail(cast.admin, chosen=["approval"], by=cast.admin, at=NOW)
    tell(cast.admin, "account-broken:2")
    tell(cast.admin, "ask:2:1", text="Menunggu keputusan Anda")
    run()
    assert ["Persetujuan" in text_of(letter) for _to, letter in server.letters] == [True]
    assert "Sambungan" not in text_of(server.letters[0][1])


def test_many_notices_come_as_one_letter_and_the_next_waits(cast: Cast, server: smtp.Smtp):
    for number in range(30):
        tell(cast.admin, f"account-broken:{number}")
    run()
    later = NOW + timedelta(minutes=1)
    for number in range(30, 35):
        tell(cast.admin, f"account-broken:{number}", at=later)
        run(later)
    assert len(server.letters) == 1
    assert "dan 10 lagi" in text_of(server.letters[0][1])
    run(NOW + GATHER)
    ends = [letter["Subject"].partition("Sambungkan lagi")[2] for _to, letter in server.letters]
    assert ends == [", dan 29 kabar lain", ", dan 4 kabar lain"]


def test_an_urgent_notice_does_not_wait_for_the_next_round(cast: Cast, server: smtp.Smtp):
    tell(cast.admin, "account-expiring:1")
    run()
    tell(cast.admin, "account-expiring:2")
    run()
    tell(cast.admin, "account-broken:3", urgent=True)
    run()
    run(NOW + timedelta(minutes=6))
    beginnings = [letter["Subject"].partition(":")[0] for _to, letter in server.letters]
    assert beginnings == ["Kentongan", "Kentongan, mendesak"]


def test_what_was_read_at_the_bell_is_not_mailed(cast: Cast, server: smtp.Smtp):
    tell(cast.admin)
    actions.gather(at=NOW)
    mark_read(cast.admin, at=NOW)
    run()
    assert (server.letters, states()) == ([], ["dropped"])


def test_a_server_that_is_away_is_tried_later_with_growing_pauses(cast: Cast, server: smtp.Smtp):
    server.greeting = "421 sedang dirawat"
    tell(cast.admin)
    tell(cast.sekcam)
    run()
    assert server.sessions == 1  # both learn from one try
    letter = Letter.objects.filter(user=cast.admin).get()
    assert (letter.state, letter.tries) == ("due", 1)
    assert "sedang dirawat" in letter.note
    run(NOW + timedelta(minutes=1))
    assert server.sessions == 1
    tell(cast.admin, "account-broken:2")
    server.greeting = "220 kembali"
    run(NOW + timedelta(minutes=2))
    assert sorted(told(found) for _to, found in server.letters) == [1, 2]
    assert [pause(n) for n in (1, 2, 9)] == [timedelta(minutes=m) for m in (2, 4, 60)]


def test_after_two_days_a_letter_is_given_up_and_the_bell_still_has_it(
    cast: Cast, server: smtp.Smtp
):
    server.greeting = "421 sedang dirawat"
    tell(cast.admin)
    run()
    server.greeting = "220 kembali"
    run(NOW + timedelta(days=2, minutes=1))
    assert (server.letters, states()) == ([], ["refused"])
    assert Entry.objects.filter(action="letter.give_up").exists()
    assert Notice.objects.filter(user=cast.admin, read_at=None).exists()


def test_a_lost_answer_is_recorded_as_uncertain_and_never_sent_again(cast: Cast, server: smtp.Smtp):
    server.after_data = ""
    tell(cast.admin)
    run()
    server.after_data = "250 diterima"
    run(NOW + timedelta(hours=3))
    assert (server.letters, states()) == ([], ["unknown"])
    assert Entry.objects.filter(action="letter.lose").count() == 1


def test_a_worker_that_dies_while_sending_leaves_an_uncertain_letter(cast: Cast, server: smtp.Smtp):
    tell(cast.admin)
    actions.gather(at=NOW)
    Letter.objects.update(state="sending", sent_at=NOW, tries=1)
    run(NOW + timedelta(minutes=5))
    assert states() == ["sending"]
    run(NOW + timedelta(minutes=11))
    assert (server.letters, states()) == ([], ["unknown"])


def test_a_refused_address_holds_up_nobody_else(cast: Cast, server: smtp.Smtp, client: Client):
    server.answers[cast.admin.email] = "550 kotak surat tidak ada"
    server.answers[cast.administrator.email] = "450 coba lagi"
    for user in (cast.admin, cast.administrator, cast.sekcam):
        tell(user)
    run()
    assert [to for to, _letter in server.letters] == [cast.sekcam.email]
    assert states() == ["due", "refused", "sent"]
    page = sign_in(client, cast.admin).get("/pemberitahuan/surel/").content.decode()
    assert "Ditolak server surel" in page
    assert "550 kotak surat tidak ada" in page


def test_a_server_that_hangs_up_leaves_the_next_letter_certainly_unsent(
    cast: Cast, server: smtp.Smtp
):
    server.answers[cast.admin.email] = "421 sampai nanti"
    tell(cast.admin)
    tell(cast.sekcam)
    run()
    assert (server.letters, states()) == ([], ["due", "due"])
    server.answers.clear()
    run(NOW + timedelta(minutes=2))
    assert [to for to, _letter in server.letters] == [cast.admin.email, cast.sekcam.email]


def test_what_joined_a_letter_lately_outlives_its_giving_up(cast: Cast, server: smtp.Smtp):
    server.greeting = "421 sedang dirawat"
    tell(cast.admin)
    run()
    later = NOW + timedelta(days=1)
    tell(cast.admin, "account-broken:2", at=later)
    run(later)
    server.greeting = "220 kembali"
    run(NOW + timedelta(days=2, minutes=1))
    run(NOW + timedelta(days=2, minutes=2))
    assert [told(letter) for _to, letter in server.letters] == [1]


def test_without_a_mail_server_nothing_is_written_for_mail(cast: Cast):
    cast.admin.email = "admin@pemda.test"
    cast.admin.save()
    tell(cast.admin)
    run()
    assert not Letter.objects.exists()
    assert not Notice.objects.get().by_mail


def test_a_person_chooses_on_the_page_and_only_for_themselves(
    cast: Cast, client: Client, server: smtp.Smtp
):
    page = sign_in(client, cast.admin).get("/pemberitahuan/surel/").content.decode()
    assert cast.admin.email in page
    assert page.count("checked") == 2  # connections, and what became of deliveries
    answer = client.post("/pemberitahuan/surel/", {"topics": ["inbox"]}, follow=True)
    assert "Pilihan surel disimpan." in answer.content.decode()
    assert cast.admin.mail_choice.topics == ["inbox"]
    assert Entry.objects.filter(action="person.mail_choice").get().data == {"topik": ["inbox"]}
    assert client.post("/pemberitahuan/surel/", {"topics": ["xx"]}).status_code == 422
    client.post("/pemberitahuan/surel/", {})
    cast.admin.mail_choice.refresh_from_db()
    assert cast.admin.mail_choice.topics == []
    with pytest.raises(NotAllowed):
        actions.choose_mail(cast.sekcam, chosen=[], by=cast.admin, at=NOW)
    with pytest.raises(Invalid):
        actions.choose_mail(cast.admin, chosen=["xx"], by=cast.admin, at=NOW)


def test_only_who_runs_the_system_is_asked_about_its_disk(
    cast: Cast, client: Client, server: smtp.Smtp
):
    for person, asked in ((cast.admin, False), (cast.administrator, True)):
        page = sign_in(client, person).get("/pemberitahuan/surel/").content.decode()
        assert ("Penyimpanan server yang hampir penuh" in page) is asked
    sign_in(client, cast.admin)
    assert client.post("/pemberitahuan/surel/", {"topics": ["room"]}).status_code == 422


def test_the_administrator_sees_that_mail_is_on_and_tries_it(
    cast: Cast, client: Client, server: smtp.Smtp
):
    page = sign_in(client, cast.administrator).get("/pengaturan/").content.decode()
    assert f"127.0.0.1:{server.port}" in page
    assert SECRET not in page
    answer = client.post("/pengaturan/surel/coba/", follow=True).content.decode()
    assert f"Surel percobaan dikirim ke {cast.administrator.email}" in answer
    [(to, letter)] = server.letters
    assert to == cast.administrator.email
    assert "Kabupaten Rawa Jati" in text_of(letter)
    server.password = "sudah diganti"
    answer = client.post("/pengaturan/surel/coba/", follow=True).content.decode()
    assert "Surel tidak terkirim" in answer
    assert SECRET not in answer
    assert Entry.objects.filter(action="letter.test").count() == 1
    assert sign_in(client, cast.admin).post("/pengaturan/surel/coba/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.send_test(by=cast.admin, at=NOW)


def test_the_administrator_is_told_how_to_switch_mail_on(cast: Cast, client: Client):
    page = sign_in(client, cast.administrator).get("/pengaturan/").content.decode()
    assert "KENTONGAN_SMTP_URL" in page
    assert "percobaan" not in page
    with pytest.raises(Conflict, match="belum dinyalakan"):
        actions.send_test(by=cast.administrator, at=NOW)


@pytest.mark.no_database
def test_the_mail_server_is_read_from_one_address() -> None:
    given = Environment(smtp_url="smtp://medsos%40pemda.test:ra%2Fhasia@surat.pemda.test")
    assert given.smtp() == Smtp(
        "surat.pemda.test", 587, "medsos@pemda.test", "ra/hasia", starttls=True
    )
    assert given.sender() == "Kentongan <medsos@pemda.test>"
    assert Environment(smtp_url="smtps://surat.pemda.test").smtp() == Smtp(
        "surat.pemda.test", 465, tls=True
    )
    assert Environment(smtp_url="smtp://10.1.2.3?tls=tidak").smtp() == Smtp("10.1.2.3", 25)
    assert (Environment(smtp_url="").smtp(), Environment(smtp_url="").sender()) == (Smtp(), "")
    for wrong in ("surat.pemda.test", "http://x", "smtps://x?tls=tidak", "smtp://x?tls=no"):
        with pytest.raises(SystemExit, match="KENTONGAN_SMTP_URL"):
            Environment(smtp_url=wrong).smtp()
    with pytest.raises(SystemExit, match="KENTONGAN_MAIL_FROM"):
        Environment(smtp_url="smtp://10.1.2.3?tls=tidak").sender()


def _puts_in_line(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether it is a job's key that stands there, not a notice's."""
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "enqueue"


@pytest.mark.no_database
def test_every_notice_of_the_product_has_a_topic() -> None:
    heads = set()
    sources = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    for source in (source for source in sources if "notify(" in source):
        tree = ast.parse(source)
        jobs = {kw for call in ast.walk(tree) if _puts_in_line(call) for kw in call.keywords}
        for node in ast.walk(tree):
            if node in jobs:
                continue
            if isinstance(node, ast.keyword | ast.Assign) and isinstance(node.value, ast.JoinedStr):
                names = [node.arg] if isinstance(node, ast.keyword) else [
                    t.id for t in node.targets if isinstance(t, ast.Name)
                ]  # fmt: skip
                first = node.value.values[0]
                if "key" in names and isinstance(first, ast.Constant):
                    heads.add(str(first.value))
    assert len(heads) > 15
    assert {head for head in heads if topics.of(head) is None} == set()
