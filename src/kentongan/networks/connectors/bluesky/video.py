"""Videos: through Bluesky's video service where the account lives at Bluesky, else as any blob.

The service prepares a video before the post is seen, and stores it at the account's server; a
server of its own is given the file directly, and readers see it once it was prepared for them
(docs.bsky.app/docs/tutorials/video).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import regex

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.bluesky import limits
from kentongan.networks.connectors.bluesky.xrpc import LABEL, Xrpc
from kentongan.networks.contract import (
    OutcomeUnknown,
    Outgoing,
    Refused,
    Session,
    Video,
    harmless,
)

EMBED = "app.bsky.embed.video"
SERVICE = "https://video.bsky.app"
DONE, FAILED = "JOB_STATE_COMPLETED", "JOB_STATE_FAILED"
#: How long the service may use our permission to store the video.
PERMISSION = timedelta(minutes=30)
PDS = "AtprotoPersonalDataServer"
READ = 64 * 1024


def service_of(server: str) -> str:
    """The video service for accounts of ``server``; empty where there is none."""
    host = urlsplit(server).hostname or ""
    hosted = host == "bsky.social" or host.endswith(".host.bsky.network")
    return SERVICE if hosted else ""


def refuse_bad_video(item: Outgoing) -> None:
    """Raise ``Refused`` for a video that the network does not take; nothing is sent."""
    video, known = item.video, limits.LIMITS.video
    if video is None or known is None:
        return
    if item.images:
        raise Refused(
            _("%(label)s menerima video atau gambar, tidak keduanya. Pilih satu.")
            % {"label": LABEL}
        )
    if video.mime not in known.mimes:
        raise Refused(
            _("%(label)s hanya menerima video MP4. Ubah dulu videonya.") % {"label": LABEL}
        )
    if video.size > known.max_bytes or video.seconds > known.max_seconds:
        raise Refused(
            _("%(label)s menerima video sampai 100 MB dan 3 menit. Pendekkan videonya.")
            % {"label": LABEL}
        )
    if len(regex.findall(r"\X", video.alt)) > limits.MAX_VIDEO_ALT:
        raise Refused(
            _(
                "Teks alternatif video terlalu panjang; %(label)s menerima paling"
                " banyak %(max_video_alt)s karakter."
            )
            % {"label": LABEL, "max_video_alt": limits.MAX_VIDEO_ALT}
        )
    captions = video.captions
    if len(captions) > limits.MAX_CAPTIONS or any(
        c.mime not in known.captions or len(c.data) > limits.MAX_CAPTION_BYTES for c in captions
    ):
        raise Refused(
            _("Subtitel untuk %(label)s harus berkas WebVTT, masing-masing paling besar 20 KB.")
            % {"label": LABEL}
        )
    try:
        there = video.path.stat().st_size
    except OSError:
        raise Refused(_("Berkas video tidak dapat dibaca. Unggah lagi videonya.")) from None
    if there != video.size:
        raise Refused(_("Berkas video tidak utuh. Unggah lagi videonya."))


class Videos:
    """Brings videos to where a post can refer to them. Makes nothing public."""

    def __init__(self, session: Session, xrpc: Xrpc) -> None:
        self._session = session
        self._xrpc = xrpc
        self._service = service_of(session.server)

    def embed(self, video: Video) -> dict[str, Any]:
        """The embed without the video itself; its captions are uploaded."""
        found: dict[str, Any] = {
            "$type": EMBED,
            "aspectRatio": {"width": video.width, "height": video.height},
        }
        if video.alt:
            found["alt"] = video.alt
        if video.captions:
            found["captions"] = [
                {"lang": c.language, "file": self._store(c.mime, content=c.data)}
                for c in video.captions
            ]
        return found

    def begin(self, video: Video) -> tuple[str, Any]:
        """The job at the service, and the blob as far as there is one already.

        A job that an earlier attempt noted is asked for; a file is sent only where there is none.
        """
        if not self._service:
            return "", self._store(video.mime, content=_portions(video.path), size=video.size)
        noted = str(self._session.remembered.get("video_job") or "")
        if noted:
            return noted, self.ask(noted)
        status = self._send(video)
        job = answers.text_at(status, "jobId")
        self._session.remember({"video_job": job})
        return job, self._blob(status)

    def ask(self, job: str) -> dict[str, Any] | None:
        """The blob of a job; None while it is at work. ``Refused`` where it failed."""
        with harmless(_("Menanyakan video")):
            response = self._session.http.request(
                "GET",
                f"{self._service}/xrpc/app.bsky.video.getJobStatus",
                params={"jobId": job},
            )
            if response.status_code in {400, 404}:
                # Nothing was published; looking proves it, and the next attempt sends it again.
                self._session.remember({"video_job": ""})
                raise OutcomeUnknown(
                    _("%(label)s tidak lagi mengenal video ini.") % {"label": LABEL}
                )
            self._xrpc.succeed(response)
            return self._blob(_status(response))

    def _blob(self, status: dict[str, Any]) -> dict[str, Any] | None:
        if status.get("state") == FAILED:
            self._session.remember({"video_job": ""})
            said = str(status.get("message") or status.get("error") or "tanpa alasan")[:200]
            raise Refused(
                _("%(label)s tidak dapat mengolah video ini (%(said)s). Ganti videonya.")
                % {"label": LABEL, "said": said}
            )
        blob = status.get("blob")
        return blob if status.get("state") == DONE and isinstance(blob, dict) else None

    def _send(self, video: Video) -> dict[str, Any]:
        """Give the file to the service, which may store it at the account's server for us."""
        with harmless(_("Mengunggah video")):
            permission = self._permission()
            response = self._session.http.request(
                "POST",
                f"{self._service}/xrpc/app.bsky.video.uploadVideo",
                params={"did": self._xrpc.did, "name": video.path.name},
                headers={
                    "Authorization": f"Bearer {permission}",
                    "Content-Type": video.mime,
                    "Content-Length": str(video.size),
                },
                content=_portions(video.path),
            )
            if response.status_code != 409:  # it has this very video, and tells its job
                self._xrpc.succeed(response)
            return _status(response)

    def _permission(self) -> str:
        """A token with which the service may store one blob at the account's server."""
        response = self._xrpc.ask("com.atproto.server.getSession", {})
        self._xrpc.succeed(response)
        found = answers.json_object(response).get("didDoc")
        host = _home(found) or urlsplit(self._session.server).hostname
        params = {
            "aud": f"did:web:{host}",
            "lxm": "com.atproto.repo.uploadBlob",
            "exp": int((self._session.now + PERMISSION).timestamp()),
        }
        response = self._xrpc.ask("com.atproto.server.getServiceAuth", params)
        self._xrpc.succeed(response)
        return answers.text_at(answers.json_object(response), "token")

    def _store(self, mime: str, **body: Any) -> dict[str, Any]:
        with harmless(_("Mengunggah video")):
            response = self._xrpc.post("com.atproto.repo.uploadBlob", mime=mime, **body)
            self._xrpc.succeed(response)
            blob = answers.json_object(response).get("blob")
            if not isinstance(blob, dict):
                raise AnswerLost(_("Jawaban server tidak memuat blob."))
            return blob


def _status(response: httpx2.Response) -> dict[str, Any]:
    """A job's state; the service sends it bare where the lexicon wraps it."""
    found = answers.json_object(response)
    inner = found.get("jobStatus", found)
    if not isinstance(inner, dict):
        raise AnswerLost(_("Jawaban server tidak memuat jobStatus."))
    return inner


def _home(document: Any) -> str:
    """The host of the account's own server, from its DID document; empty where none is told."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and service.get("type") == PDS:
            return urlsplit(str(service.get("serviceEndpoint", ""))).hostname or ""
    return ""


def _portions(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while portion := file.read(READ):
            yield portion
