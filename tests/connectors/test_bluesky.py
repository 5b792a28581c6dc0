"""What is particular to AT Protocol, on a real PDS."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from kentongan.networks.connectors.bluesky import connector as module, tid
from kentongan.networks.contract import Outgoing, Reference, Refused, TryLater, Unauthorised
from tests.contract.bluesky_harness import BlueskyHarness
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer, load
from tests.servers import Atproto

pytestmark = [pytest.mark.servers, pytest.mark.no_database]
AT = datetime.now(UTC) - timedelta(seconds=1)


@pytest.fixture
def harness(atproto_server: Atproto) -> BlueskyHarness:
    return BlueskyHarness(atproto_server)


def item(text: str = "Info layanan.", **more: Any) -> Outgoing:
    return replace(Outgoing(text=text, created_at=AT), **more)


def record(harness: BlueskyHarness, login: Login) -> dict[str, Any]:
    (found,) = harness.server.records(login.native.did)
    value: dict[str, Any] = found["value"]
    return value


def test_the_record_lies_under_our_key(harness: BlueskyHarness, login: Login) -> None:
    with harness.open(login) as connector:
        found = connector.publish(item(), "kunci")
    rkey = tid.derive("kunci")
    assert found.external_id == f"at://{login.native.did}/app.bsky.feed.post/{rkey}"
    assert found.url == f"https://bsky.app/profile/{login.handle}/post/{rkey}"
    value = record(harness, login)
    assert value["langs"] == ["id"]
    assert value["createdAt"].endswith("Z")


def test_a_delivery_moved_to_another_time_finds_its_first_try(
    harness: BlueskyHarness, login: Login
) -> None:
    moved = item(created_at=AT + timedelta(hours=2))
    with harness.open(login) as connector:
        first = connector.publish(item(), "kunci")
        assert connector.find("kunci", moved).external_id == first.external_id
        assert connector.publish(moved, "kunci").external_id == first.external_id
    assert harness.count(login) == 1


def test_tags_and_mentions_become_facets(harness: BlueskyHarness, login: Login) -> None:
    other = harness.server.create_account("warga")
    text = f"🙏 Halo @{other.handle} dan @tak.ada.test, #SiagaBanjir"
    with harness.open(login) as connector:
        connector.publish(item(text), "kunci")
    features = [facet["features"][0] for facet in record(harness, login)["facets"]]
    assert features == [
        {"$type": "app.bsky.richtext.facet#mention", "did": other.did},
        {"$type": "app.bsky.richtext.facet#tag", "tag": "SiagaBanjir"},
    ]


def test_a_link_without_pictures_gets_a_card(harness: BlueskyHarness, login: Login) -> None:
    with harness.open(login) as connector:
        connector.publish(item(link="https://contoh.go.id/x"), "kunci")
    value = record(harness, login)
    assert value["text"] == "Info layanan."
    assert value["embed"]["external"]["uri"] == "https://contoh.go.id/x"
    assert value["embed"]["external"]["title"] == "contoh.go.id"


def test_the_picture_arrives_byte_for_byte(harness: BlueskyHarness, login: Login) -> None:
    image = picture("teal", "Peta", size=(640, 360))
    with harness.open(login) as connector:
        connector.publish(item(images=(image,)), "kunci")
    (shown,) = record(harness, login)["embed"]["images"]
    assert shown["aspectRatio"] == {"width": 640, "height": 360}
    assert harness.server.blob(login.native.did, shown["image"]["ref"]["$link"]) == image.data


def test_a_reply_names_parent_and_root(harness: BlueskyHarness, login: Login) -> None:
    with harness.open(login) as connector:
        first = connector.publish(item("Satu."), "a")
        second = connector.publish(item("Dua.", reply_to=_reference(first)), "b")
        # Found again, or known by its address only, the thread is still the same.
        bare = Reference(second.external_id)
        connector.publish(item("Tiga.", reply_to=bare), "c")
        gone = Reference(first.external_id[:-13] + "3jzfcijpj2z2a")
        with pytest.raises(Refused, match="tidak ada"):
            connector.publish(item("Empat.", reply_to=gone), "d")
    by_text = {r["value"]["text"]: r["value"] for r in harness.server.records(login.native.did)}
    third = by_text["Tiga."]["reply"]
    assert third["parent"]["uri"] == second.external_id
    assert third["root"] == {"uri": first.external_id, "cid": first.extra["cid"]}


def _reference(found: Any) -> Reference:
    return Reference(found.external_id, found.url, found.extra)


def test_our_key_never_overwrites_another_record(harness: BlueskyHarness, login: Login) -> None:
    with harness.open(login) as connector:
        connector.publish(item("Yang pertama."), "kunci")
        with pytest.raises(Refused, match="unggahan lain"):
            connector.publish(item("Yang lain di tempat sama."), "kunci")
        assert connector.find("kunci", item("Yang lain di tempat sama.")) is None
    assert record(harness, login)["text"] == "Yang pertama."


def test_the_server_itself_refuses_what_is_too_long(
    harness: BlueskyHarness, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal in fixtures/refused.json is what this server says."""
    with harness.open(login) as connector:
        monkeypatch.setattr(type(connector.native), "limits", replace(connector.limits, max_text=0))
        with pytest.raises(Refused) as refusal:
            connector.publish(item("x" * 301), "kunci")
    said = load("bluesky", "refused").body["message"]
    assert said in str(refusal.value)
    assert harness.count(login) == 0


def test_more_bytes_than_the_server_takes_are_refused_early(
    harness: BlueskyHarness, login: Login
) -> None:
    with harness.open(login) as connector, pytest.raises(Refused, match="bita"):
        connector.publish(item("👨‍👩‍👧‍👦" * 200), "kunci")


def test_a_revoked_app_password_is_unauthorised(harness: BlueskyHarness, login: Login) -> None:
    harness.server.revoke_app_password(login.native)
    with harness.open(login) as connector:
        with pytest.raises(Unauthorised):
            connector.identify()
        with pytest.raises(Unauthorised):
            connector.refresh()


def test_a_garbled_session_is_renewed(harness: BlueskyHarness, login: Login) -> None:
    stale = {**login.secret, "access": "eyJ.rusak.x", "refresh": "eyJ.rusak.y"}
    with harness.open(login, secret=stale) as connector:
        with pytest.raises(Unauthorised):
            connector.publish(item(), "kunci")
        fresh = connector.refresh()
    with harness.open(login, secret=fresh) as connector:
        connector.publish(item(), "kunci")
    assert harness.count(login) == 1


def test_the_refresh_token_saves_a_sign_in(
    harness: BlueskyHarness, login: Login, front: Interposer
) -> None:
    with harness.open(login, via=front.base_url) as connector:
        fresh = connector.refresh()
    assert front.seen == ["POST /xrpc/com.atproto.server.refreshSession"]
    assert fresh["refresh"] != login.secret["refresh"]
    assert fresh["app_password"] == login.secret["app_password"]


def test_finding_needs_no_session(harness: BlueskyHarness, login: Login, front: Interposer) -> None:
    """A lost answer can be cleared up although the access token has run out meanwhile."""
    with harness.open(login) as connector:
        sent = connector.publish(item(), "kunci")
    stale = {"access": "eyJ.rusak.x", "did": login.secret["did"]}
    with harness.open(login, via=front.base_url, secret=stale) as connector:
        assert connector.find("kunci", item()).external_id == sent.external_id
    assert all("getRecord" in line for line in front.seen)


def test_an_account_password_with_a_second_factor_is_explained(
    harness: BlueskyHarness, login: Login, front: Interposer
) -> None:
    asks = Canned(status=401, body={"error": "AuthFactorTokenRequired", "message": "A sign in…"})
    front.answer("createSession", asks)
    with harness.open(login, via=front.base_url) as connector:
        with pytest.raises(Unauthorised, match="sandi aplikasi"):
            connector.identify()


def test_a_limit_on_signing_in_is_no_broken_account(
    harness: BlueskyHarness, login: Login, front: Interposer
) -> None:
    front.answer("createSession", load("bluesky", "rate_limited"))
    secret = {"app_password": login.secret["app_password"]}
    with harness.open(login, via=front.base_url, secret=secret) as connector:
        with pytest.raises(TryLater) as later:
            connector.publish(item(), "kunci")
    assert later.value.after is not None


def test_the_name_of_the_profile_is_read(harness: BlueskyHarness, login: Login) -> None:
    answer = httpx2.post(
        f"{harness.base_url}/xrpc/com.atproto.repo.putRecord",
        headers={"Authorization": f"Bearer {login.secret['access']}"},
        json={
            "repo": login.native.did,
            "collection": module.PROFILE,
            "rkey": "self",
            "record": {"$type": module.PROFILE, "displayName": "Kecamatan Titirwangi"},
        },
    )
    assert answer.status_code == 200
    with harness.open(login) as connector:
        assert connector.identify().display_name == "Kecamatan Titirwangi"
