"""The life of a post as a whole: begin, copy, put away, give up, take up again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kentongan.compliance import actions as rules
from kentongan.compliance.draft import Finding
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.networks import catalogue
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.planning import checking, cleaning
from kentongan.planning.actions.revisions import freeze
from kentongan.planning.actions.state import lock, log, transition
from kentongan.planning.actions.writing import FREE, stale
from kentongan.planning.links import post_url
from kentongan.planning.models import (
    ContentKind,
    Pillar,
    Post,
    PostMedia,
    Presentation,
    Target,
    Variant,
)
from kentongan.planning.states import POST
from kentongan.planning.working import MANNER

#: What may be put away: nothing that still is on its way.
ARCHIVABLE = frozenset({"draft", "returned", "cancelled", "published", "withdrawn"})


def create_post(
    *,
    unit: Unit,
    kind: str | ContentKind,
    title: str,
    by: User,
    at: datetime,
    text: str = "",
    link: str = "",
    source: str = "",
    pillar: str = Pillar.SERVICE.value,
    scheduled_for: datetime | None = None,
    targets: list[UUID] | None = None,
) -> Post:
    """Begin a post as a draft of ``unit``.

    Without ``targets`` it is meant for all active accounts of the unit itself. Raises
    ``Invalid`` naming each bad field, ``NotAllowed`` for a person who may not write there.
    """
    permissions.require(by, "post.write", unit, at)
    with transaction.atomic():
        post = Post(
            unit=unit,
            author=by,
            created_at=at,
            updated_at=at,
            updated_by=by.name,
        )
        given = {
            "title": title,
            "text": text,
            "link": link,
            "source": source,
            "kind": kind,
            "pillar": pillar,
            "scheduled_for": scheduled_for,
        }
        values = cleaning.clean(post, given, by=by, at=at)
        post.title, post.text = str(values["title"]), str(values["text"])
        post.link, post.source = str(values["link"]), str(values["source"])
        post.kind_id, post.pillar = str(values["kind"]), str(values["pillar"])
        post.scheduled_for = (
            scheduled_for.replace(second=0, microsecond=0) if scheduled_for else None
        )
        post.save(force_insert=True)
        post.contributors.add(by)
        meant = _meant_for(post, targets, by=by, at=at)
        Target.objects.bulk_create([Target(post=post, account_id=pk) for pk in meant])
        log(post, "post.create", by=by, at=at, data={"kind": post.kind_id})
    return post


def _meant_for(post: Post, targets: list[UUID] | None, *, by: User, at: datetime) -> list[str]:
    """Ids of the accounts that were chosen; without a choice all active ones of the unit itself."""
    if targets is None:
        own = cleaning.possible_accounts(post.unit, by).filter(unit=post.unit)
        # Each message to a subscriber is paid, and lands in a pocket: whoever wants it chooses it.
        own = own.exclude(network__in=catalogue.replies_only())
        return [str(pk) for pk in own.values_list("pk", flat=True)]
    chosen = cleaning.clean(post, {"targets": targets}, by=by, at=at)["targets"]
    return chosen if isinstance(chosen, list) else []


def duplicate(post: Post, *, by: User, at: datetime) -> Post:
    """A new draft with the same content, without its schedule, reasons and approvals."""
    permissions.require(by, "post.write", post.unit, at)
    with transaction.atomic():
        copy = Post.objects.create(
            unit=post.unit,
            kind=post.kind,
            pillar=post.pillar,
            title=(_("Salinan: %(title)s") % {"title": post.title})[: cleaning.MAX_TITLE],
            text=post.text,
            link=post.link,
            source=post.source,
            shows_vulnerable=post.shows_vulnerable,
            shows_official=post.shows_official,
            author=by,
            created_at=at,
            updated_at=at,
            updated_by=by.name,
        )
        copy.contributors.add(by)
        _copy_parts(post, copy)
        freeze(copy, by=by, at=at, note=_("Salinan"), record=False)
        log(copy, "post.create", by=by, at=at, data={"copy_of": str(post.pk)})
    return copy


def _copy_parts(post: Post, copy: Post) -> None:
    """Wordings, presentations, pictures, and the accounts that are still in service."""
    Variant.objects.bulk_create(
        [Variant(post=copy, network=v.network, text=v.text) for v in post.variants.all()]
    )
    Presentation.objects.bulk_create(
        [
            Presentation(post=copy, network=row.network, **{n: getattr(row, n) for n in MANNER})
            for row in post.presentations.all()
        ]
    )
    Target.objects.bulk_create(
        [
            Target(post=copy, account_id=target.account_id)
            for target in post.targets.filter(account__active=True)
        ]
    )
    PostMedia.objects.bulk_create(
        [
            PostMedia(
                post=copy,
                asset_id=item.asset_id,
                order=item.order,
                alt=item.alt,
                credit=item.credit,
                licence=item.licence,
                people=item.people,
            )
            for item in post.media.all()
        ]
    )


def archive(post: Post, *, version: int, by: User, at: datetime) -> Post:
    """Put a post away; it leaves lists and calendar but stays readable."""
    with transaction.atomic():
        held = lock(post.pk)
        if held.version != version:
            raise stale(held)
        if held.archived_at is not None:
            return held
        if held.state not in ARCHIVABLE:
            raise Conflict(
                _("Unggahan yang “%(state)s” belum bisa diarsipkan.")
                % {"state": POST.labels[held.state]}
            )
        held.archived_at = at
        held.version += 1
        held.save(update_fields=["archived_at", "version"])
        log(held, "post.archive", by=by, at=at)
    return held


def unarchive(post: Post, *, by: User, at: datetime) -> Post:
    """Take a post out of the archive."""
    with transaction.atomic():
        held = lock(post.pk)
        if held.archived_at is None:
            return held
        held.archived_at = None
        held.version += 1
        held.save(update_fields=["archived_at", "version"])
        log(held, "post.unarchive", by=by, at=at)
    return held


def cancel(post: Post, *, by: User, at: datetime, reason: str = "") -> Post:
    """Give up a draft or a returned post; what is approved is cancelled by ``publishing``."""
    if post.state not in ("draft", "returned"):
        raise Conflict(_("Hanya draf dan revisi yang bisa dibatalkan di sini."))
    return transition(post, "cancel", by=by, at=at, data={"reason": reason} if reason else None)


def reopen(post: Post, *, by: User, at: datetime) -> Post:
    """Take up a cancelled post again as a draft."""
    return transition(post, "reopen", by=by, at=at)


def weigh(
    *,
    post_id: UUID,
    fingerprint: str,
    reason: str,
    by: User,
    at: datetime,
    finding: Finding | None = None,
) -> Post:
    """Pass a finding of the kind "weigh", with the reason; raises ``Invalid`` without one.

    The reason hangs on the finding's fingerprint, so it stays while the words in question stay.
    Not a change of content: the version is not raised and no approval falls. Those who look after
    the rules read it with ``finding``, which is looked for where the caller has not got it.
    """
    given = reason.strip()
    if len(given) < 10:
        raise Invalid.field(
            "reason", _("Tulis alasan yang bisa dipertanggungjawabkan, minimal 10 huruf.")
        )
    if len(given) > 500:
        raise Invalid.field("reason", _("Alasan terlalu panjang: paling banyak 500 huruf."))
    with transaction.atomic():
        post = lock(post_id)
        if post.state not in FREE:
            raise Conflict(
                _("Pertimbangan hanya bisa ditulis selama masih draf atau revisi; ini “%(state)s”.")
                % {"state": POST.labels[post.state]}
            )
        entry = {"reason": cleaning.text(given, "reason"), "by": by.name, "at": at.isoformat()}
        before = post.weighed.get(fingerprint) or {}
        post.weighed = {**post.weighed, fingerprint: entry}
        post.save(update_fields=["weighed"])
        post.contributors.add(by)
        if before.get("reason") != entry["reason"]:
            _tell_of_passing(post, finding or _found(post, fingerprint, at), given, by=by, at=at)
        log(post, "post.weigh", by=by, at=at, data={"finding": fingerprint, "reason": given})
    return post


def _found(post: Post, fingerprint: str, at: datetime) -> Finding | None:
    checked = checking.findings(post, at, with_recent=True)
    return next((c.finding for c in checked if c.finding.fingerprint == fingerprint), None)


def _tell_of_passing(
    post: Post, finding: Finding | None, reason: str, *, by: User, at: datetime
) -> None:
    if finding is not None:
        rules.note_passed(
            unit=post.unit,
            rule=finding.rule,
            severity=finding.severity.value,
            quote=finding.text,
            reason=reason,
            by=by,
            at=at,
            label=post.title,
            address=post_url(post.pk),
        )
