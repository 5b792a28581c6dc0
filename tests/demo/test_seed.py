"""What the example pemda holds: counts, states, people, and that nothing in it is real."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kentongan.approval.models import ApprovalRequest
from kentongan.approval.queries import waiting_for
from kentongan.compliance.draft import Phase, Severity
from kentongan.compliance.models import Adjustment, Election, Misfire, Passed
from kentongan.compliance.phases import phase_at
from kentongan.delivery import spreading
from kentongan.delivery.models import Attempt, Delivery
from kentongan.demo.seed import seed
from kentongan.inbox.actions import intake, replies
from kentongan.inbox.models import Case, Message, SecondPerson
from kentongan.jobs.models import Job
from kentongan.kernel.errors import Conflict
from kentongan.ledger.models import Entry
from kentongan.ledger.verify import verify
from kentongan.media.models import Asset, Folder
from kentongan.media.rights import Standing, standing
from kentongan.networks import registry
from kentongan.networks.connectors.sandbox.listening import page
from kentongan.networks.contract import Incoming
from kentongan.networks.models import Account, Credential, Custody, Health
from kentongan.networks.queries import due_for_check
from kentongan.people.actions import create_token
from kentongan.people.models import Absence, Installation, RoleGrant, Unit, User
from kentongan.people.roles import ROLES
from kentongan.planning import checking
from kentongan.planning.models import Post, PostMedia
from kentongan.planning.states import POST
from kentongan.publishing import guard
from kentongan.sandbox.actions import token_hash
from kentongan.sandbox.api import shapes
from kentongan.sandbox.models import SandboxAccount, SandboxMedia, SandboxNotice, SandboxPost
from kentongan.subscribers.models import Subscriber
from tests.addresses import filled
from tests.demo.conftest import PASSWORD, Demo
from tests.demo.others import METHODS, OWNED, PUBLIC, REFUSALS, of_others

pytestmark = pytest.mark.postgres

UNITS = {
    "pemda": 1, "sekretariat": 1, "bagian": 2, "inspektorat": 1, "dinas": 15, "badan": 4,
    "satuan": 1, "kecamatan": 12, "kelurahan": 8, "desa": 30, "puskesmas": 12, "rsud": 1,
}  # fmt: skip
EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
PHONE = re.compile(r"(?<!\d)0?8\d{2}[- ]?\d{4}[- ]?\d{3,5}(?!\d)")
LINK = re.compile(r"https?://([^/\s:\"']+)")


def person(username: str) -> User:
    return User.objects.get(username=username)


def test_the_units_are_those_of_a_kabupaten(demo: Demo) -> None:
    counted = dict(Unit.objects.order_by().values_list("type").annotate(n=Count("pk")))
    assert counted == UNITS
    assert UNITS["dinas"] + UNITS["badan"] + UNITS["satuan"] == 20
    installation = Installation.objects.get()
    assert installation.is_demo
    assert installation.region_code.startswith("99.")
    assert not Unit.objects.filter(contact_phones=[]).exists()
    assert Unit.objects.exclude(office_hours={}).count() > 12


def test_people_fill_every_role(demo: Demo) -> None:
    assert 120 <= User.objects.count() <= 140
    assert set(RoleGrant.objects.values_list("role", flat=True)) == {role.code for role in ROLES}
    assert User.objects.values("name").distinct().count() == User.objects.count()
    assert not User.objects.filter(grants=None).exists()


def test_every_login_signs_in_and_nobody_else(demo: Demo) -> None:
    assert 9 <= len(demo.logins) <= 12
    for login in demo.logins:
        client = Client()
        answer = client.post(
            reverse("people:sign_in"), {"username": login.username, "password": PASSWORD}
        )
        assert (answer.status_code, answer["Location"]) == (302, "/"), login
        assert login.name == person(login.username).name
        assert (login.role, login.user) == (login.role_label, login.username)
    known = [login.username for login in demo.logins]
    assert not any(u.has_usable_password() for u in User.objects.exclude(username__in=known))


def test_the_pages_of_every_day_cost_everybody_at_most_fifteen_statements(demo: Demo) -> None:
    posts = [Post.objects.filter(state=state).latest("created_at") for state in POST.states]
    asked = {request.post_id: request for request in ApprovalRequest.objects.order_by("-state")}
    pages = [reverse("home:desk"), reverse("planning:posts"), reverse("approval:queue")]
    pages += [reverse("networks:register")]
    for number in Account.objects.filter(network="whatsapp_cloud"):
        pages += [
            reverse(name, args=[number.pk]) for name in ("networks:account", "subscribers:list")
        ]
    pages.append(Delivery.objects.get(network="whatsapp_cloud", act="publish").get_absolute_url())
    for post in posts:
        pages += [reverse(name, args=[post.pk]) for name in ("publishing:post", "planning:compose")]
        if post.pk in asked:
            pages.append(reverse("approval:request", args=[asked[post.pk].pk]))
    pages += [reverse("approval:done"), _an_answer_waits(demo)]
    dear = {}
    with time_machine.travel(demo.at, tick=False):
        for login in demo.logins:
            client = Client()
            client.force_login(person(login.user), "kentongan.people.backends.PasswordBackend")
            for page in pages:
                with CaptureQueriesContext(connection) as caught:
                    answer = client.get(page)
                if answer.status_code == 200 and len(caught) > 15:
                    dear[login.user, page] = len(caught)
    assert dear == {}


def _an_answer_waits(demo: Demo) -> str:
    """Have the kecamatan ask for a second person, and its clerk answer somebody: the page of it."""
    clerk = person("admin.kecamatan")
    chosen = Message.objects.filter(ours=False, gone_at=None, case__unit=clerk.unit)
    chosen = chosen.filter(case__secret=False, case__state="new").exclude(case__kind="")
    message = chosen.select_related("account", "case__unit").latest("sent_at")
    SecondPerson.objects.get_or_create(unit=clerk.unit, kind=message.case.kind)
    made = replies.reply(
        message, by=clerk, at=demo.at, text="Terima kasih. Petugas kami datang besok pagi."
    )
    assert made.needs_second
    return reverse("inbox:reply_request", args=[made.pk])


def test_it_is_written_once_only(demo: Demo) -> None:
    with pytest.raises(Conflict):
        seed(password=PASSWORD, at=demo.at)


def test_the_ledger_is_whole_and_reads_in_order(demo: Demo) -> None:
    report = verify()
    assert report.ok
    assert report.entries > 1000
    times = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert times[-1] <= demo.at
    back = [a - b for a, b in pairwise(times) if b < a]
    assert max(back, default=timedelta()) < timedelta(minutes=1)
    acts = set(Entry.objects.values_list("action", flat=True))
    assert {"stop.set", "stop.lift", "approval.emergency", "account.hand_over"} <= acts


def test_every_state_of_a_post_and_what_needs_people_is_there(demo: Demo) -> None:
    states = Counter(Post.objects.values_list("state", flat=True))
    assert set(states) == set(POST.states)
    assert 50 <= states["published"] <= 75
    assert states["scheduled"] >= 10
    assert states["draft"] >= 5
    posts = Delivery.objects.exclude(act="send")
    ways = Counter(posts.values_list("state", flat=True))
    wanted = "planned manual sent unknown refused cancelled withdrawn"
    assert set(ways) >= set(wanted.split())
    asking = posts.get(state="unknown")
    assert asking.asks_person
    assert asking.attempts.filter(kind="look").count() == asking.lookups_made
    assert SandboxPost.objects.live().filter(client_key=asking.key).exists()
    assert posts.get(state="refused").what_to_do
    assert not Attempt.objects.filter(finished_at=None).exists()


def test_the_numbers_of_two_units_have_subscribers_and_one_post_reached_them(demo: Demo) -> None:
    people = Subscriber.objects.all()
    assert (people.count(), people.filter(ended_at=None).count()) == (40, 37)
    assert set(people.values_list("consent", flat=True)) == {"message", "by_hand"}
    assert all(str(one.number).startswith("628120000") for one in people)
    answers = Delivery.objects.filter(purpose="subscribers.word")
    assert set(answers.values_list("state", flat=True)) == {"sent"}
    assert answers.count() == people.filter(consent="message").count() + 3
    post = Delivery.objects.get(network="whatsapp_cloud", act="publish")
    assert (post.state, post.post_delivery.post.state) == ("sent", "published")
    messages = Delivery.objects.filter(original=post, act="send")
    assert post.spread == spreading.count(post)
    assert post.spread["all"] == messages.count() == 23
    assert (post.spread["refused"], post.spread["delivered"], post.spread["read"]) == (2, 19, 14)
    assert not Job.objects.filter(kind=spreading.RECOUNT).exists()


def test_nothing_of_the_example_pemda_asks_meta(demo: Demo) -> None:
    numbers = Account.objects.filter(network="whatsapp_cloud")
    assert set(numbers.values_list("health", flat=True)) == {"unconnected"}
    assert not Credential.objects.exclude(account__network="sandbox").exists()
    due = due_for_check(demo.at + timedelta(days=2))
    assert not numbers.filter(pk__in=due).exists()


def test_what_is_sent_is_on_the_timeline_once_at_its_time(demo: Demo) -> None:
    sent = Delivery.objects.filter(network="sandbox", act="publish", state="sent")
    assert sent.count() > 50
    for delivery in sent.select_related("account"):
        post = SandboxPost.objects.live().get(client_key=delivery.key)
        assert str(post.pk) == delivery.external_id
        assert post.account.handle == delivery.account.handle
        assert post.text.startswith(delivery.payload["text"])
        assert timedelta() <= post.created_at - delivery.due_at < timedelta(minutes=1)
        assert delivery.sent_at is not None
        assert delivery.sent_at <= demo.at
        assert post.get_absolute_url() in delivery.url
    days = {d.sent_at.date() for d in sent if d.sent_at}
    assert len(days) >= 13


def test_what_waits_to_be_sent_would_be_sent(demo: Demo) -> None:
    planned = Delivery.objects.filter(state="planned")
    assert planned.filter(due_at__date=demo.at.date()).exists()
    for delivery in planned:
        assert delivery.due_at > demo.at
        assert guard.objections([delivery], delivery.due_at) == {}


def test_nothing_published_breaks_a_rule(demo: Demo) -> None:
    out = Post.objects.filter(state__in=("published", "scheduled", "attention", "approved"))
    for post in out.select_related("unit"):
        gravest = {c.finding.severity for c in checking.findings(post, demo.at) if c.blocks}
        assert not gravest, post.title


def test_the_drafts_show_what_the_check_finds(demo: Demo) -> None:
    found = {
        c.finding.rule: c.finding.severity
        for post in Post.objects.filter(state="draft", unit__code="kec-titirwangi")
        for c in checking.findings(post, demo.at)
    }
    assert found["personal_data.nik"] is Severity.MUST
    assert found["neutrality.vote_call"] is Severity.MUST
    assert {"readability.long_sentence", "accessibility.alt_missing"} <= set(found)


def test_every_decider_has_something_to_decide(demo: Demo) -> None:
    for username in ("sekcam", "camat", "penyelia", "pembina", "kades"):
        assert waiting_for(person(username), at=demo.at), username
    late = [w for w in waiting_for(person("camat"), at=demo.at) if w.overdue(demo.at)]
    assert len(late) == 1
    assert late[0].request.escalated_at
    absence = Absence.objects.get()
    instead = [w.decider.instead_of for w in waiting_for(person("sekcam"), at=demo.at)]
    assert [user.pk for user in instead if user] == [absence.user_id]
    returned = ApprovalRequest.objects.filter(state="returned")
    assert returned.count() == 2
    assert all(request.closed_reason for request in returned)
    reviewed = ApprovalRequest.objects.get(review_after=True)
    assert (reviewed.state, reviewed.post.state) == ("approved", "published")


def test_accounts_are_connected_or_served_by_hand(demo: Demo) -> None:
    health = Counter(Account.objects.values_list("health", flat=True))
    assert (health[Health.BROKEN], health[Health.EXPIRING]) == (1, 1)
    assert health[Health.HEALTHY] >= 35
    by_hand = set(Account.objects.filter(health="manual").values_list("network", flat=True))
    assert by_hand == {"instagram", "facebook", "x", "tiktok", "youtube", "whatsapp"}
    ours = set(Account.objects.values_list("network", flat=True)) - by_hand
    assert ours == {"sandbox", "whatsapp_cloud"}
    for credential in Credential.objects.select_related("account"):
        known = SandboxAccount.objects.filter(
            handle=credential.account.handle, token_hash=token_hash(credential.secret["token"])
        ).exists()
        assert known is (credential.account.health != Health.BROKEN)
    assert "sandbox" in registry.CONNECTORS
    connected = Account.objects.filter(network="sandbox").values("unit__type")
    assert connected.filter(unit__type="kecamatan").count() == 12
    custodies = Custody.objects.all()
    assert custodies.filter(decree_number="").exists()
    assert custodies.exclude(until_date=None).count() >= 4


def test_pictures_have_alt_texts(demo: Demo) -> None:
    assert PostMedia.objects.count() >= 12
    for item in PostMedia.objects.exclude(post__state="draft"):
        assert 40 <= len(item.alt) <= 125
    assert SandboxMedia.objects.filter(post__isnull=False).count() >= 10


def test_elections_are_far_and_exceptions_are_recorded(demo: Demo) -> None:
    assert Election.objects.count() == 2
    assert phase_at(Unit.objects.get(parent=None), demo.at) == Phase.NORMAL
    assert set(Adjustment.objects.values_list("kind", flat=True)) == {
        "phone", "email", "term", "domain", "word", "watch", "rule",
    }  # fmt: skip
    assert Misfire.objects.filter(state="open").count() == 2
    assert Passed.objects.exists()


def texts() -> Iterator[str]:
    """Everything people could read."""
    yield from Post.objects.values_list("text", flat=True)
    yield from Post.objects.values_list("link", flat=True)
    yield from SandboxPost.objects.values_list("text", flat=True)
    yield from Delivery.objects.exclude(network="sandbox").values_list("url", flat=True)
    for unit in Unit.objects.all():
        yield from [*unit.contact_phones, *unit.contact_emails, unit.address]
    for user in User.objects.all():
        yield from (user.phone, user.email)


def test_no_number_and_no_address_is_real(demo: Demo) -> None:
    whole = "\n".join(texts())
    assert all(host.endswith(".example") for host in EMAIL.findall(whole))
    assert all(host.endswith(".example") for host in LINK.findall(whole))
    phones = PHONE.findall(whole)
    assert len(phones) > 100
    assert all("-0000-" in phone for phone in phones)
    for account in Account.objects.filter(health="manual"):
        assert account.handle.casefold().startswith("contoh")


def test_the_library_holds_folders_people_and_consents_of_every_standing(demo: Demo) -> None:
    day = demo.at.astimezone(ZoneInfo("Asia/Jakarta")).date()
    kecamatan = Asset.objects.filter(unit__code="kec-titirwangi")
    assert Folder.objects.filter(unit__code="kec-titirwangi").count() == 3
    assert not kecamatan.filter(title="").exists(), "everything is named"
    assert kecamatan.filter(folder__isnull=False).count() >= 4
    found = Counter(standing(asset, day) for asset in Asset.objects.exclude(shown=""))
    assert {Standing.AGREED, Standing.ENDING, Standing.OVER, Standing.MISSING} <= set(found)
    assert found[Standing.NOBODY] >= 3
    prints = list(Asset.objects.filter(title__startswith="Poster").values_list("alt", flat=True))
    assert all(40 <= len(alt) <= 125 for alt in prints)


def test_what_citizens_say_on_the_practice_network_can_be_answered_there(demo: Demo) -> None:
    said = Message.objects.filter(channel="sandbox", ours=False, case__closed_at=None)
    assert said.count() > 15
    live = {str(pk) for pk in SandboxPost.objects.live().values_list("pk", flat=True)}
    assert [row.text for row in said if row.external_id not in live] == []


def test_what_the_accounts_hear_anew_is_what_they_heard_before(demo: Demo) -> None:
    account = Account.objects.get(network="sandbox", handle="kec.titirwangi")
    told = SandboxNotice.objects.filter(
        account__handle=account.handle, post__client_key__startswith="contoh-"
    )
    rows = told.select_related("post__account", "post__reply_to", "top")
    heard = [listening(shapes.notice(row), account.handle) for row in rows]
    assert len(heard) > 3
    before = (Message.objects.count(), Case.objects.count())
    intake.take_in(account, heard, at=demo.at + timedelta(minutes=1))
    assert (Message.objects.count(), Case.objects.count()) == before


def listening(row: dict[str, Any], own: str) -> Incoming:
    """One notice as the connector reads it."""
    return page({"notices": [row], "next": ""}, own=own).items[0]


def test_nothing_of_another_unit_answers_the_admin_of_a_village(demo: Demo) -> None:
    """Every address there is, with the id of something of another unit, by every method."""
    admin = person("admin.desa")
    village = Unit.objects.get(code="desa-kentongsari")
    _row, token = create_token(
        by=person("administrator"), at=demo.at, user=admin, unit=village, name="uji"
    )
    client = Client(headers={"authorization": f"Bearer {token}"})
    before = Entry.objects.count()
    with time_machine.travel(demo.at, tick=False):
        client.force_login(admin, "kentongan.people.backends.PasswordBackend")
        own = ["/unit/desa-kentongsari/", "/api/v1/units/desa-kentongsari", "/kotak-masuk/"]
        answers = {
            (method, address): client.generic(method, address).status_code
            for address in filled(of_others(village), only=OWNED)
            if not address.startswith(PUBLIC)
            for method in METHODS[address.startswith("/api/")]
        }
        assert [client.get(address).status_code for address in own] == [200] * len(own)
    assert len(answers) > 250
    assert {
        what: status
        for what, status in answers.items()
        if status not in REFUSALS[what[1].startswith("/api/")]
    } == {}
    assert Entry.objects.count() == before
