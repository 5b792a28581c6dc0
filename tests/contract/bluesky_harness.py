"""A real PDS in the suite."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from kentongan.networks.contract import Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.servers import Atproto, AtprotoAccount


class BlueskyHarness(Harness):
    code = "bluesky"
    can = Can(
        edit=False,
        refresh=True,
        hears_edits=False,
        mentions=True,
        why_not={
            "hears_edits": "Pembaca Bluesky tidak pernah melihat suntingan sebuah unggahan.",
            "edit": "Pembaca Bluesky tidak pernah melihat suntingan sebuah unggahan.",
        },
    )
    decisive = "POST /xrpc/com.atproto.repo.putRecord"
    upload = "POST /xrpc/com.atproto.repo.uploadBlob"
    listening = "GET /xrpc/app.bsky.notification.listNotifications"
    page_size = ("kentongan.networks.connectors.bluesky.listening", "PAGE")

    def __init__(self, server: Atproto) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        account = self.server.create_account()
        secret = {"app_password": account.app_password}
        login = Login(handle=account.handle, secret=secret, external_id=account.did, native=account)
        with self.open(login) as connector:
            return Login(
                handle=account.handle,
                secret=connector.refresh(),
                external_id=account.did,
                native=account,
            )

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"app_password": "aaaa-bbbb-cccc-dddd"}

    def seen(self, login: Login) -> list[Seen]:
        found = self.server.records(login.native.did)
        records = sorted(found, key=lambda r: str(r["value"]["createdAt"]))
        return [_seen(record["value"]) for record in records]

    @cached_property
    def citizen(self) -> AtprotoAccount:
        return self.server.create_account("warga")

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        root, above = (self._strong(uri) for uri in (under, parent or under))
        made = self.server.put(
            self.citizen, {"text": text, "reply": {"root": root, "parent": above}}
        )
        return Said(external_id=made["uri"], author=self.citizen.handle, native=made)

    def _strong(self, uri: str) -> dict[str, str]:
        did = uri.removeprefix("at://").partition("/")[0]
        cid = next(r["cid"] for r in self.server.records(did) if r["uri"] == uri)
        return {"uri": uri, "cid": cid}

    def mention(self, login: Login, text: str) -> Said:
        name = f"@{login.handle}"
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": login.external_id}
        index = {"byteStart": 0, "byteEnd": len(name)}
        facets = [{"index": index, "features": [feature]}]
        made = self.server.put(self.citizen, {"text": f"{name} {text}", "facets": facets})
        return Said(external_id=made["uri"], author=self.citizen.handle)

    def take_back(self, login: Login, said: Said) -> None:
        self.server.delete(self.citizen, said.external_id)

    def answered(self, login: Login, found: Published) -> str:
        records = self.server.records(login.external_id)
        value = next(r["value"] for r in records if r["uri"] == found.external_id)
        return str(value["reply"]["parent"]["uri"])


def _seen(value: dict[str, Any]) -> Seen:
    embed = value.get("embed", {})
    whole = value["text"].encode()
    links = []
    for facet in value.get("facets", []):
        for feature in facet["features"]:
            if feature["$type"].endswith("#link"):
                index = facet["index"]
                shown = whole[index["byteStart"] : index["byteEnd"]].decode()
                assert shown == feature["uri"]
                links.append(shown)
    if "external" in embed:
        links.append(embed["external"]["uri"])
    return Seen(
        text=value["text"],
        alts=tuple(image["alt"] for image in embed.get("images", [])),
        links=tuple(links),
        reply_to=value.get("reply", {}).get("parent", {}).get("uri", ""),
    )
