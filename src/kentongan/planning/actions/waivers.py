"""Leave to pass a finding that must be mended: asked for by a writer, decided by somebody else."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from kentongan.compliance import actions as rules
from kentongan.compliance.draft import Severity
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.people.roles import BY_CODE as ROLES
from kentongan.planning import access, cleaning, queries
from kentongan.planning.actions.state import lock, log
from kentongan.planning.checking import Checked, finding_of
from kentongan.planning.models import Post, Waiver
from kentongan.planning.states import POST

MAX_REASON = 500
MIN_REASON = 10


def ask_waiver(post: Post, found: Checked, *, reason: str, by: User, at: datetime) -> Waiver:
    """Ask whoever holds the role named in the rule to let ``found`` pass; they are told.

    Not a change of content: the version is not raised and no approval falls. Raises ``Invalid``
    for a reason that is none, where nobody may pass it, or nobody is there to be asked;
    ``Conflict`` where it was asked for already.
    """
    permissions.require(by, "post.write", post.unit, at)
    given = _words(reason, _("Tulis alasan yang bisa dipertanggungjawabkan, minimal 10 huruf."))
    role = found.passer
    if not role:
        raise Invalid.field("reason", _("Temuan ini tidak bisa dilewati; perbaiki naskahnya."))
    with transaction.atomic():
        held = lock(post.pk)
        if held.state in access.OVER or held.archived_at is not None:
            raise Conflict(
                _("Izin tidak lagi diperlukan untuk unggahan yang “%(state)s”.")
                % {"state": POST.labels[held.state]}
            )
        latest = queries.latest_waivers(held).get(found.seal)
        if latest is not None and (latest.is_open or latest.is_granted):
            raise Conflict(
                _("Izin untuk kata-kata ini sudah diminta %(name)s.")
                % {"name": latest.asked_by.name}
            )
        held.contributors.add(by)
        people = deciders(held, role, asked_by=by, at=at)
        if not people:
            missing = _("Belum ada %(role)s lain yang bisa memberi izin. Perbaiki naskahnya.")
            raise Invalid.field("reason", missing % {"role": ROLES[role].label})
        return _ask(held, found, given, by=by, at=at)


def _ask(post: Post, found: Checked, reason: str, *, by: User, at: datetime) -> Waiver:
    try:
        with transaction.atomic():
            waiver = Waiver.objects.create(
                post=post,
                fingerprint=found.seal,
                rule=found.finding.rule,
                role=found.passer,
                quote=found.finding.text[:500],
                message=found.finding.message,
                asked_by=by,
                asked_at=at,
                reason=reason,
            )
    except IntegrityError:
        raise Conflict(_("Izin untuk kata-kata ini baru saja diminta orang lain.")) from None
    data = {"waiver": str(waiver.pk), "rule": waiver.rule, "role": waiver.role, "reason": reason}
    log(post, "post.waiver_ask", by=by, at=at, data=data)
    text = _("%(name)s meminta izin melewati temuan wajib di “%(title)s”.")
    notify(
        deciders(post, waiver.role, asked_by=by, at=at),
        text % {"name": by.name, "title": post.title},
        key=f"waiver:{waiver.pk}",
        at=at,
        url=reverse("planning:waiver", args=[waiver.pk]),
    )
    return waiver


def deciders(post: Post, role: str, *, asked_by: User, at: datetime) -> list[User]:
    """People who hold ``role`` at the unit of the post or above, and have no part in the post."""
    part = {post.author_id, asked_by.pk, *post.contributors.values_list("pk", flat=True)}
    return [user for user in permissions.holders([role], post.unit, at) if user.pk not in part]


def decide_waiver(waiver: Waiver, *, verdict: str, answer: str, by: User, at: datetime) -> Waiver:
    """Grant or refuse a leave; whoever asked and whoever wrote the post are told.

    Raises ``NotAllowed`` for whoever does not hold the role or has a part in the post, ``Invalid``
    for an answer that is none, ``Conflict`` when it was decided meanwhile or the words changed.
    """
    if verdict not in Waiver.Verdict.values:
        raise Invalid.field("verdict", _("Pilih izinkan atau tolak."))
    missing = _("Tulis pertimbangan Anda, minimal 10 huruf; ini menjadi bukti.")
    given = _words(answer, missing, "answer")
    with transaction.atomic():
        post = lock(waiver.post_id)
        fresh = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
        if not fresh.is_open:
            raise Conflict(_("Permintaan ini baru saja diputuskan orang lain."))
        if not access.may_decide_waiver(by, fresh, at):
            raise NotAllowed(
                _("Izin ini diputuskan %(role)s yang tidak ikut menyusun unggahannya.")
                % {"role": ROLES[fresh.role].label if fresh.role in ROLES else fresh.role}
            )
        if finding_of(fresh, post, at) is None:
            raise Conflict(_("Kata-kata ini sudah diubah; tidak ada lagi yang perlu diizinkan."))
        fresh.verdict, fresh.answer = verdict, given
        fresh.decided_by, fresh.decided_at = by, at
        fresh.save(update_fields=["verdict", "answer", "decided_by", "decided_at"])
        act = "post.waiver_grant" if fresh.is_granted else "post.waiver_refuse"
        data = {"waiver": str(fresh.pk), "rule": fresh.rule, "role": fresh.role, "reason": given}
        log(post, act, by=by, at=at, data=data)
        _tell(fresh, post, by=by, at=at)
        if fresh.is_granted:
            _note(fresh, post, by=by, at=at)
    return fresh


def _tell(waiver: Waiver, post: Post, *, by: User, at: datetime) -> None:
    text = (
        _("%(name)s mengizinkan temuan wajib di “%(title)s” dilewati.")
        if waiver.is_granted
        else _("%(name)s menolak izin melewati temuan wajib di “%(title)s”.")
    )
    notify(
        {waiver.asked_by, post.author},
        text % {"name": by.name, "title": post.title},
        key=f"waiver_decided:{waiver.pk}",
        at=at,
        url=reverse("planning:compose", args=[post.pk]),
        urgent=not waiver.is_granted,
    )


def _note(waiver: Waiver, post: Post, *, by: User, at: datetime) -> None:
    """Let those who look after the rules read that one of them was passed, and why."""
    rules.note_passed(
        unit=post.unit,
        rule=waiver.rule,
        severity=Severity.MUST.value,
        quote=waiver.quote,
        reason=waiver.answer,
        by=by,
        at=at,
        label=post.title,
        address=reverse("planning:waiver", args=[waiver.pk]),
    )


def _words(given: str, missing: str, name: str = "reason") -> str:
    words = given.strip()
    if len(words) < MIN_REASON:
        raise Invalid.field(name, missing)
    if len(words) > MAX_REASON:
        raise Invalid.field(name, _("Terlalu panjang: paling banyak 500 huruf."))
    return cleaning.text(words, name)
