"""Connecting, checking, losing and renewing the credential; and keeping it secret."""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.utils import timezone

from kentongan.jobs.models import Job
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.ledger.models import Entry
from kentongan.networks import actions, jobs, queries
from kentongan.networks.connectors.sandbox.connector import SandboxConnector
from kentongan.networks.contract import Identity, Refused, TryLater, Unauthorised
from kentongan.networks.models import Account, Credential, Health
from kentongan.networks.registry import CONNECTORS, NoConnector
from kentongan.networks.sessions import open_connector
from kentongan.people import topics
from kentongan.people.models import Notice
from kentongan.sandbox.actions import token_hash
from kentongan.sandbox.models import SandboxAccount
from tests.cast import NOW, sign_in
from tests.networks.conftest import good
from tests.networks.fakes import PASSWORD, FakeConnector, RefreshingConnector


def acts() -> list[str]:
    """What the ledger holds about accounts, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("action", flat=True))


def try_connect(account: Account, cast: Any, **secret: str) -> Identity:
    """Connect as the admin, with the good password unless told otherwise."""
    return actions.connect(by=cast.admin, at=NOW, account=account, secret={**good(), **secret})


def test_connecting_proves_the_credential_and_says_who_it_is(cast, make_account):
    account = make_account()
    identity = try_connect(account, cast)
    assert identity.handle == "kec.sumberjati"
    assert (account.health, account.external_id, account.display_name) == (
        Health.HEALTHY, "id-kec.sumberjati", "Kecamatan",
    )  # fmt: skip
    credential = account.credential
    assert credential.secret == good()
    assert credential.connected_by == cast.admin.name
    assert acts()[-1] == "account.connect"


def test_a_wrong_password_is_said_and_not_repeated(cast, make_account):
    with pytest.raises(Invalid) as caught:
        try_connect(make_account(), cast, app_password="salah-ketik-saja")
    assert "Belum tersambung" in str(caught.value)
    assert "salah-ketik-saja" not in str(caught.value)
    assert not Credential.objects.exists()


def test_the_credential_of_another_account_is_refused(cast, make_account, network):
    network.who = Identity("id-lain", "kec.ciranji")
    with pytest.raises(Invalid) as caught:
        try_connect(make_account(), cast)
    assert "milik @kec.ciranji, bukan @kec.sumberjati" in str(caught.value)
    assert not Credential.objects.exists()


def test_an_account_renamed_on_the_network_is_known_by_its_id(cast, make_account, network):
    account = make_account(connected=True)
    network.who = Identity("id-kec.sumberjati", "nama.baru")
    assert try_connect(account, cast).handle == "nama.baru"


@pytest.mark.parametrize(
    "trouble", [TryLater("sibuk"), NotSent("tidak ditemukan"), AnswerLost("hilang")]
)
def test_a_server_out_of_reach_is_said_at_the_server(cast, make_account, network, trouble):
    account = make_account()
    network.trouble = trouble
    with pytest.raises(Invalid) as caught:
        try_connect(account, cast)
    assert "tidak menjawab" in caught.value.fields["server"][0]


def test_what_a_hostile_server_says_of_itself_is_made_harmless(cast, make_account, network):
    network.who = Identity("1\x00", "kec.sumberjati", "Nama\u202epalsu\x00", "javascript:alert(1)")
    account = make_account()
    try_connect(account, cast)
    assert (account.external_id, account.display_name) == ("1", "Nama palsu")
    assert account.url == ""


def test_a_network_served_by_hand_cannot_be_connected(cast, make_account):
    account = make_account("Info Kecamatan Sumberjati", network="whatsapp")
    with pytest.raises(Invalid):
        try_connect(account, cast)
    with pytest.raises(Invalid):
        actions.check(account, at=NOW)
    with pytest.raises(NoConnector), open_connector(account, NOW):
        pass
    with pytest.raises(Invalid):
        actions.serve_by_hand(account, by=cast.admin, at=NOW, on=False)


def test_an_account_of_our_own_network_is_made_and_connected_in_one_step(
    cast, make_account, client, monkeypatch
):
    def whose(self: SandboxConnector) -> Identity:
        token = token_hash(self._session.secret["token"])
        theirs = SandboxAccount.objects.get(token_hash=token)
        return Identity(str(theirs.pk), theirs.handle, theirs.display_name, "")

    monkeypatch.setattr(SandboxConnector, "identify", whose)
    account = make_account(network="sandbox")
    sign_in(client, cast.admin)
    page = f"/akun/{account.pk}/sambungkan/"
    assert f"{page}buat/" in client.get(page).text
    assert client.post(f"{page}buat/").status_code == 302
    account.refresh_from_db()
    first = account.credential.secret["token"]
    assert (account.health, account.display_name) == (Health.HEALTHY, cast.kecamatan.name)
    assert client.post(f"{page}buat/").status_code == 302, "again: with a new token"
    assert Credential.objects.get().secret["token"] != first
    assert SandboxAccount.objects.count() == 1
    SandboxAccount.objects.update(persona=True)
    assert "warga latihan" in client.post(f"{page}buat/").text
    elsewhere = make_account("kec.lain")
    assert f"{page}buat/" not in client.get(f"/akun/{elsewhere.pk}/sambungkan/").text
    assert client.post(f"/akun/{elsewhere.pk}/sambungkan/buat/").status_code == 422


def test_disconnecting_destroys_the_credential(cast, make_account):
    account = make_account(connected=True)
    actions.disconnect(account, by=cast.admin, at=NOW)
    assert account.health == Health.UNCONNECTED
    assert not Credential.objects.exists()
    with pytest.raises(Conflict):
        actions.disconnect(account, by=cast.admin, at=NOW)
    with pytest.raises(Unauthorised), open_connector(Account.objects.get(), NOW):
        pass


def test_an_account_without_access_is_served_by_hand_until_connected(cast, make_account):
    account = make_account(connected=True)
    actions.serve_by_hand(account, by=cast.admin, at=NOW, on=True)
    assert account.health == Health.MANUAL
    assert not Credential.objects.exists()
    count = len(acts())
    actions.serve_by_hand(account, by=cast.admin, at=NOW, on=True)
    assert len(acts()) == count
    actions.serve_by_hand(account, by=cast.admin, at=NOW, on=False)
    assert account.health == Health.UNCONNECTED


def test_a_connection_that_breaks_is_told_once_and_heals(cast, make_account, network):
    account = make_account(connected=True, holder=cast.admin)
    network.good = set()
    for hour in range(3):
        checked = actions.check(account, at=NOW + timedelta(hours=hour))
        assert checked.certain
        assert checked.health == Health.BROKEN
    assert Notice.objects.get().user == cast.admin
    assert Notice.objects.get().url == f"/akun/{account.pk}/sambungkan/"
    assert acts().count("account.broken") == 1
    network.good = {PASSWORD}
    assert actions.check(account, at=NOW + timedelta(hours=4)).health == Health.HEALTHY
    assert acts()[-1] == "account.healthy"
    assert acts().count("account.check") == 0


def test_a_persons_own_check_leaves_a_line(cast, make_account):
    account = make_account(connected=True)
    checked = actions.check(account, by=cast.admin, at=NOW)
    assert checked.sentence == "Tersambung sebagai @kec.sumberjati."
    assert acts()[-1] == "account.check"


def test_a_server_out_of_reach_proves_nothing(make_account, network):
    account = make_account(connected=True)
    network.trouble = TryLater("sibuk")
    checked = actions.check(account, at=NOW)
    account.refresh_from_db()
    assert not checked.certain
    assert account.health == Health.HEALTHY
    assert "tidak menjawab" in account.health_note


def test_a_credential_that_now_belongs_to_another_account_is_broken(make_account, network):
    account = make_account(connected=True)
    network.who = Identity("id-lain", "pencuri")
    assert actions.check(account, at=NOW).health == Health.BROKEN
    account.refresh_from_db()
    assert "@pencuri" in account.health_note


def test_a_stale_credential_is_renewed_without_a_person(make_account, network, monkeypatch):
    account = make_account(connected=True)
    monkeypatch.setitem(CONNECTORS, FakeConnector.code, RefreshingConnector)
    Credential.objects.update(updated_at=NOW)
    actions.save_secret(account, {"app_password": "basi"}, at=NOW)
    monkeypatch.setattr(RefreshingConnector, "opened", [])
    assert actions.check(account, at=NOW).health == Health.HEALTHY
    assert Credential.objects.get().secret["generation"] == 2
    assert RefreshingConnector.opened[-1].secret["generation"] == 2


def test_a_refusal_of_a_replaced_credential_says_nothing_about_the_new_one(cast, make_account):
    account = make_account(connected=True)
    held = Account.objects.select_related("unit", "credential").get()
    later = NOW + timedelta(minutes=1)
    actions.connect(by=cast.admin, at=later, account=account, secret=good())
    assert not actions.mark_broken(held, note="ditolak", at=later)
    account.refresh_from_db()
    assert account.health == Health.HEALTHY


def test_without_a_custodian_the_nearest_people_are_told(cast, make_account):
    account = make_account(connected=True)
    actions.mark_broken(account, note="ditolak", at=NOW)
    assert cast.admin in {notice.user for notice in Notice.objects.all()}
    assert Notice.objects.count() <= 3


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2026-09-01T00:00:00Z", datetime(2026, 9, 1, tzinfo=UTC)),
        (datetime(2026, 9, 1, tzinfo=UTC).timestamp(), datetime(2026, 9, 1, tzinfo=UTC)),
        ("kapan-kapan", None), (10**30, None), ("", None),
    ],
)  # fmt: skip
def test_the_end_of_a_credential_is_read_from_what_the_network_told(value, kept):
    assert actions.renewal.moment_in({"expires_at": value}, "expires_at") == kept


def test_who_connected_is_warned_before_the_credential_ends(cast, make_account):
    account = make_account(connected=True, holder=cast.admin)
    Credential.objects.update(expires_at=NOW + timedelta(days=8))
    jobs.warn_of_expiry(at=NOW)
    assert not Notice.objects.exists()
    for _ in range(2):
        jobs.warn_of_expiry(at=NOW + timedelta(days=2))
    account.refresh_from_db()
    assert account.health == Health.EXPIRING
    [notice] = Notice.objects.all()
    assert "(Jejaring Uji) habis Kamis, 20 Agustus 2026." in notice.text


@pytest.fixture
def warned(cast, make_account):
    """An account whose credential ends in eight days, a day after its custodian was warned."""
    account = make_account(connected=True, holder=cast.admin)
    Credential.objects.update(expires_at=NOW + timedelta(days=8))
    jobs.warn_of_expiry(at=NOW + timedelta(days=2))
    account.refresh_from_db()
    return account


def last_call() -> Job:
    return Job.objects.get(kind="networks.last_call")


def test_on_the_last_day_the_custodian_is_told_once_more_and_urgently(cast, warned):
    due = last_call()
    assert due.run_at == NOW + timedelta(days=7)
    for _ in range(2):
        jobs.last_call(at=due.run_at, **due.args)
    first, second = Notice.objects.filter(user=cast.admin).order_by("at")
    assert (first.urgent, second.urgent) == (False, True)
    assert "habis Kamis, 20 Agustus 2026, pukul 09.00 WIB. Sambungkan lagi hari ini" in second.text
    assert topics.of(second.key) == topics.of(first.key)


@pytest.mark.parametrize("state", ["connected", "moved", "closed", "over"])
def test_nobody_is_told_of_an_end_that_is_none(warned, state):
    due = last_call()
    at = due.run_at
    if state == "connected":
        Account.objects.update(health=Health.HEALTHY)
    if state == "moved":
        Credential.objects.update(expires_at=NOW + timedelta(days=9))
    if state == "closed":
        Account.objects.update(active=False)
    if state == "over":
        at = NOW + timedelta(days=8)
    jobs.last_call(at=at, **due.args)
    assert Notice.objects.count() == 1


def test_whoever_was_warned_need_not_connect_what_the_machine_renewed(warned):
    warned = Account.objects.select_related("credential").get(pk=warned.pk)
    ends = (NOW + timedelta(days=60)).isoformat()
    actions.save_secret(warned, {"token": "baru", "expires_at": ends}, at=NOW + timedelta(days=3))
    warned.refresh_from_db()
    assert warned.health == Health.HEALTHY
    assert Entry.objects.filter(action="account.healthy").count() == 1
    actions.save_secret(warned, {"token": "lagi", "expires_at": ends}, at=NOW + timedelta(days=4))
    assert Entry.objects.filter(action="account.healthy").count() == 1


def test_only_due_connections_are_checked_in_bounds_and_spread(make_account, network, monkeypatch):
    for n in range(5):
        make_account(f"akun{n}", connected=True)
    make_account("kec.sumberjati", network="instagram")
    make_account("belum")
    assert queries.due_for_check(NOW + timedelta(hours=5)) == []
    monkeypatch.setattr(queries, "CHECK_BATCH", 3)
    later = NOW + timedelta(hours=7)
    jobs.check_due(at=later)
    jobs.check_due(at=later)
    waiting = Job.objects.filter(kind="networks.check").order_by("run_at")
    assert len(waiting) == 3
    assert waiting[0].run_at == later
    assert waiting[2].run_at < later + timedelta(minutes=8)
    for job in waiting:
        jobs.check(at=later, **job.args)
    assert Account.objects.filter(health_at=later).count() == 3
    monkeypatch.setattr(queries, "CHECK_BATCH", 1)
    assert len(queries.due_for_check(later)) == 1
    monkeypatch.setattr(queries, "CHECK_RUNS", 3)  # two in each are needed to see all five
    assert len(queries.due_for_check(later)) == 2
    Account.objects.all().delete()
    jobs.check(at=later, **waiting[0].args)


# --- secrets


def raw_secret() -> str:
    """The column as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM networks_credential")
        return str(cursor.fetchone()[0])


def test_the_database_never_holds_the_secret_in_plain(make_account):
    make_account(connected=True)
    assert PASSWORD not in raw_secret()
    assert "app_password" not in raw_secret()
    assert raw_secret().startswith("gAAAA")


def test_older_keys_decrypt_the_first_encrypts_and_then_the_old_one_can_go(make_account, settings):
    account = make_account(connected=True)
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, old]
    assert Credential.objects.get().secret == good()
    before = raw_secret()
    Credential.objects.get().save(update_fields=["secret"])
    assert raw_secret() != before
    settings.ENCRYPTION_KEYS = [new]
    assert Credential.objects.get().secret == good()
    with open_connector(Account.objects.get(pk=account.pk), NOW) as connector:
        assert connector.identify().handle == "kec.sumberjati"


def test_neither_ledger_nor_log_nor_repr_nor_export_tells_the_secret(
    cast, make_account, network, caplog
):
    caplog.set_level(logging.DEBUG)
    account = make_account(connected=True)
    actions.check(account, by=cast.admin, at=NOW)
    network.good = set()
    with pytest.raises(Invalid):
        try_connect(account, cast)
    rows = list(queries.export_rows(queries.register(cast.admin, queries.Wanted())))
    credential = Credential.objects.get()
    session = network.opened[-1]
    told = [
        json.dumps(list(Entry.objects.values()), default=str), caplog.text, str(rows),
        repr(credential), str(credential), repr(session), str(session.secret), f"{session.secret}",
        repr(queries.credential_of(account)), repr(account), str(list(Notice.objects.values())),
    ]  # fmt: skip
    for text in told:
        assert PASSWORD not in text
    assert session.secret["app_password"] == PASSWORD


def test_the_export_names_the_day_of_a_check_by_the_clock_of_the_reader(cast, make_account):
    night = datetime(2026, 8, 12, 18, 0, tzinfo=UTC)  # in Jakarta the 13th has begun
    make_account(connected=True)
    Account.objects.update(health_at=night)
    with timezone.override("Asia/Jakarta"):
        [row] = queries.export_rows(queries.register(cast.admin, queries.Wanted()))
    assert row[-1] == date(2026, 8, 13)


def test_what_a_network_refuses_is_not_told_with_the_secret(cast, make_account, network):
    account = make_account()
    network.trouble = Refused(f"Token {PASSWORD} tidak berlaku di sini.")
    with pytest.raises(Invalid) as caught:
        try_connect(account, cast)
    assert PASSWORD not in str(caught.value)
    assert "…" in str(caught.value)


@pytest.mark.parametrize("trouble", [Unauthorised, Refused, TryLater])
def test_what_a_network_repeats_of_a_stored_secret_is_kept_nowhere(make_account, network, trouble):
    account = make_account(connected=True)
    network.trouble = trouble(f"Sandi {PASSWORD} ditolak")
    checked = actions.check(account, at=NOW)
    actions.mark_broken(account, note=f"Sandi {PASSWORD} ditolak", at=NOW)
    account.refresh_from_db()
    for text in (checked.sentence, account.health_note, str(list(Entry.objects.values("data")))):
        assert PASSWORD not in text
    assert "Sandi … ditolak" in account.health_note


def test_the_page_of_an_account_does_not_even_load_the_secret(make_account):
    account = make_account(connected=True)
    credential = queries.credential_of(account)
    assert credential is not None
    assert "secret" in credential.get_deferred_fields()


def test_the_clock_is_given_to_the_connector(make_account, network):
    account = make_account(connected=True)
    clock = FrozenClock(NOW)
    at = clock.advance(hours=2)
    with open_connector(account, at):
        assert network.opened[-1].now == at
