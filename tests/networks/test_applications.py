"""Networks that want an application: its keys, the choice among pages, tokens renewed ahead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.test import Client

from kentongan.jobs.models import Job
from kentongan.ledger.models import Entry
from kentongan.networks import actions, catalogue, jobs, queries
from kentongan.networks.contract import (
    Agreement,
    Choice,
    CredentialField,
    Identity,
    Refused,
    Scope,
    TryLater,
    Unauthorised,
)
from kentongan.networks.models import Account, App, Credential, Health
from kentongan.networks.registry import CONNECTORS
from kentongan.networks.sessions import app_of
from kentongan.people.models import Notice, User
from tests.cast import NOW, Cast, sign_in
from tests.networks.conftest import MakeAccount
from tests.networks.fakes import PASSWORD, FakeConnector, SignInConnector
from tests.networks.test_pages import BACK, at, page, post

pytestmark = pytest.mark.django_db
KEYS = {"client_id": "kentongan-uji", "client_secret": "kunci-rahasia-aplikasi"}


class PagesConnector(SignInConnector):
    """One agreement reaches several pages; an application is wanted; tokens are renewed."""

    app_fields = (
        CredentialField("client_id", "ID aplikasi"),
        CredentialField("client_secret", "Kunci aplikasi", secret=True),
    )
    scopes = (Scope("pages.write", "Menerbitkan atas nama halaman"),)
    pages: ClassVar[Sequence[str]] = ()
    shut: ClassVar[Sequence[str]] = ()
    apps: ClassVar[list[Mapping[str, Any]]] = []
    renewed: ClassVar[list[str]] = []
    refusal: ClassVar[Exception | None] = None
    meanwhile: ClassVar[Callable[[], None] | None] = None

    @classmethod
    def choices(cls, agreement: Agreement, secret: Mapping[str, Any]) -> Sequence[Choice]:
        """The pages, each with a token of its own."""
        cls.apps.append(dict(agreement.app))
        return [
            Choice(
                Identity(f"id-{name}", name, name.title()),
                {**secret, "page": name},
                "Halaman",
                "Belum boleh menulis di sini." if name in cls.shut else "",
            )
            for name in cls.pages
        ]

    def identify(self) -> Identity:
        """The page that was chosen."""
        name = str(self.session.secret.get("page", ""))
        url = f"https://uji.test/{name.replace(' ', '-')}"
        return Identity(f"id-{name}", name, name.title(), url)

    def refresh(self) -> Mapping[str, Any]:
        """A new token, good for another hour."""
        if self.refusal is not None:
            raise self.refusal
        self.renewed.append(str(self.session.secret["refresh"]))
        if (happens := type(self).meanwhile) is not None:
            type(self).meanwhile = None
            happens()
        later = self.session.now + timedelta(hours=1)
        fresh = f"segar-{len(self.renewed)}"
        return {**self.session.secret, "refresh": fresh, "renew_at": later.isoformat()}


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch, network: type[FakeConnector]) -> type[PagesConnector]:
    monkeypatch.setitem(CONNECTORS, FakeConnector.code, PagesConnector)
    for name, value in {
        "pages": (),
        "shut": (),
        "apps": [],
        "renewed": [],
        "refusal": None,
        "meanwhile": None,
    }.items():
        monkeypatch.setattr(PagesConnector, name, value)
    return PagesConnector


@pytest.fixture
def sekcam(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.sekcam)


def come_back(client: Client, account: Account) -> str:
    post(client, at("oauth_begin", account), status=200)
    response = client.get(BACK, {"code": "kode-baik", "state": PagesConnector.seen["state"]})
    return str(response.url)  # type: ignore[attr-defined]


# --- the application


def test_the_keys_are_stored_encrypted_and_never_shown(
    cast: Cast, client: Client, pages: type[PagesConnector], make_account: MakeAccount
) -> None:
    make_account()
    sign_in(client, cast.administrator)
    assert "Belum" in page(client, "/akun/aplikasi/")
    url = f"/akun/aplikasi/{pages.code}/"
    html = page(client, url)
    assert "Menerbitkan atas nama halaman" in html
    assert "/akun/sambungan/kembali/" in html
    html = post(client, url, {"client_id": "kentongan-uji", "client_secret": ""}, 422)
    assert "kentongan-uji" in html
    assert post(client, url, KEYS) == "/akun/aplikasi/"
    assert "Terisi" in page(client, "/akun/aplikasi/")
    html = page(client, url)
    assert "kentongan-uji" in html
    assert KEYS["client_secret"] not in html
    post(client, url, {"client_id": "kentongan-baru", "client_secret": ""})
    assert App.objects.get().secret == {**KEYS, "client_id": "kentongan-baru"}
    post(client, f"{url}hapus/")
    post(client, f"{url}hapus/", status=409)
    acts = list(Entry.objects.filter(action__startswith="app.").values_list("action", "data"))
    assert [act for act, _ in acts] == ["app.save", "app.save", "app.forget"]
    assert KEYS["client_secret"] not in str(acts)


def test_what_the_vendor_agreed_to_is_ticked_and_taken_back(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    url = "/akun/aplikasi/facebook/"
    assert "Human Agent" in page(client, url)
    post(client, url, META)
    assert App.objects.get().secret == META
    post(client, url, {**META, "human_agent": "on"})
    assert App.objects.get().secret["human_agent"] == "ya"
    assert "checked" in page(client, url)
    post(client, url, {**META, "client_secret": ""})
    assert App.objects.get().secret == META


def test_whether_tiktok_passed_the_application_is_ticked_and_needs_no_word(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.administrator)
    url = "/akun/aplikasi/tiktok/"
    keys = {"client_key": "awkunci", "client_secret": "rahasia-aplikasi"}
    post(client, url, keys)  # not passed yet: nothing more to fill in
    assert "audited" not in App.objects.get().secret
    App.objects.update(secret={**keys, "audited": "belum"})  # as it was typed before
    assert "checked" not in page(client, url)
    post(client, url, {**keys, "audited": "on"})
    assert App.objects.get().secret["audited"] == "ya"
    assert "checked" in page(client, url)


def test_only_whoever_runs_the_installation_may_touch_them(
    cast: Cast, sekcam: Client, pages: type[PagesConnector]
) -> None:
    url = f"/akun/aplikasi/{pages.code}/"
    for address in ("/akun/aplikasi/", url):
        page(sekcam, address, 403)
    post(sekcam, url, KEYS, 403)
    post(sekcam, f"{url}hapus/", status=403)
    assert "Aplikasi jejaring" not in page(sekcam, "/akun/")
    assert not App.objects.exists()
    sign_in(sekcam, cast.administrator)
    page(sekcam, "/akun/aplikasi/sandbox/", 404)


def test_without_networks_that_want_one_the_page_says_so(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in [code for code, c in CONNECTORS.items() if getattr(c, "app_fields", ())]:
        monkeypatch.delitem(CONNECTORS, code)
    html = page(sign_in(client, cast.administrator), "/akun/aplikasi/")
    assert "Tidak ada jejaring yang memerlukan aplikasi" in html


# --- one application for the vendor's networks

META = {"client_id": "12345", "client_secret": "kunci-rahasia-meta"}


def test_one_application_serves_the_vendors_networks_when_the_administrator_says_so(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.administrator)
    facebook, instagram = (f"/akun/aplikasi/{code}/" for code in ("facebook", "instagram"))
    assert "Pakai aplikasi ini juga untuk Instagram" in page(client, facebook)
    post(client, facebook, META)
    assert app_of(CONNECTORS["instagram"]) == {}
    post(client, facebook, {"client_id": "12345", "client_secret": "", "shared": "on"})
    assert dict(app_of(CONNECTORS["instagram"])) == META
    assert app_of(CONNECTORS["threads"]) == {}
    assert "memakai aplikasi Facebook" in page(client, "/akun/aplikasi/")
    assert "Aplikasi Facebook sudah melayani jejaring ini." in page(client, instagram)
    assert not queries.begins_by_hand(catalogue.get("instagram"))
    saved = Entry.objects.filter(action="app.save").order_by("seq")
    assert [entry.data for entry in saved] == [
        {"network": "facebook"}, {"network": "facebook", "shared": True},
    ]  # fmt: skip


def test_an_application_of_its_own_goes_before_a_shared_one(cast: Cast) -> None:
    own = {"client_id": "999", "client_secret": "kunci-instagram"}
    by = cast.administrator
    actions.save_application("facebook", META, by=by, at=NOW, shared=True)
    actions.save_application("instagram", own, by=by, at=NOW)
    assert dict(app_of(CONNECTORS["instagram"])) == own
    actions.forget_application("instagram", by=by, at=NOW)
    assert dict(app_of(CONNECTORS["instagram"])) == META
    actions.forget_application("facebook", by=by, at=NOW)
    assert app_of(CONNECTORS["instagram"]) == {}


# --- which page


def test_the_one_that_bears_our_name_is_taken_without_asking(
    cast: Cast, make_account: MakeAccount, sekcam: Client, pages: type[PagesConnector]
) -> None:
    actions.save_application(pages.code, KEYS, by=cast.administrator, at=NOW)
    pages.pages = ("kec.lain", "kec.sumberjati")
    account = make_account()
    assert come_back(sekcam, account) == f"/akun/{account.pk}/"
    assert Credential.objects.get().secret["page"] == "kec.sumberjati"
    assert pages.apps == [KEYS]


def test_a_person_says_which_page_is_meant(
    make_account: MakeAccount, sekcam: Client, pages: type[PagesConnector]
) -> None:
    pages.pages = ("halaman satu", "halaman dua")
    account = make_account()
    where = come_back(sekcam, account)
    assert where == at("oauth_choose", account)
    html = page(sekcam, where)
    assert html.count('type="radio"') == 2
    assert PASSWORD not in html
    assert post(sekcam, where, {"pilihan": "id-bukan-punya-kita"}) == where
    assert not Credential.objects.exists()
    assert post(sekcam, where, {"pilihan": "id-halaman dua"}) == at("account", account)
    account.refresh_from_db()
    assert (account.external_id, account.health) == ("id-halaman dua", Health.HEALTHY)
    assert Credential.objects.get().secret["page"] == "halaman dua"
    assert post(sekcam, where, {"pilihan": "id-halaman satu"}) == at("connect", account)


def test_a_page_on_which_one_may_not_publish_is_shown_with_the_reason_and_never_connected(
    make_account: MakeAccount, sekcam: Client, pages: type[PagesConnector]
) -> None:
    pages.pages, pages.shut = ("halaman satu", "halaman dua"), ("halaman dua",)
    account = make_account()
    where = come_back(sekcam, account)
    html = page(sekcam, where)
    assert html.count("disabled") == html.count("Belum boleh menulis di sini.") == 1
    assert post(sekcam, where, {"pilihan": "id-halaman dua"}) == where
    pages.pages = pages.shut = ("kec.sumberjati",)
    assert come_back(sekcam, account) == at("connect", account)
    assert "Belum boleh menulis di sini." in page(sekcam, at("connect", account))
    assert not Credential.objects.exists()


def test_later_only_the_same_page_will_do(
    make_account: MakeAccount, sekcam: Client, pages: type[PagesConnector]
) -> None:
    pages.pages = ("halaman satu", "halaman dua")
    account = make_account()
    post(sekcam, come_back(sekcam, account), {"pilihan": "id-halaman dua"})
    assert come_back(sekcam, account) == at("account", account)  # known by its id now
    pages.pages = ("halaman satu", "halaman tiga")
    where = come_back(sekcam, account)
    assert "menjangkau lebih dari satu" in page(sekcam, where)
    assert post(sekcam, where, {"pilihan": "id-halaman satu"}) == where
    assert Credential.objects.get().secret["page"] == "halaman dua"
    pages.pages = ("halaman satu",)
    assert "menjangkau satu ini" in page(sekcam, come_back(sekcam, account))


def test_who_chose_the_wrong_page_disconnects_and_chooses_anew(
    cast: Cast, make_account: MakeAccount, sekcam: Client, pages: type[PagesConnector]
) -> None:
    pages.pages = ("halaman satu", "halaman dua")
    account = make_account()
    post(sekcam, come_back(sekcam, account), {"pilihan": "id-halaman dua"})
    wrong = Account.objects.get(pk=account.pk)
    post(sekcam, at("disconnect", account))
    where = come_back(sekcam, account)
    assert where == at("oauth_choose", account)
    post(sekcam, where, {"pilihan": "id-halaman satu"})
    assert Credential.objects.get().secret["page"] == "halaman satu"
    right = Account.objects.get(pk=account.pk)
    assert (right.external_id, right.health) == ("id-halaman satu", Health.HEALTHY)
    assert right.url != wrong.url


def test_the_offer_ends_and_belongs_to_its_account(
    cast: Cast, make_account: MakeAccount, sekcam: Client, pages: type[PagesConnector],
    time_machine: Any,
) -> None:  # fmt: skip
    time_machine.move_to(NOW)
    sign_in(sekcam, cast.sekcam)
    pages.pages = ("halaman satu", "halaman dua")
    account, other = make_account(), make_account("kec.lain")
    where = come_back(sekcam, account)
    assert post(sekcam, at("oauth_choose", other), {"pilihan": "id-halaman dua"}) == at(
        "connect", other
    )
    second = come_back(sekcam, other)  # in another tab; the first is still open
    assert page(sekcam, where).count('type="radio"') == 2
    assert post(sekcam, second, {"pilihan": "id-halaman satu"}) == at("account", other)
    time_machine.shift(601)
    assert post(sekcam, where, {"pilihan": "id-halaman dua"}) == at("connect", account)
    assert not Credential.objects.filter(account=account).exists()


def test_an_agreement_that_reaches_nothing_is_said(
    make_account: MakeAccount, sekcam: Client, pages: type[PagesConnector]
) -> None:
    account = make_account()
    assert come_back(sekcam, account) == at("connect", account)
    assert "tidak menjangkau akun mana pun" in page(sekcam, at("connect", account))


# --- renewed ahead of time


@pytest.fixture
def connected(make_account: MakeAccount, cast: Cast, pages: type[PagesConnector]) -> Account:
    account = make_account(holder=cast.admin)
    secret = {
        "page": "kec.sumberjati",
        "refresh": "awal",
        "renew_at": (NOW + timedelta(minutes=50)).isoformat(),
    }
    actions.connect(by=cast.admin, at=NOW, account=account, secret=secret)
    return account


def due(moment: datetime) -> None:
    """Run what the clock starts at ``moment``."""
    jobs.renew_due(at=moment)
    for job in Job.objects.filter(kind="networks.renew", state="due"):
        jobs.renew(at=moment, **job.args)
        job.delete()


def test_a_token_is_renewed_before_it_ends(connected: Account, pages: type[PagesConnector]) -> None:
    due(NOW + timedelta(minutes=45))
    assert pages.renewed == []
    due(NOW + timedelta(minutes=51))
    assert pages.renewed == ["awal"]
    kept = Credential.objects.get()
    assert kept.secret["refresh"] == "segar-1"
    assert kept.renew_at == NOW + timedelta(minutes=111)
    due(NOW + timedelta(minutes=56))
    assert pages.renewed == ["awal"]


def test_of_two_that_meet_a_stale_token_one_renews_and_both_go_on(
    connected: Account, pages: type[PagesConnector]
) -> None:
    """A rotated refresh token that is used twice locks the account out."""
    stale = Credential.objects.get().updated_at
    one, two = (Account.objects.select_related("credential").get() for _ in range(2))
    later = NOW + timedelta(minutes=5)
    actions.renew(one, at=later, stale=stale)
    actions.renew(two, at=later, stale=stale)
    assert pages.renewed == ["awal"]
    assert one.credential.secret == two.credential.secret
    Credential.objects.update(renewing_until=later + timedelta(seconds=30))
    with pytest.raises(TryLater):
        actions.renew(two, at=later, stale=Credential.objects.get().updated_at)
    actions.renew(two, at=later + timedelta(seconds=31))  # whoever was at it died
    assert pages.renewed == ["awal", "segar-1"]


def test_what_a_person_connected_while_the_vendor_was_asked_is_not_overwritten(
    connected: Account, pages: type[PagesConnector], cast: Cast
) -> None:
    later = NOW + timedelta(minutes=51)
    secret = {"page": "kec.sumberjati", "refresh": "dari orang"}
    pages.meanwhile = lambda: actions.connect(
        by=cast.admin, at=later, account=connected, secret=secret
    )  # type: ignore[assignment, return-value]
    one = Account.objects.get()
    actions.renew(one, at=later)
    assert Credential.objects.get().secret["refresh"] == "dari orang"
    assert one.credential.secret["refresh"] == "dari orang"


def test_what_was_disconnected_while_the_vendor_was_asked_stays_disconnected(
    connected: Account, pages: type[PagesConnector], cast: Cast
) -> None:
    pages.meanwhile = lambda: actions.disconnect(connected, by=cast.admin, at=NOW)  # type: ignore[assignment, return-value]
    due(NOW + timedelta(minutes=51))
    assert not Credential.objects.exists()
    connected.refresh_from_db()
    assert (connected.health, Notice.objects.count()) == (Health.UNCONNECTED, 0)


def test_a_slow_renewal_keeps_its_token_and_the_second_workers_claim_is_respected(
    connected: Account, pages: type[PagesConnector]
) -> None:
    """The vendor took the old token from the first; the second has nothing but a spent one."""
    much_later = NOW + timedelta(minutes=53)

    def second() -> None:
        pages.refusal = Unauthorised("sudah dipakai")
        assert not actions.renew_ahead(Account.objects.get(), at=much_later)
        pages.refusal = None

    def others() -> None:
        with pytest.raises(TryLater):
            actions.renew(Account.objects.get(), at=NOW + timedelta(minutes=51))

    pages.meanwhile = others
    actions.renew(Account.objects.get(), at=NOW + timedelta(minutes=51))
    assert Credential.objects.get().secret["refresh"] == "segar-1"
    pages.meanwhile = second
    actions.renew(Account.objects.get(), at=NOW + timedelta(minutes=51))
    assert pages.renewed == ["awal", "segar-1"]
    assert Credential.objects.get().secret["refresh"] == "segar-2"


@pytest.mark.parametrize("error", [Unauthorised("izin dicabut"), Refused("aplikasi dihapus")])
def test_a_refused_renewal_tells_the_custodian_and_pauses_only_this_account(
    connected: Account, pages: type[PagesConnector], cast: Cast, error: Exception
) -> None:
    pages.refusal = error
    due(NOW + timedelta(minutes=51))
    connected.refresh_from_db()
    assert connected.health == Health.BROKEN
    assert [notice.user for notice in Notice.objects.all()] == [cast.admin]
    assert Credential.objects.get().secret["refresh"] == "awal"


def test_a_network_out_of_reach_is_asked_again(
    connected: Account, pages: type[PagesConnector]
) -> None:
    pages.refusal = TryLater("sibuk")
    due(NOW + timedelta(minutes=51))
    connected.refresh_from_db()
    assert connected.health == Health.HEALTHY
    pages.refusal = None
    due(NOW + timedelta(minutes=56))
    assert pages.renewed == ["awal"]


def test_closed_accounts_are_left_alone(
    connected: Account, pages: type[PagesConnector], cast: Cast
) -> None:
    Account.objects.update(active=False)
    due(NOW + timedelta(minutes=51))
    assert pages.renewed == []
    assert User.objects.filter(pk=cast.admin.pk).exists()


def test_until_the_application_is_there_a_new_account_is_served_by_hand(
    cast: Cast, sekcam: Client, make_account: MakeAccount, pages: type[PagesConnector]
) -> None:
    account = make_account()
    assert account.health == Health.MANUAL
    said, keys = "Aplikasi Jejaring Uji belum didaftarkan di sini", f"/akun/aplikasi/{pages.code}/"
    begins = f'action="{at("oauth_begin", account)}"'
    html = page(sekcam, at("connect", account))
    assert said in html
    assert "Minta administrator sistem" in html
    assert begins not in html  # nobody is led to a page that can only refuse
    assert keys not in html
    html = page(sign_in(Client(), cast.administrator), at("connect", account))
    assert said in html
    assert keys in html
    actions.save_application(pages.code, KEYS, by=cast.administrator, at=NOW)
    html = page(sekcam, at("connect", account))
    assert said not in html
    assert begins in html
    assert make_account("kec.lain").health == Health.UNCONNECTED
