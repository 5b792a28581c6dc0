"""A page on LinkedIn in the suite, on the strict fake."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kentongan.networks import wording
from kentongan.networks.contract import Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.fakes.linkedin import LinkedInFake
from tests.fakes.linkedin_accounts import Comment, Organisation, Person, Post
from tests.fakes.linkedin_rules import words


class LinkedInHarness(Harness):
    code = "linkedin"
    can = Can(
        refresh=True,
        server_edits_images=False,
        why_not={
            "server_edits_images": "Posts API hanya mengubah teks (PARTIAL_UPDATE).",
        },
    )
    decisive = "POST /rest/posts"
    upload = "PUT /dms-uploads"
    listening = "/comments?"
    page_size = ("kentongan.networks.connectors.linkedin.listening", "PAGE")
    app = {"client_id": LinkedInFake.client_id, "client_secret": LinkedInFake.client_secret}

    def __init__(self, server: LinkedInFake) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        made = self.server.organisation(f"kec-{uuid4().hex[:8]}")
        person = Person({made.number: ("ADMINISTRATOR", "APPROVED")})
        access, renewal = self.server.token(person)
        secret = {"access_token": access, "refresh_token": renewal, "organization": made.urn}
        return Login(handle=made.vanity, secret=secret, external_id=made.urn, native=made)

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {**login.secret, "access_token": "AQXsalah"}

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        made = self.server.say(text, parent or under)
        return Said(external_id=made.urn, author=made.body["actor"])

    def change(self, login: Login, said: Said, text: str) -> None:
        comment = self.server.state.comments[said.external_id]
        comment.body["message"]["text"] = text
        comment.changed = comment.made + timedelta(minutes=1)

    def take_back(self, login: Login, said: Said) -> None:
        del self.server.state.comments[said.external_id]

    def answered(self, login: Login, found: Published) -> str:
        return str(self.server.state.comments[found.external_id].body["parentComment"])

    def seen(self, login: Login) -> list[Seen]:
        organisation: Organisation = login.native
        return [self._seen(one) for one in self.server.public(organisation)]

    @staticmethod
    def _seen(one: Post | Comment) -> Seen:
        if isinstance(one, Comment):
            text = str(one.body["message"]["text"])
            above = one.body.get("parentComment", one.body["object"])
            return Seen(text=text, links=_links(text), reply_to=above)
        content, text = one.body.get("content", {}), words(one.body["commentary"])
        pictures = content.get("multiImage", {}).get("images", [])
        pictures = pictures or ([content["media"]] if "media" in content else [])
        card = content.get("article", {}).get("source")
        return Seen(
            text=text,
            alts=tuple(shown.get("altText", "") for shown in pictures),
            links=(*_links(text), *([card] if card else [])),
        )


def _links(text: str) -> tuple[str, ...]:
    return tuple(span.value for span in wording.links(text))
