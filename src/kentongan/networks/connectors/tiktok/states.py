"""What a state of a container means, and how long each may last before a person looks."""

from __future__ import annotations

from datetime import datetime, timedelta

from kentongan.kernel.say import gettext as _
from kentongan.networks.connectors.tiktok import limits
from kentongan.networks.connectors.tiktok.api import Notes, State
from kentongan.networks.connectors.tiktok.problems import LABEL
from kentongan.networks.contract import OutcomeUnknown, Pending, Published, Session

COMPLETE, FAILED = "PUBLISH_COMPLETE", "FAILED"
IN_INBOX, UPLOADING = "SEND_TO_USER_INBOX", "PROCESSING_UPLOAD"
SOON, LATER = timedelta(seconds=10), timedelta(minutes=10)
#: How long each state may last. Accepted is known at once; only the address waits for moderation,
#: which takes a minute, and hours at times. "" is a container TikTok does not know (yet).
_LONGEST = {
    COMPLETE: limits.LONGEST_MODERATION,
    IN_INBOX: limits.LONGEST_DRAFT,
    "": timedelta(minutes=5),
}


def profile(username: str) -> str:
    """The page of the account."""
    return f"https://www.tiktok.com/@{username}"


def outcome(state: State, session: Session, notes: Notes) -> Published | Pending:
    """What to do about a state that is neither failed nor short of bytes.

    Raises ``OutcomeUnknown`` for one that lasts too long: then a person looks.
    """
    if state.status == COMPLETE and (state.posts or notes.flag("hidden")):
        return published(state, session, notes)
    age = _age(state.status, session.now, notes)
    if age >= _LONGEST.get(state.status, limits.LONGEST_WORK):
        if state.status == COMPLETE:
            return published(state, session, notes)
        raise OutcomeUnknown(doubt(state))
    wait = min(max(age / 4, SOON), LATER)
    if state.status != IN_INBOX:
        return Pending(state.publish_id, wait)
    return Pending(state.publish_id, wait, step=_finish(notes), longest=limits.LONGEST_DRAFT)


def _finish(notes: Notes) -> str:
    """What the owner must do with a draft; that of a video comes without its words."""
    if notes.flag("photos"):
        return _(
            "Draf sudah di kotak masuk %(label)s. Buka aplikasinya di HP pemegang akun, periksa,"
            " lalu terbitkan."
        ) % {"label": LABEL}
    return _(
        "Draf sudah di kotak masuk %(label)s. Buka aplikasinya di HP pemegang akun, tempel"
        " teksnya, lalu terbitkan."
    ) % {"label": LABEL}


def published(state: State, session: Session, notes: Notes) -> Published:
    """The post. What is not public has no id of its own, and is known by its container."""
    username = notes.text("username") or session.handle.lstrip("@")
    if not state.posts:
        return Published(state.publish_id, profile(username))
    kind = "photo" if notes.flag("photos") else "video"
    post = state.posts[0]
    extra = {"publish_id": state.publish_id}
    return Published(post, f"{profile(username)}/{kind}/{post}", extra)


def doubt(state: State) -> str:
    """Why it cannot be told what became of it, and where a person sees it."""
    if state.status == IN_INBOX:
        return _(
            "Draf menunggu di kotak masuk %(label)s. Buka aplikasi %(label)s di HP pemegang akun,"
            " selesaikan di sana, lalu pilih jawabannya di sini."
        ) % {"label": LABEL}
    if not state.status:
        return _("%(label)s tidak lagi mengenal kiriman ini.") % {"label": LABEL}
    return _("%(label)s sudah menerima dan masih mengolah kiriman ini.") % {"label": LABEL}


def _age(status: str, now: datetime, notes: Notes) -> timedelta:
    """For how long it has been seen in this state; noted at the first sight."""
    began = notes.moment(status)
    if began is None:
        notes.begin(status, now)
        return timedelta(0)
    return now - began
