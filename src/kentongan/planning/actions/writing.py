"""What every change of a post has in common: version, state, contributors, who touched what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kentongan.kernel.errors import Conflict, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.planning import events
from kentongan.planning.actions.state import transition
from kentongan.planning.models import Post
from kentongan.planning.states import POST
from kentongan.planning.working import Value

#: In these the content may be written freely.
FREE = frozenset({"draft", "returned"})


class NeedsConfirmation(Conflict):
    """Saving would void an approval, and the writer has not said that this is meant."""

    code = "needs_confirmation"


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed: both texts, and who wrote the other one when."""

    name: str
    mine: Value
    theirs: Value
    by: str
    at: str


class DraftConflict(Conflict):
    """The post moved on since the version the writer started from.

    ``clashes`` hold what both changed; ``saved`` the fields that could be saved all the same;
    ``version`` is the present one. Nothing in ``clashes`` was written.
    """

    def __init__(
        self, message: str, *, post: Post, clashes: Iterable[Clash], saved: Iterable[str] = ()
    ) -> None:
        super().__init__(message)
        self.post = post
        self.version = post.version
        self.clashes = tuple(clashes)
        self.saved = tuple(saved)


def stale(post: Post) -> DraftConflict:
    """The refusal of a write that names an older version and cannot be merged."""
    return DraftConflict(
        _("%(who)s baru saja mengubah unggahan ini. Muat ulang untuk melihatnya, lalu ulangi.")
        % {"who": post.updated_by or _("Seseorang")},
        post=post,
        clashes=(),
    )


def editable(post: Post) -> bool:
    """Whether the content of the post may still be written, with or without a confirmation."""
    return post.state in FREE or POST.allows(post.state, "change")


def touch(
    post: Post,
    *,
    version: int,
    names: Iterable[str],
    by: User,
    at: datetime,
    void_approval: bool = False,
    is_content: bool = True,
) -> None:
    """Begin a change of a locked post: check the version, raise it, void what was approved.

    Raises :class:`DraftConflict` for an older version, :class:`NotAllowed` where nothing may be
    written any more, :class:`NeedsConfirmation` where an approval would fall and
    ``void_approval`` is not set.
    """
    if post.archived_at is not None:
        raise NotAllowed(_("Unggahan ini diarsipkan. Keluarkan dari arsip untuk mengubahnya."))
    if post.version != version:
        raise stale(post)
    if is_content:
        _leave_approval(post, by=by, at=at, void_approval=void_approval)
    mark = {"version": post.version + 1, "by": by.name, "by_id": str(by.pk), "at": at.isoformat()}
    post.touched = {**post.touched, **dict.fromkeys(names, mark)}
    post.version += 1
    post.updated_at = at
    post.updated_by = by.name
    post.save(update_fields=["touched", "version", "updated_at", "updated_by"])
    post.contributors.add(by)


def _leave_approval(post: Post, *, by: User, at: datetime, void_approval: bool) -> None:
    if post.state in FREE:
        return
    if not POST.allows(post.state, "change"):
        raise NotAllowed(
            _("Isi unggahan yang sudah “%(state)s” tidak bisa diubah di sini.")
            % {"state": POST.labels[post.state]}
        )
    if not void_approval:
        raise NeedsConfirmation(
            _("Unggahan ini “%(state)s”. Mengubah isinya membatalkan persetujuan.")
            % {"state": POST.labels[post.state]}
        )
    events.changed(post, by, at)
    transition(post, "change", by=by, at=at)
