"""WordPress sites by application password: articles, and comments as replies.

Proof: ``lookup`` by a slug of our choice. WordPress does not refuse a slug that is taken, it
appends ``-2``; so a slug finds our article for sure, but cannot by itself prevent a second one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, wording
from kentongan.networks.connectors.wordpress import article
from kentongan.networks.connectors.wordpress.api import LABEL, MEND, Api, error_code
from kentongan.networks.connectors.wordpress.article import Picture
from kentongan.networks.connectors.wordpress.comments import PREFIX, Comments
from kentongan.networks.connectors.wordpress.limits import LIMITS
from kentongan.networks.connectors.wordpress.listening import Listening
from kentongan.networks.contract import (
    CredentialField,
    Heard,
    Identity,
    Image,
    Outgoing,
    Proof,
    Published,
    Reference,
    Refused,
    Session,
    Unauthorised,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

#: Everything but the trash: an article that was withdrawn is not found.
STATES = "publish,future,draft,pending,private"
#: What WordPress appends to a slug that is taken.
COPIES = (2, 3)


class WordPressConnector:
    """Publishes, edits and withdraws articles; answers with comments."""

    code = "wordpress"
    label = LABEL
    icon = "brand-wordpress"
    handle_style = HandleStyle(
        pattern=r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?(?:/[\w./-]*)?",
        prefix="",
        lower=True,
        example="kec-titirwangi.contoh.go.id",
    )
    proof = Proof.LOOKUP
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="username",
            label=gettext_noop("Nama pengguna"),
            help=gettext_noop("Nama masuk di situs itu, dengan peran Editor atau Penulis."),
        ),
        CredentialField(
            name="app_password",
            label=gettext_noop("Sandi aplikasi"),
            help=gettext_noop("Buat di situs itu: Pengguna, Profil, Sandi Aplikasi."),
            secret=True,
        ),
    )
    needs_server = True
    default_server = ""
    cannot_hide = gettext_noop("Komentar situs dimoderasi di dasbor WordPress.")
    #: Longer than PHP may still work on a request that we stopped waiting for.
    settled_after: timedelta | None = timedelta(minutes=3)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)
        self._comments = Comments(session, self._api)

    def identify(self) -> Identity:
        """That the user may publish. The account is the site; the user is how we enter it."""
        with harmless(_("Memeriksa akun")):
            response = self._api.call("GET", "users/me", params={"context": "edit"})
            self._api.succeed(response)
            found = answers.json_object(response)
            rights = found.get("capabilities")
            if not isinstance(rights, dict) or not rights.get("publish_posts"):
                raise Refused(
                    _(
                        "Pengguna %(label)s ini belum boleh menerbitkan. Beri peran Penulis atau"
                        " Editor."
                    )
                    % {"label": LABEL}
                )
            return Identity(
                external_id=answers.text_at(found, "id"),
                handle=_site(self._session.server),
                display_name=str(found.get("name") or ""),
                url=self._session.server,
            )

    def publish(self, item: Outgoing, key: str) -> Published:
        """Look, upload, publish; and take back our second copy should there ever be one."""
        if item.reply_to is not None:
            return self._comments.publish(item)
        wording.refuse_bad_images(item, self.limits, self.label)
        slug = article.slug(key, item)
        known = self._by_slug(slug)
        if known is not None:
            return _published(known)
        body = {**self._content(item), "slug": slug, "status": "publish"}
        with decisive():
            response = self._api.call("POST", "posts", json=body)
            self._api.succeed(response, decisive=True)
            made = answers.json_object(response)
            found = _published(made)
        if made.get("slug") == slug:
            return found
        # It was taken: an earlier try had arrived after all. One of the two must go.
        first = self._by_slug(slug)
        return found if first is None else _published(first)

    def find(self, key: str, item: Outgoing) -> Published | None:
        """The article under our slug, or our comment."""
        if item.reply_to is not None:
            return self._comments.find(item)
        known = self._by_slug(article.slug(key, item))
        return _published(known) if known is not None else None

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put the new text and pictures in place of the old; the address stays."""
        if target.external_id.startswith(PREFIX):
            return self._comments.edit(target, item)
        wording.refuse_bad_images(item, self.limits, self.label)
        body = self._content(item)
        with harmless(_("Mengubah tulisan")):
            response = self._api.call("POST", f"posts/{target.external_id}", json=body)
            return _published(self._api.still_there(response))

    def withdraw(self, target: Reference) -> None:
        """Move it to the trash; gone already is fine."""
        if target.external_id.startswith(PREFIX):
            self._comments.withdraw(target)
            return
        with harmless(_("Menarik tulisan")):
            response = self._api.call("DELETE", f"posts/{target.external_id}")
            if error_code(response) in {"rest_post_invalid_id", "rest_already_trashed"}:
                return
            self._api.succeed(response)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:  # noqa: ARG002
        """A page of the site's comments, also under articles that were not made here."""
        own = self._session.external_id or self.identify().external_id
        return Listening(self._session, self._api).look(cursor, own)

    # ------------------------------------------------------------------------------ sending

    def _content(self, item: Outgoing) -> dict[str, Any]:
        pictures = [self._upload(image) for image in item.images]
        return {
            "title": article.escape(article.title(item)),
            "content": article.content(item, pictures),
            "excerpt": article.excerpt(item),
            "featured_media": pictures[0].id if pictures else 0,
        }

    def _upload(self, image: Image) -> Picture:
        """The picture in the site's library; one that is there already is used again."""
        digest = hashlib.sha256(image.data + b"\0" + image.alt.encode()).hexdigest()[:20]
        name = f"gambar-{digest}"
        with harmless(_("Mengunggah gambar")):
            response = self._api.call("GET", "media", params={"slug": name})
            self._api.succeed(response)
            known = answers.json_list(response)
            if known:
                return _picture(known[0], image)
            extension = image.mime.rpartition("/")[2].replace("jpeg", "jpg")
            response = self._api.call(
                "POST",
                "media",
                files={"file": (f"{name}.{extension}", image.data, image.mime)},
                data={"alt_text": image.alt, "slug": name},
            )
            self._api.succeed(response)
            return _picture(answers.json_object(response), image)

    # ------------------------------------------------------------------------------ looking

    def _by_slug(self, slug: str) -> dict[str, Any] | None:
        """The article under our slug. Copies under ``-2`` and ``-3`` are ours too: deleted."""
        params = {
            "slug": ",".join((slug, *(f"{slug}-{n}" for n in COPIES))),
            "status": STATES,
            "context": "edit",
        }
        with harmless(_("Mencari tulisan")):
            response = self._api.call("GET", "posts", params=params)
            if error_code(response) == "rest_invalid_param":
                # Only who may edit can ask for other states: WordPress saw a stranger.
                raise Unauthorised(
                    _("%(label)s tidak mengenali akun ini sebagai penulis. %(mend)s")
                    % {"label": LABEL, "mend": _(MEND)}
                )
            self._api.succeed(response)
            rows = sorted(answers.json_list(response), key=lambda row: int(row["id"]))
            for copy in rows[1:]:
                path = f"posts/{answers.text_at(copy, 'id')}"
                self._api.succeed(self._api.call("DELETE", path, params={"force": "true"}))
            return rows[0] if rows else None


def _site(server: str) -> str:
    """The name of a site: its address without ``https://`` and ``www.``."""
    return server.partition("://")[2].rstrip("/").removeprefix("www.")


def _picture(row: dict[str, Any], image: Image) -> Picture:
    return Picture(
        id=int(answers.text_at(row, "id")),
        url=answers.text_at(row, "source_url"),
        alt=image.alt,
    )


def _published(row: dict[str, Any]) -> Published:
    return Published(
        external_id=answers.text_at(row, "id"),
        url=answers.text_at(row, "link"),
        extra={"kind": "post"},
    )
