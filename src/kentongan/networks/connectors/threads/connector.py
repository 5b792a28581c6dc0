"""Threads, by OAuth.

Proof: ``two_step``. Everything public goes through a container, which is noted before it is
published and can be asked afterwards whether it was. See README.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.threads import containers, matching, oauth
from kentongan.networks.connectors.threads.api import LABEL, Api, unknown_object
from kentongan.networks.connectors.threads.limits import LIMITS
from kentongan.networks.connectors.threads.listening import Listening, moderate
from kentongan.networks.contract import (
    Agreement,
    CredentialField,
    Heard,
    Identity,
    NetworkError,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Reference,
    Refused,
    Scope,
    Session,
    TryLater,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

#: The vendor recommends to ask once a minute; pictures are usually done within seconds.
CHECK_AFTER = timedelta(seconds=15)
QUOTA_PAUSE = timedelta(hours=1)
PAGE = 50
MOST_PAGES = 5
FIELDS = "id,permalink,text,timestamp,media_type,replied_to"


class ThreadsConnector:
    """Publishes posts and replies, and withdraws them. Threads knows no edit by its API."""

    code = "threads"
    label = LABEL
    icon = "brand-threads"
    handle_style = HandleStyle(
        ("threads.net", "threads.com"),
        r"[A-Za-z0-9._]{1,30}",
        lower=True,
        link="https://www.threads.net/@{handle}",
        posts=("t",),
    )
    proof = Proof.TWO_STEP
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token akses"),
            help=gettext_noop("Token 60 hari dari dasbor aplikasi Meta, bila tidak lewat OAuth."),
            secret=True,
        ),
    )
    app_fields: tuple[CredentialField, ...] = oauth.APP_FIELDS
    scopes: tuple[Scope, ...] = oauth.SCOPES
    needs_server = False
    default_server = "https://graph.threads.net"
    #: Longer than a request to publish may still be under way after we stopped waiting.
    settled_after: timedelta | None = timedelta(minutes=3)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)
        self._notes: dict[str, Any] = dict(session.remembered)

    # ------------------------------------------------------------------------------ connecting

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees; nothing has to be remembered."""
        return oauth.authorise_url(agreement)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the code of the person's agreement."""
        return oauth.exchange(agreement, code)

    def refresh(self) -> Mapping[str, Any]:
        """A token of another sixty days."""
        return oauth.refresh(self._session)

    def identify(self) -> Identity:
        """Whose token this is."""
        with harmless(_("Memeriksa akun")):
            found = self._api.get("me", fields="id,username,name")
            handle = answers.text_at(found, "username")
            return Identity(
                external_id=answers.text_at(found, "id"),
                handle=handle,
                display_name=str(found.get("name") or ""),
                url=f"https://www.threads.net/@{handle}",
            )

    # ------------------------------------------------------------------------------ publishing

    def publish(self, item: Outgoing, key: str) -> Published | Pending:  # noqa: ARG002
        """Prepare the container, or take the one of an earlier attempt, and publish it."""
        containers.refuse_early(item)
        if self._noted("media"):
            found = self._post(self._noted("media"))
            if found is None:
                raise Refused(
                    _(
                        "Unggahan ini sudah pernah tayang di %(label)s, lalu dihapus di"
                        " sana. Buat unggahan baru bila memang harus tayang lagi."
                    )
                    % {"label": LABEL}
                )
            return found
        if self._is_spent():
            self._note(container="", children=[])
        if not (self._noted("container") or self._notes.get("children")):
            self._prepare(item)
        return self._advance()

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask how far the container is, and publish it once it is ready."""
        if self._noted("media"):
            found = self._post(self._noted("media"))
            if found is not None:
                return found
            raise Refused(_("Unggahan ini sudah dihapus di %(label)s.") % {"label": LABEL})
        if not (self._noted("container") or self._notes.get("children")):
            # The network has a draft that we know nothing of any more; it was not published.
            self._notes["container"] = pending.handle
        return self._advance()

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """What became of our container; the post is then looked for in the account's list."""
        if self._noted("media"):
            return self._post(self._noted("media"))
        with harmless(_("Mencari unggahan")):
            container = self._noted("container")
            if not container:
                if self._listed(containers.whole(item), item.created_at) is not None:
                    raise OutcomeUnknown(
                        _("Di %(label)s ada unggahan yang sama, tetapi bukan kiriman ini.")
                        % {"label": LABEL}
                    )
                return None
            if self._status(container)[0] != "PUBLISHED":
                return None
        return self._published()

    def withdraw(self, target: Reference) -> None:
        """Delete; what is gone already is fine."""
        with harmless(_("Menarik unggahannya")):
            response = self._api.call("DELETE", target.external_id)
            if not unknown_object(response):
                self._api.succeed(response)

    def hide(self, target: Reference) -> None:
        """Hide an answer to one of our posts."""
        moderate(self._api, target, hidden=True)

    def unhide(self, target: Reference) -> None:
        """Show an answer again."""
        moderate(self._api, target, hidden=False)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """A page of the conversation below one of our posts."""
        return Listening(self._session, self._api).look(cursor, posts)

    # ------------------------------------------------------------------------------ containers

    def _prepare(self, item: Outgoing) -> None:
        """Make the container, or the containers of the pictures of a carousel; note them."""
        self._refuse_over_quota(is_reply=item.reply_to is not None)
        form = containers.whole(item)
        since = item.created_at.astimezone(UTC).isoformat()
        media = containers.media_of(item)
        if form["media_type"] != "CAROUSEL":
            if media:
                form = {**form, **containers.medium(media[0])}
            wanted = containers.whole(item)
            self._note(whole=wanted, since=since, container=self._create(form), children=[])
            return
        children = [
            self._create({**containers.medium(one), "is_carousel_item": "true"}) for one in media
        ]
        self._note(whole=form, since=since, container="", children=children)

    def _advance(self) -> Published | Pending:
        """One step on: wait for the network, gather the carousel, publish."""
        if not self._noted("container"):
            children = [str(child) for child in self._notes.get("children") or []]
            if any(not self._is_ready(child) for child in children):
                return Pending(children[0], CHECK_AFTER)
            form = {**self._notes.get("whole", {}), "children": ",".join(children)}
            self._note(container=self._create(form))
        container = self._noted("container")
        with harmless(_("Memeriksa unggahan")):
            status = self._checked(container)
        if status == "PUBLISHED":
            return self._published()
        if status != "FINISHED":
            return Pending(container, CHECK_AFTER)
        try:
            media = self._publish_container(container)
        except Refused:
            # Perhaps refused because an earlier request got through after all.
            if self._state_of(container) != "PUBLISHED":
                raise
            return self._published()
        with contextlib.suppress(TryLater):  # it is public, whoever may note it down
            self._note(media=media)
        return self._described(media)

    def _publish_container(self, container: str) -> str:
        """The request that makes it public; the id of the post."""
        with decisive():
            response = self._api.call("POST", "me/threads_publish", data={"creation_id": container})
            self._api.succeed(response, decisive=True)
            return answers.text_at(answers.json_object(response), "id")

    def _state_of(self, container: str) -> str:
        with harmless(_("Memeriksa unggahan")):
            return self._status(container)[0]

    def _is_ready(self, child: str) -> bool:
        with harmless(_("Memeriksa gambar")):
            return self._checked(child) == "FINISHED"

    def _is_spent(self) -> bool:
        """Whether the draft of an earlier attempt can never be published."""
        with harmless(_("Memeriksa unggahan")):
            names = [self._noted("container")] if self._noted("container") else []
            names = names or [str(child) for child in self._notes.get("children") or []]
            return any(self._status(name)[0] in {"ERROR", "EXPIRED"} for name in names)

    def _checked(self, container: str) -> str:
        """The state of a container; raises ``Refused`` where the network gave it up."""
        status, message = self._status(container)
        if status == "ERROR":
            raise containers.media_trouble(message)
        if status == "EXPIRED":
            raise Refused(
                _(
                    "%(label)s sudah membuang rancangan ini karena lebih dari 24 jam"
                    " tidak tayang. Terbitkan lagi."
                )
                % {"label": LABEL}
            )
        return status

    def _status(self, container: str) -> tuple[str, str]:
        response = self._api.call("GET", container, params={"fields": "status,error_message"})
        if unknown_object(response):
            raise OutcomeUnknown(
                _("%(label)s tidak mengenal lagi rancangan unggahan ini.") % {"label": LABEL}
            )
        self._api.succeed(response)
        found = answers.json_object(response)
        return answers.text_at(found, "status"), str(found.get("error_message") or "")

    def _create(self, form: Mapping[str, str]) -> str:
        with harmless(_("Menyiapkan unggahan")):
            response = self._api.call("POST", "me/threads", data=form)
            self._api.succeed(response)
            return answers.text_at(answers.json_object(response), "id")

    def _refuse_over_quota(self, *, is_reply: bool) -> None:
        """Raise ``TryLater`` where the quota of 24 hours is used up."""
        usage, config = (
            ("reply_quota_usage", "reply_config") if is_reply else ("quota_usage", "config")
        )
        with harmless(_("Memeriksa kuota")):
            found = self._api.get("me/threads_publishing_limit", fields=f"{usage},{config}")
        rows = found.get("data")
        row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
        used, allowed = row.get(usage), (row.get(config) or {}).get("quota_total")
        if type(used) is int and type(allowed) is int and 0 < allowed <= used:
            text = (
                _("Kuota %(label)s habis: %(used)s balasan dalam 24 jam terakhir.")
                if is_reply
                else _("Kuota %(label)s habis: %(used)s unggahan dalam 24 jam terakhir.")
            )
            raise TryLater(
                text % {"label": LABEL, "used": used},
                after=QUOTA_PAUSE,
            )

    # ------------------------------------------------------------------------------ looking

    def _published(self) -> Published:
        """The post of a container that is known to be public."""
        with harmless(_("Mencari unggahan")):
            found = self._listed(
                self._notes.get("whole") or {}, _moment(self._noted("since"), self._session.now)
            )
        if found is None:
            raise OutcomeUnknown(
                _("%(label)s sudah menerbitkannya, tetapi belum menampilkannya di daftar akun.")
                % {"label": LABEL}
            )
        with contextlib.suppress(TryLater):
            self._note(media=found.external_id)
        return found

    def _listed(self, wanted: Mapping[str, Any], since: datetime) -> Published | None:
        """The oldest post of the account that is as ``wanted`` and nobody else's."""
        found = None
        for post in self._posts("me/replies" if wanted.get("reply_to_id") else "me/threads", since):
            if str(post.get("id")) in self._session.taken:
                continue
            if matching.is_ours(post, wanted, since=since):
                found = post
        return None if found is None else _as_published(found)

    def _posts(self, path: str, since: datetime) -> Iterator[dict[str, Any]]:
        """The account's posts since the delivery was made, newest first."""
        params = {
            "fields": FIELDS,
            "limit": str(PAGE),
            "since": str(int((since - matching.CLOCK_SKEW).timestamp())),
        }
        for _page in range(MOST_PAGES):
            page = self._api.get(path, **params)
            rows = page.get("data")
            if not isinstance(rows, list):
                raise AnswerLost(_("Jawaban server tidak memuat data."))
            yield from (row for row in rows if isinstance(row, dict))
            paging = page.get("paging")
            cursors = paging.get("cursors") if isinstance(paging, dict) else None
            after = cursors.get("after") if isinstance(cursors, dict) else None
            if not rows or not after:
                return
            params["after"] = str(after)
        raise OutcomeUnknown(_("Terlalu banyak unggahan baru untuk diperiksa satu-satu."))

    def _post(self, media: str) -> Published | None:
        """A post by its id; None where it is gone."""
        with harmless(_("Memeriksa unggahan")):
            response = self._api.call("GET", media, params={"fields": "id,permalink"})
            if unknown_object(response):
                return None
            self._api.succeed(response)
            return _as_published(answers.json_object(response))

    def _described(self, media: str) -> Published:
        """A post just published; without its address where that cannot be had right now."""
        try:
            return self._post(media) or Published(media)
        except (NetworkError, NotSent, AnswerLost):
            return Published(media)

    # ------------------------------------------------------------------------------ notes

    def _noted(self, name: str) -> str:
        return str(self._notes.get(name) or "")

    def _note(self, **notes: Any) -> None:
        self._notes.update(notes)
        self._session.remember(notes)


def _as_published(post: dict[str, Any]) -> Published:
    return Published(answers.text_at(post, "id"), str(post.get("permalink") or ""))


def _moment(text: str, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return otherwise
