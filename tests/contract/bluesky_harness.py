"""A real PDS in the suite."""

from collections.abc import Mapping
from typing import Any

from tests.contract.harness import Can, Harness, Login, Seen
from tests.servers import Atproto


class BlueskyHarness(Harness):
    code = "bluesky"
    can = Can(
        edit=False,
        refresh=True,
        why_not={"edit": "Pembaca Bluesky tidak pernah melihat suntingan sebuah unggahan."},
    )
    decisive = "POST /xrpc/com.atproto.repo.putRecord"
    upload = "POST /xrpc/com.atproto.repo.uploadBlob"

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
