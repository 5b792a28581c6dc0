"""Conversations on the fake Threads: what people answer to a post, at any depth."""

import secrets
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from tests.fakes.server import Answer, Request


class Talk:
    """The part of the fake where people answer."""

    state: Any
    account: Any
    _token: Any
    _query: Any
    _form: Any
    _missing: Any
    _shown: Any

    @abstractmethod
    def put(self, account: Any, form: Mapping[str, str]) -> Any:
        """A post that is public from now on."""

    def say(self, text: str, under: str) -> Any:
        """Somebody answers, in the app."""
        who = self.account(f"warga{secrets.token_hex(4)}")
        return self.put(who, {"media_type": "TEXT", "text": text, "reply_to_id": under})

    def _manage(self, request: Request) -> Answer:
        """Hide an answer to a post of the account, or show it again."""
        token = self._token(request, "threads_manage_replies")
        form = self._form(request, "manage_reply")
        found = self.state.posts.get(request.params["id"])
        root = found
        while root is not None and root.form.get("reply_to_id"):
            root = self.state.posts.get(root.form["reply_to_id"])
        if found is None or root is None or root.account is not token.account:
            raise self._missing(request.params["id"])
        found.hidden = form["hide"] == "true"
        return Answer(200, {"success": True})

    def _conversation(self, request: Request) -> Answer:
        """Everything below a post of the account, at any depth."""
        token = self._token(request, "threads_read_replies")
        query = self._query(request, "conversation")
        root = self.state.posts.get(request.params["id"])
        if root is None or root.account is not token.account:
            raise self._missing(request.params["id"])
        below, found = {root.id}, []
        for post in self.state.posts.values():  # what answers comes after what it answers
            if post.form.get("reply_to_id") in below:
                below.add(post.id)
                found.append(post)
        found = found[::-1] if query.get("reverse", "true") == "true" else found
        start = int(query.get("after", "0"))
        page = found[start : start + int(query.get("limit", "25"))]
        asked = query["fields"].split(",")
        rows = [
            self._shown(post, asked)
            | {"username": post.account.username}
            | {"is_reply_owned_by_me": post.account is token.account}
            for post in page
        ]
        told: dict[str, Any] = {"data": rows}
        if start + len(page) < len(found):
            told["paging"] = {"cursors": {"before": str(start), "after": str(start + len(page))}}
        return Answer(200, told)
