"""Bluesky's video service before a real PDS, as strict as the tutorial and the lexicons say.

It takes a video with a permission of the account's server, and stores it there with that very
permission, so the server itself judges the token (docs.bsky.app/docs/tutorials/video, transcribed,
not verified against the vendor). Knobs: ``slow``, ``fails``, ``wraps``, ``forgets``.
"""

import base64
import json
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

import httpx2

from tests.fakes.server import Answer, Fake, Handler, Refusal, Request

MOST_BYTES = 100_000_000
LONGEST_PERMISSION = 30 * 60


def claims(token: str) -> dict[str, Any]:
    """What a token says; its signature is for the server to judge."""
    parts = token.split(".")
    if len(parts) != 3:
        raise Refusal(401, {"error": "AuthMissing", "message": "Authentication required"})
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(padded))
    return found


class VideoService(Fake):
    """Jobs by id; ``sent`` holds the bytes as they came."""

    def __init__(self, pds: str) -> None:
        super().__init__()
        self.pds = pds
        self.jobs: dict[str, dict[str, Any]] = {}
        self.sent: list[bytes] = []
        self.slow = 0
        self.fails = ""
        self.wraps, self.forgets = False, False

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", r"/xrpc/app\.bsky\.video\.uploadVideo", self._upload),
            ("GET", r"/xrpc/app\.bsky\.video\.getJobStatus", self._status),
        ]

    def _upload(self, request: Request) -> Answer:
        query = dict(request.query)
        if set(query) != {"did", "name"} or not query["name"].endswith(".mp4"):
            raise Refusal(400, {"error": "InvalidRequest", "message": "did and name are required"})
        if request.mime != "video/mp4" or "content-length" not in request.headers:
            raise Refusal(400, {"error": "InvalidRequest", "message": "Expected video/mp4"})
        if len(request.body) > MOST_BYTES:
            raise Refusal(413, {"error": "VideoTooLarge", "message": "Video is too large"})
        self._permitted(request.bearer, query["did"])
        known = next((j for j in self.jobs.values() if j["data"] == request.body), None)
        if known is not None:
            known["asked"] += 1
            return Answer(409, {"error": "already_exists", **self._told(known)})
        job: dict[str, Any] = {
            "jobId": secrets.token_hex(6),
            "did": query["did"],
            "data": request.body,
            "token": request.bearer,
            "asked": 0,
        }
        self.jobs[job["jobId"]] = job
        self.sent.append(request.body)
        return Answer(200, self._wrapped({**self._named(job), "state": "JOB_STATE_CREATED"}))

    def _permitted(self, token: str, did: str) -> None:
        told = claims(token)
        if (
            told.get("iss") != did
            or told.get("lxm") != "com.atproto.repo.uploadBlob"
            or told.get("aud") != f"did:web:{urlsplit(self.pds).hostname}"
            or not 0 < told.get("exp", 0) - time.time() <= LONGEST_PERMISSION
        ):
            raise Refusal(401, {"error": "BadAuth", "message": f"not good for this: {told}"})

    def _status(self, request: Request) -> Answer:
        job = self.jobs.get(dict(request.query).get("jobId", ""))
        if job is None or self.forgets:
            raise Refusal(400, {"error": "InvalidRequest", "message": "Job not found"})
        job["asked"] += 1
        return Answer(200, {"jobStatus": self._told(job)})

    def _told(self, job: dict[str, Any]) -> dict[str, Any]:
        if self.fails:
            return {**self._named(job), "state": "JOB_STATE_FAILED", "error": self.fails}
        if job["asked"] <= self.slow:
            return {**self._named(job), "state": "JOB_STATE_ENCODING", "progress": 40}
        if "blob" not in job:
            job["blob"] = self._store(job)
        return {**self._named(job), "state": "JOB_STATE_COMPLETED", "blob": job["blob"]}

    @staticmethod
    def _named(job: dict[str, Any]) -> dict[str, Any]:
        return {"jobId": job["jobId"], "did": job["did"]}

    def _wrapped(self, status: dict[str, Any]) -> dict[str, Any]:
        return {"jobStatus": status} if self.wraps else status

    def _store(self, job: dict[str, Any]) -> Any:
        answer = httpx2.post(
            f"{self.pds}/xrpc/com.atproto.repo.uploadBlob",
            headers={"Authorization": f"Bearer {job['token']}", "Content-Type": "video/mp4"},
            content=job["data"],
            timeout=20,
        )
        answer.raise_for_status()
        return answer.json()["blob"]
