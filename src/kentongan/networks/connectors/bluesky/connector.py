"""Bluesky and every other server of AT Protocol, by app password.

Proof: ``client_key``. The record key is ours (``tid.py``), and ``putRecord`` with
``swapRecord: null`` makes a record only where there is none, in one transaction of the server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, wording
from kentongan.networks.connectors.bluesky import richtext, tid
from kentongan.networks.connectors.bluesky.limits import LIMITS
from kentongan.networks.connectors.bluesky.listening import Listening
from kentongan.networks.connectors.bluesky.video import Videos, refuse_bad_video
from kentongan.networks.connectors.bluesky.xrpc import (
    LABEL,
    READ_YOUR_WRITES,
    Xrpc,
    error_name,
)
from kentongan.networks.contract import (
    Audience,
    CredentialField,
    Form,
    Heard,
    Identity,
    Image,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Reference,
    Refused,
    Session,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

POST = "app.bsky.feed.post"
PROFILE = "app.bsky.actor.profile"
#: Between two questions about a video; most are prepared within half a minute.
PREPARING = timedelta(seconds=8)


class BlueskyConnector:
    """Publishes and withdraws. Editing is not offered: readers would never see the change."""

    code = "bluesky"
    label = LABEL
    icon = "brand-bluesky"
    handle_style = HandleStyle(
        hosts=("bsky.app",),
        path=("profile",),
        pattern=r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}",
        lower=True,
        link="https://bsky.app/profile/{handle}",
        example="kec-titirwangi.bsky.social",
    )
    proof = Proof.CLIENT_KEY
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="app_password",
            label=gettext_noop("Sandi aplikasi"),
            help=gettext_noop(
                "Buat di Bluesky: Setelan, Privasi dan keamanan, Sandi aplikasi. Bukan sandi akun."
            ),
            secret=True,
        ),
    )
    needs_server = True  # most live at bsky.social; a pemda may have a server of its own
    default_server = "https://bsky.social"
    cannot_hide = gettext_noop(
        "Bluesky menyembunyikan balasan lewat setelan utas, yang belum diatur dari sini."
    )
    settled_after: timedelta | None = READ_YOUR_WRITES

    def __init__(self, session: Session) -> None:
        self._session = session
        self._xrpc = Xrpc(session)
        self._videos = Videos(session, self._xrpc)

    def identify(self) -> Identity:
        """Sign in, and read the name of the profile."""
        found = self._xrpc.sign_in()
        profile = self._record(PROFILE, "self") or {}
        name = profile.get("value", {}).get("displayName")
        return Identity(
            external_id=found["did"],
            handle=found["handle"],
            display_name=name if isinstance(name, str) else "",
            url=f"https://bsky.app/profile/{found['handle']}",
        )

    def refresh(self) -> Mapping[str, Any]:
        """The secret with a fresh session; the access token lives for two hours."""
        fresh = self._xrpc.renew()
        return {**self._session.secret, **{k: fresh[k] for k in ("access", "refresh", "did")}}

    def publish(self, item: Outgoing, key: str) -> Published | Pending:
        """Upload pictures or video, then put the record under our key where none is yet.

        A video that Bluesky is still preparing is pending; the record waits in the notes.
        """
        self._refuse_early(item)
        rkey = tid.derive(key)
        record = self._build(item)
        if item.video is not None:
            job, blob = self._videos.begin(item.video)
            if blob is None:
                self._session.remember({"rkey": rkey, "record": record})
                return Pending(job, PREPARING)
            record["embed"]["video"] = blob
        return self._put(rkey, record)

    def resume(self, pending: Pending) -> Published | Pending:
        """Put the record as soon as its video is prepared; what is there already is given back."""
        rkey = str(self._session.remembered.get("rkey") or "")
        record = self._session.remembered.get("record")
        if not rkey or not isinstance(record, Mapping):
            raise OutcomeUnknown(_("Catatan kiriman ini hilang."))
        found = self._record(POST, rkey)
        if found is not None and found["value"].get("text") == record["text"]:
            return self._published(found, rkey, found["value"])
        blob = self._videos.ask(pending.handle)
        if blob is None:
            return Pending(pending.handle, PREPARING)
        return self._put(rkey, {**record, "embed": {**record["embed"], "video": blob}})

    def _put(self, rkey: str, record: dict[str, Any]) -> Published:
        """The one request that makes it public."""
        body = {
            "repo": self._xrpc.did,
            "collection": POST,
            "rkey": rkey,
            "record": record,
            "swapRecord": None,
        }
        with decisive():
            response = self._xrpc.post("com.atproto.repo.putRecord", json=body)
            if error_name(response) == "InvalidSwap":
                return self._known(rkey, record)
            self._xrpc.succeed(response, decisive=True)
            found = answers.json_object(response)
            return self._published(found, rkey, record)

    def find(self, key: str, item: Outgoing) -> Published | None:
        """The record under our key; the server reads its own database, so absence is absence."""
        rkey = tid.derive(key)
        found = self._record(POST, rkey)
        if found is None or not _same(found["value"], item):
            return None
        return self._published(found, rkey, found["value"])

    def withdraw(self, target: Reference) -> None:
        """Delete the record; deleting what is gone succeeds on this network."""
        rkey = target.external_id.rpartition("/")[2]
        body = {"repo": self._xrpc.did, "collection": POST, "rkey": rkey}
        with harmless(_("Menarik unggahannya")):
            self._xrpc.succeed(self._xrpc.post("com.atproto.repo.deleteRecord", json=body))

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """A page of notifications, or the thread under one of our posts."""
        return Listening(self._session, self._xrpc).look(cursor, posts)

    def _refuse_early(self, item: Outgoing) -> None:
        text = _text(item)
        wording.refuse_too_long(text, self.limits, self.label)
        wording.refuse_bad_images(item, self.limits, self.label)
        refuse_bad_video(item)
        if item.audience is not Audience.PUBLIC:
            raise Refused(
                _("Semua unggahan %(label)s terlihat umum. Pilih penonton umum.")
                % {"label": self.label}
            )
        if item.form is not Form.POST:
            raise Refused(
                _("%(label)s hanya punya satu bentuk unggahan. Pilih bentuk biasa.")
                % {"label": self.label}
            )

    def _known(self, rkey: str, record: Mapping[str, Any]) -> Published:
        """Our key is taken: by this very post, or by something else."""
        found = self._record(POST, rkey)
        if found is None or found["value"].get("text") != record["text"]:
            raise Refused(
                _(
                    "%(label)s menyimpan unggahan lain di tempat ini. Jadwalkan sebagai"
                    " kiriman baru."
                )
                % {"label": self.label}
            )
        return self._published(found, rkey, found["value"])

    def _record(self, collection: str, rkey: str) -> dict[str, Any] | None:
        with harmless(_("Mencari unggahan")):
            response = self._xrpc.get(
                "com.atproto.repo.getRecord",
                {"repo": self._xrpc.did, "collection": collection, "rkey": rkey},
            )
            if error_name(response) == "RecordNotFound":
                return None
            self._xrpc.succeed(response)
            found = answers.json_object(response)
            if not isinstance(found.get("value"), dict):
                return None
            return found

    def _build(self, item: Outgoing) -> dict[str, Any]:
        text = _text(item)
        record: dict[str, Any] = {
            "$type": POST,
            "text": text,
            "createdAt": _time(item.created_at),
            "langs": [item.language],
        }
        if found := richtext.facets(text, self._resolve):
            record["facets"] = found
        if item.images:
            record["embed"] = {
                "$type": "app.bsky.embed.images",
                "images": [self._image(image) for image in item.images],
            }
        elif item.video is not None:
            record["embed"] = self._videos.embed(item.video)
        elif item.link:
            record["embed"] = _card(item)
        if item.reply_to is not None:
            record["reply"] = self._reply(item.reply_to)
        return record

    def _image(self, image: Image) -> dict[str, Any]:
        with harmless(_("Mengunggah gambar")):
            response = self._xrpc.post(
                "com.atproto.repo.uploadBlob", content=image.data, mime=image.mime
            )
            self._xrpc.succeed(response)
            blob = answers.json_object(response).get("blob")
        return {
            "image": blob,
            "alt": image.alt,
            "aspectRatio": {"width": image.width, "height": image.height},
        }

    def _resolve(self, handle: str) -> str | None:
        """The DID of a handle; None where nobody has it (the words stay plain text)."""
        with harmless(_("Mencari akun yang disebut")):
            response = self._xrpc.get("com.atproto.identity.resolveHandle", {"handle": handle})
            if response.status_code == 400:
                return None
            self._xrpc.succeed(response)
            return answers.text_at(answers.json_object(response), "did")

    def _reply(self, target: Reference) -> dict[str, Any]:
        """Strong references to the parent and the first post of the thread."""
        parent = {"uri": target.external_id, "cid": str(target.extra.get("cid", ""))}
        root = target.extra.get("root")
        if not parent["cid"] or not root:
            parent, root = self._look_up_thread(target)
        return {"root": root, "parent": parent}

    def _look_up_thread(self, target: Reference) -> tuple[dict[str, str], dict[str, str]]:
        repo, collection, rkey = target.external_id.removeprefix("at://").split("/")
        with harmless(_("Mencari unggahan yang dibalas")):
            response = self._xrpc.get(
                "com.atproto.repo.getRecord",
                {"repo": repo, "collection": collection, "rkey": rkey},
            )
            if error_name(response) == "RecordNotFound":
                raise Refused(_("Unggahan yang dibalas sudah tidak ada."))
            self._xrpc.succeed(response)
            found = answers.json_object(response)
        parent = {"uri": target.external_id, "cid": answers.text_at(found, "cid")}
        reply = found.get("value", {}).get("reply")
        return parent, reply["root"] if isinstance(reply, dict) else parent

    def _published(self, found: dict[str, Any], rkey: str, record: dict[str, Any]) -> Published:
        own = {"uri": answers.text_at(found, "uri"), "cid": answers.text_at(found, "cid")}
        reply = record.get("reply")
        root = reply["root"] if isinstance(reply, dict) else own
        who = self._session.handle.lstrip("@") or self._xrpc.did
        return Published(
            external_id=own["uri"],
            url=f"https://bsky.app/profile/{who}/post/{rkey}",
            extra={"cid": own["cid"], "root": root},
        )


def _text(item: Outgoing) -> str:
    """The words. A link gets a card of its own where nothing else takes that place."""
    return wording.full_text(item) if item.images or item.video else item.text


def _card(item: Outgoing) -> dict[str, Any]:
    title = urlsplit(item.link).hostname or item.link
    card = {"uri": item.link, "title": title, "description": ""}
    return {"$type": "app.bsky.embed.external", "external": card}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _same(record: Mapping[str, Any], item: Outgoing) -> bool:
    return record.get("text") == _text(item)
