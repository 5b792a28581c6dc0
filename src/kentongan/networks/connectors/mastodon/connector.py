"""Mastodon and other servers of its API, by OAuth or a pasted token.

Proof: ``lookup``. ``Idempotency-Key`` is sent and never relied on; see ``matching.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, wording
from kentongan.networks.connectors.mastodon import matching, oauth
from kentongan.networks.connectors.mastodon.api import LABEL, Api
from kentongan.networks.connectors.mastodon.limits import LIMITS, VIDEO
from kentongan.networks.connectors.mastodon.listening import Listening, visibility, words_of
from kentongan.networks.connectors.mastodon.uploads import AGAIN, Uploads, name_of
from kentongan.networks.contract import (
    Agreement,
    CredentialField,
    Heard,
    Identity,
    Limits,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Reference,
    Refused,
    Session,
    TryLater,
    Unauthorised,
    Video,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

PAGE = 40
MOST_PAGES = 5
MOST_CANDIDATES = 40
LABELLED = {"label": LABEL}


class MastodonConnector:
    """Publishes, edits and withdraws."""

    code = "mastodon"
    label = LABEL
    icon = "brand-mastodon"
    handle_style = HandleStyle(
        pattern=r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?(?:@[A-Za-z0-9.-]{1,200}(?::\d{1,5})?)?",
        example="kectitirwangi",
    )
    proof = Proof.LOOKUP
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token akses"),
            help=gettext_noop(
                "Buat di server Anda: Preferensi, Pengembangan, Aplikasi baru. Izin: read,"
                " write:statuses, write:media."
            ),
            secret=True,
        ),
    )
    needs_server = True
    default_server = ""
    cannot_hide = gettext_noop(
        "Mastodon tidak menyembunyikan balasan orang lain; blokir atau laporkan di sana."
    )
    #: Longer than any request may still be under way at the server after we stopped waiting.
    settled_after: timedelta | None = timedelta(minutes=3)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)
        self._uploads = Uploads(session, self._api)

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees; the memory holds the keys of the registered application."""
        return oauth.authorise_url(agreement)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the code of the person's agreement."""
        return oauth.exchange(agreement, code)

    def identify(self) -> Identity:
        """Whose token this is."""
        with harmless(_("Memeriksa akun")):
            response = self._api.call("GET", "v1/accounts/verify_credentials")
            if response.status_code == 422:  # a token, but not one of a person
                raise Unauthorised(
                    _("Token ini bukan token akun %(label)s. Sambungkan lagi akun ini.")
                    % {"label": LABEL}
                )
            self._api.succeed(response)
            found = answers.json_object(response)
            return Identity(
                external_id=answers.text_at(found, "id"),
                handle=answers.text_at(found, "acct"),
                display_name=str(found.get("display_name") or ""),
                url=str(found.get("url") or ""),
            )

    def publish(self, item: Outgoing, key: str) -> Published | Pending:
        """Upload, then publish; ``Pending`` while the server works on a video."""
        self._refuse_early(item)
        media = {image.digest: self._uploads.image(image) for image in item.images}
        done = True
        if item.video is not None:
            media[name_of(item.video)], done = self._uploads.video(item.video)
        body: dict[str, Any] = {
            "status": _words(item),
            "media_ids": list(media.values()),
            "visibility": visibility(item),
            "language": item.language,
        }
        if item.reply_to is not None:
            body["in_reply_to_id"] = item.reply_to.external_id
        if not done:
            since = item.created_at.isoformat()
            noted = {"body": body, "key": key, "media": media, "since": since}
            self._session.remember({"post": noted, "sent": False})
            return Pending(body["media_ids"][-1], AGAIN)
        return self._post(body, key, media)

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask whether the video is ready, and publish the post it belongs to."""
        noted = self._session.remembered.get("post")
        if not noted or noted["body"]["media_ids"][-1] != pending.handle:
            raise OutcomeUnknown(_("Catatan unggahan video ini hilang."))
        body = dict(noted["body"])
        if self._session.remembered.get("sent"):  # an earlier request may have made it public
            raise OutcomeUnknown(_("Unggahan video mungkin sudah diterima, tetapi belum tampak."))
        ready = self._uploads.ready(pending.handle)
        if ready is None:
            self._session.remember({"video": {}})
            raise OutcomeUnknown(_("Server %(label)s tidak lagi mengenal videonya.") % LABELLED)
        if not ready:
            return Pending(pending.handle, AGAIN)
        self._session.remember({"sent": True})
        try:
            return self._post(body, noted["key"], noted["media"])
        except (TryLater, Refused, Unauthorised):  # certainly not taken
            self._session.remember({"sent": False})
            raise

    def _post(self, body: Mapping[str, Any], key: str, media: Mapping[str, str]) -> Published:
        """The request that makes it public."""
        with decisive():
            response = self._api.call(
                "POST", "v1/statuses", json=body, headers={"Idempotency-Key": key}
            )
            self._api.succeed(response, decisive=True)
            found = _published(answers.json_object(response))
        return replace(found, extra={"media": dict(media)})

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """Our post among those of the account; the oldest where several fit.

        Raises ``OutcomeUnknown`` where one is so alike that a person must look.
        """
        ours = _words(item)
        exact, near = [], False
        with harmless(_("Mencari unggahan")):
            for count, status in enumerate(self._candidates(item)):
                if count >= MOST_CANDIDATES:
                    raise OutcomeUnknown(
                        _("Terlalu banyak unggahan baru untuk diperiksa satu-satu.")
                    )
                text = self._source(status)
                if matching.same(text, ours):
                    exact.append(status)
                near = near or matching.alike(text, ours)
            if exact:
                return _published(exact[-1])
        if near:
            raise OutcomeUnknown(_("Ada unggahan yang sangat mirip pada akun ini."))
        return None

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put the new text and pictures in place of the old; known pictures keep their ids.

        Raises ``Refused`` where the server took the text and left the old pictures.
        """
        self._refuse_early(item)
        known = target.extra.get("media") or {}
        media = [known.get(i.digest) or self._uploads.image(i) for i in item.images]
        names = [image.digest for image in item.images]
        alts = [image.alt for image in item.images]
        if item.video is not None:
            media.append(self._same_video(item.video, known))
            names.append(name_of(item.video))
            alts.append(item.video.alt)
        body = {
            "status": _words(item),
            "language": item.language,
            "media_ids": media,
            "media_attributes": [
                {"id": m, "description": alt} for m, alt in zip(media, alts, strict=True)
            ],
        }
        with harmless(_("Mengubah unggahan")):
            response = self._api.call("PUT", f"v1/statuses/{target.external_id}", json=body)
            self._api.succeed(response)
            status = answers.json_object(response)
        shown = [str(m.get("description") or "") for m in status.get("media_attachments") or []]
        if shown != alts:
            raise Refused(
                _(
                    "Teksnya sudah berubah, tetapi server %(label)s ini tidak mengganti"
                    " gambarnya. Bila gambarnya harus berganti, tarik lalu terbitkan lagi."
                )
                % {"label": LABEL}
            )
        return replace(_published(status), extra={"media": dict(zip(names, media, strict=True))})

    @staticmethod
    def _same_video(video: Video, known: Mapping[str, str]) -> str:
        """The id of the video that is there. Another could not be shown before it is ready."""
        if name_of(video) not in known:
            raise Refused(
                _(
                    "Video yang sudah tayang di %(label)s tidak dapat diganti. Tarik, lalu"
                    " terbitkan lagi."
                )
                % LABELLED
            )
        return known[name_of(video)]

    def withdraw(self, target: Reference) -> None:
        """Delete, then look: some servers answer 404 because they cannot delete at all."""
        with harmless(_("Menarik unggahannya")):
            path = f"v1/statuses/{target.external_id}"
            response = self._api.call("DELETE", path)
            if response.status_code not in {404, 405, 410, 501}:
                self._api.succeed(response)
            left = self._api.call("GET", path)
            if left.status_code in {404, 410}:
                return
            self._api.succeed(left)
        raise Refused(
            _(
                "Server %(label)s ini tidak mendukung penarikan lewat aplikasi."
                " Hapus unggahannya langsung di server itu."
            )
            % {"label": LABEL}
        )

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """A page of mentions, or of what stands under one of our posts."""
        own = self._session.external_id or self.identify().external_id
        return Listening(self._session, self._api).look(cursor, posts, own)

    # ------------------------------------------------------------------------------ sending

    def _refuse_early(self, item: Outgoing) -> None:
        text = _words(item)
        if wording.length(text, self.limits) > self.limits.max_text:
            wording.refuse_too_long(text, self._server_limits(), self.label)
        wording.refuse_bad_images(item, self.limits, self.label)
        if item.video is not None:
            _refuse_bad_video(item, item.video)

    def _server_limits(self) -> Limits:
        """The limits of this very server, for texts that pass the usual ones."""
        with harmless(_("Membaca batas server")):
            response = self._api.public("v2/instance")
            if response.status_code == 404:
                response = self._api.public("v1/instance")
            if response.status_code != 200:
                return self.limits
            found = answers.json_object(response).get("configuration")
        statuses = found.get("statuses") if isinstance(found, dict) else None
        given = statuses if isinstance(statuses, dict) else {}
        return replace(
            self.limits,
            max_text=_positive(given.get("max_characters"), self.limits.max_text),
            link_length=_positive(
                given.get("characters_reserved_per_url"), self.limits.link_length
            ),
        )

    # ------------------------------------------------------------------------------ looking

    def _candidates(self, item: Outgoing) -> Iterator[dict[str, Any]]:
        """Posts that fit in everything but their words, newest first."""
        account = self._session.external_id or self.identify().external_id
        application = str(self._session.secret.get("application") or "")
        for status in self._posts(account, item):
            identifier = str(status.get("id", ""))
            if identifier in self._session.taken:
                continue
            if matching.may_be(status, item, application=application):
                yield status

    def _posts(self, account: str, item: Outgoing) -> Iterator[dict[str, Any]]:
        """The account's posts since the delivery became due. Some servers ignore ``max_id``."""
        seen: set[str] = set()
        params: dict[str, Any] = {"limit": PAGE, "exclude_reblogs": "true"}
        for _page in range(MOST_PAGES):
            page = answers.json_list(self._get(f"v1/accounts/{account}/statuses", params))
            fresh = [s for s in page if isinstance(s, dict) and str(s.get("id")) not in seen]
            yield from fresh
            seen.update(str(s.get("id")) for s in fresh)
            oldest = min((m for s in fresh if (m := matching.made_at(s))), default=None)
            if not fresh or oldest is None or oldest < matching.since(item):
                return
            params["max_id"] = str(fresh[-1]["id"])
        raise OutcomeUnknown(_("Terlalu banyak unggahan baru untuk diperiksa satu-satu."))

    def _source(self, status: Mapping[str, Any]) -> str:
        """The words as they were sent; from the HTML where the server keeps no source."""
        response = self._api.call("GET", f"v1/statuses/{status['id']}/source")
        if response.status_code == 404:
            return matching.text_of_html(str(status.get("content", "")))
        self._api.succeed(response)
        text = answers.json_object(response).get("text")
        if not isinstance(text, str):
            raise AnswerLost(_("Jawaban server tidak memuat text."))
        return text

    def _get(self, path: str, params: Mapping[str, Any]) -> httpx2.Response:
        response = self._api.call("GET", path, params=params)
        self._api.succeed(response)
        return response


def _words(item: Outgoing) -> str:
    return words_of(item, wording.full_text(item))


def _refuse_bad_video(item: Outgoing, video: Video) -> None:
    if item.images:
        raise Refused(
            _("%(label)s menerima gambar atau satu video, tidak keduanya. Pilih salah satu.")
            % LABELLED
        )
    if video.mime not in VIDEO.mimes or video.size > VIDEO.max_bytes:
        raise Refused(
            _("%(label)s menerima video MP4 sampai %(mb)s MB. Kecilkan videonya.")
            % {**LABELLED, "mb": VIDEO.max_bytes // 1_000_000}
        )


def _positive(value: Any, otherwise: int) -> int:
    return value if type(value) is int and value > 0 else otherwise


def _published(status: Mapping[str, Any]) -> Published:
    found = dict(status)
    return Published(
        external_id=answers.text_at(found, "id"),
        url=str(found.get("url") or found.get("uri") or ""),
    )
