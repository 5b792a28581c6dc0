"""Who may see and handle cases. A secret one does not exist for whoever is not named in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from tree_queries.query import TreeQuerySet

from kentongan.inbox.models import (
    Answer,
    Attachment,
    Case,
    Clarification,
    Disposition,
    Elsewhere,
    Hiding,
    MailSource,
    Message,
    Named,
    Reply,
    SavedView,
    Template,
    Watch,
)
from kentongan.inbox.states import OPEN
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people import access as people, permissions
from kentongan.people.models import Unit, User
from kentongan.people.queries import tops_of

Row = TypeVar("Row")
#: Dispositions that are somebody's work now.
ACTIVE = ("proposed", "accepted")
_DESCRIBE = ("inbox.answer", "inbox.manage")


def inbox_units(user: User, at: datetime | None = None) -> TreeQuerySet[Unit]:
    """Units whose messages the person may read."""
    return permissions.units_for(user, "inbox.view", at)


def own(user: User, at: datetime | None = None, *, field: str = "unit") -> Q:
    """The same as a condition on many rows, such as all cases; see ``permissions.within``."""
    return permissions.within(user, "inbox.view", at, field=field)


def open_to(user: User, at: datetime | None = None) -> Q:
    """Cases that are not secret, or into which the person is let."""
    named = Exists(Named.objects.filter(case=OuterRef("pk"), user=user))
    allowed = Q(secret=False) | Q(named)
    if permissions.can_somewhere(user, "inbox.secret", at):
        allowed |= Q(unit__in=permissions.units_for(user, "inbox.secret", at))
    return allowed


def visible_cases(user: User, at: datetime | None = None) -> QuerySet[Case]:
    """Cases the person may read: of their units, handed to or by them, watched; never secret ones
    they are not part of. What was taken back before they accepted it was never theirs."""
    units = inbox_units(user, at)
    theirs = Q(to_unit__in=units) & ~Q(state="withdrawn", answered_at=None) | Q(from_unit__in=units)
    handed = Exists(Disposition.objects.filter(theirs, case=OuterRef("pk")))
    watched = Exists(Watch.objects.filter(case=OuterRef("pk"), user=user))
    named = Exists(Named.objects.filter(case=OuterRef("pk"), user=user))
    mine = Q(unit__in=units) | Q(origin__in=units) | Q(handed) | Q(watched) | Q(named)
    if permissions.can_somewhere(user, "inbox.secret", at):
        secret = Q(unit__in=permissions.units_for(user, "inbox.secret", at))
        return Case.objects.filter((mine & open_to(user, at)) | secret)
    return Case.objects.filter(mine & open_to(user, at))


def visible_case(user: User, number: str) -> Case:
    """One case with what its page needs, by its public number; raises ``Missing``."""
    found = (
        visible_cases(user)
        .select_related("unit__type", "origin", "account", "holder", "topic", "answering", "lapor")
        .filter(number=number.upper())
        .first()
    )
    case = _found(found, _("Perkara itu tidak ada, atau bukan untuk unit Anda."))
    hide_reporters(user, [case])
    return case


def visible_cases_numbered(user: User, numbers: Iterable[str]) -> list[Case]:
    """Of these public numbers those the person may read, the most urgent first; one statement."""
    wanted = {number.upper() for number in numbers}
    rows = visible_cases(user).filter(number__in=wanted).select_related("unit", "account", "holder")
    cases = list(rows.order_by("due_at", "pk"))
    hide_reporters(user, cases)
    return cases


def hide_reporters(user: User, cases: Iterable[Case]) -> None:
    """Take out of secret cases who reported them, unless ``user`` is of the Inspektorat.

    On the objects only; whatever is written is written on rows that are read anew. One statement
    where any is secret, else none.
    """
    secret = [case for case in cases if case.secret]
    if not secret:
        return
    units = permissions.units_for(user, "inbox.secret")
    known = set(units.filter(pk__in=[case.unit_id for case in secret]).values_list("pk", flat=True))
    for case in secret:
        if case.unit_id not in known:
            case.reporter_hidden = True
            case.author_name = case.author_handle = case.contact = ""


def may(
    user: User,
    case: Case,
    permission: str,
    at: datetime | None = None,
    *,
    helping: bool = False,
) -> bool:
    """Whether the person may do ``permission`` to a case, at its unit.

    ``helping``: whoever works at a unit that was asked for help may, too. Secret ones: only who
    may see secret ones there, or was named.
    """
    if case.secret:
        return permissions.can(user, "inbox.secret", case.unit, at) or is_named(user, case)
    if permissions.can(user, permission, case.unit, at):
        return True
    if not helping:
        return False
    asked = Disposition.objects.filter(case=case, state__in=ACTIVE)
    return asked.filter(to_unit__in=permissions.units_for(user, permission, at)).exists()


def is_named(user: User, case: Case) -> bool:
    """Whether the Inspektorat let the person into a case."""
    return Named.objects.filter(case=case, user=user).exists()


def require(
    user: User,
    case: Case,
    permission: str,
    at: datetime | None = None,
    *,
    helping: bool = False,
) -> None:
    """Raise ``NotAllowed`` unless the person may do ``permission`` to the case."""
    if not may(user, case, permission, at, helping=helping):
        raise NotAllowed(
            _("Anda boleh membaca perkara ini, tetapi tidak menanganinya. Hubungi %(unit)s.")
            % {"unit": case.unit.name}
        )


def handled_case(user: User, number: str) -> Case:
    """A case the person may answer, also as one who helps; ``Missing`` or ``NotAllowed``."""
    case = visible_case(user, number)
    require(user, case, "inbox.answer", helping=True)
    return case


def joinable_cases(user: User, case: Case, at: datetime | None = None) -> QuerySet[Case]:
    """Open cases the person may put together with ``case``: of units for which they answer.

    Secret ones go with secret ones only, and only for the Inspektorat.
    """
    permission = "inbox.secret" if case.secret else "inbox.answer"
    units = permissions.units_for(user, permission, at)
    rows = Case.objects.filter(state__in=OPEN, secret=case.secret, unit__in=units)
    return rows.exclude(pk=case.pk)


def secret_case(user: User, number: str) -> Case:
    """A secret case into which the person may let others; ``Missing`` or ``NotAllowed``."""
    case = visible_case(user, number)
    if not case.secret:
        raise Missing(_("Perkara ini tidak rahasia; yang berwenang sudah dapat membukanya."))
    permissions.require(user, "inbox.secret", case.unit)
    return case


def nameable_people(case: Case, at: datetime) -> QuerySet[User]:
    """Whoever can be let into a secret case: everybody active who cannot open it yet."""
    inspectors = [user.pk for user in permissions.holders(["inspektorat"], case.unit, at)]
    people = User.objects.filter(is_active=True).exclude(pk__in=inspectors)
    return people.exclude(pk__in=Named.objects.filter(case=case).values("user"))


def routable_case(user: User, number: str) -> Case:
    """A case the person may hand on; raises ``Missing`` or ``NotAllowed``."""
    case = visible_case(user, number)
    require(user, case, "inbox.route")
    return case


def _found(row: Row | None, what: str) -> Row:
    if row is None:
        raise Missing(what)
    return row


def visible_message(user: User, message_id: UUID) -> Message:
    """A message of a case the person may read; raises ``Missing``."""
    rows = Message.objects.filter(case__in=visible_cases(user))
    rows = rows.select_related("case__unit", "account", "conversation")
    return _found(
        rows.filter(pk=message_id).first(), _("Pesan itu tidak ada, atau bukan untuk unit Anda.")
    )


def visible_messages(user: User, message_ids: Iterable[UUID]) -> list[Message]:
    """Those of the messages whose case the person may read, oldest first. One statement."""
    rows = Message.objects.filter(pk__in=set(message_ids), case__in=visible_cases(user))
    rows = rows.select_related("case__unit", "account", "conversation")
    return list(rows.order_by("sent_at", "pk"))


def visible_disposition(user: User, disposition_id: UUID) -> Disposition:
    """A disposition of a case the person may read; raises ``Missing``."""
    rows = Disposition.objects.filter(case__in=visible_cases(user))
    rows = rows.select_related("case__unit", "from_unit", "to_unit")
    return _found(
        rows.filter(pk=disposition_id).first(),
        _("Disposisi itu tidak ada, atau bukan untuk unit Anda."),
    )


def visible_reply(user: User, reply_id: UUID) -> Reply:
    """A reply of a case the person may read; raises ``Missing``."""
    rows = Reply.objects.filter(case__in=visible_cases(user))
    rows = rows.select_related("case__unit", "message__account", "delivery", "by")
    return _found(
        rows.filter(pk=reply_id).first(), _("Balasan itu tidak ada, atau bukan untuk unit Anda.")
    )


def visible_elsewhere(user: User, elsewhere_id: UUID) -> Elsewhere:
    """An answer beside the networks, of a case the person may read; raises ``Missing``."""
    rows = Elsewhere.objects.filter(case__in=visible_cases(user))
    return _found(
        rows.select_related("case__unit", "message").filter(pk=elsewhere_id).first(),
        _("Catatan itu tidak ada, atau bukan untuk unit Anda."),
    )


def visible_hiding(user: User, hiding_id: UUID) -> Hiding:
    """A wish to hide a message of a case the person may read; raises ``Missing``."""
    rows = Hiding.objects.filter(message__case__in=visible_cases(user))
    rows = rows.select_related("message__case__unit", "asked_by")
    return _found(
        rows.filter(pk=hiding_id).first(),
        _("Permintaan itu tidak ada, atau bukan untuk unit Anda."),
    )


def visible_attachment(user: User, attachment_id: UUID) -> Attachment:
    """A file that a citizen enclosed, of a case the person may read; raises ``Missing``."""
    rows = Attachment.objects.filter(message__case__in=visible_cases(user), state="kept")
    return _found(
        rows.select_related("message__case").filter(pk=attachment_id).first(),
        _("Lampiran itu tidak ada, atau bukan untuk unit Anda."),
    )


def receiving_units() -> QuerySet[Unit]:
    """Units to which a case may be handed: every active one, for no door is the wrong one."""
    return Unit.objects.filter(active=True).select_related("type")


def answering_units(user: User) -> TreeQuerySet[Unit]:
    """Units for which the person answers: what they enter by hand, and their answer bank."""
    return permissions.units_for(user, "inbox.answer").filter(active=True)


def managed_units(user: User) -> TreeQuerySet[Unit]:
    """Units whose times, second persons and mailboxes the person may set."""
    return permissions.units_for(user, "inbox.manage").filter(active=True)


def managed_unit(user: User, code: str) -> Unit:
    """A unit whose inbox the person may set up; raises ``Missing`` or ``NotAllowed``."""
    return people.unit_for(user, code, "inbox.manage")


def top_unit() -> Unit:
    """The pemda itself; raises ``Missing`` while there is none."""
    top = tops_of(Unit.objects.filter(active=True)).first()
    return _found(top, _("Belum ada unit. Tambahkan unit dulu."))


def taught_unit(user: User) -> Unit:
    """The pemda, for who may empty what its dispositions taught; raises ``NotAllowed``."""
    top = top_unit()
    permissions.require(user, "inbox.manage", top)
    return top


def described_units(user: User) -> QuerySet[Unit]:
    """Units whose services the person may describe: those they answer for or set up."""
    answered, managed = (permissions.units_for(user, p) for p in _DESCRIBE)
    rows = Unit.objects.filter(Q(pk__in=answered.values("pk")) | Q(pk__in=managed.values("pk")))
    return rows.filter(active=True)


def described_unit(user: User, code: str) -> Unit:
    """One of them; raises ``Missing``."""
    found = described_units(user).select_related("type").filter(code=code).first()
    return _found(found, _("Unit itu tidak ada, atau bukan Anda yang menulis layanannya."))


def require_describing(user: User, unit: Unit, at: datetime | None = None) -> None:
    """Raise ``NotAllowed`` unless the person may say what the unit does."""
    if not permissions.can(user, "inbox.manage", unit, at):
        permissions.require(user, "inbox.answer", unit, at)


def managed_mailbox(user: User, source_id: UUID) -> MailSource:
    """A mailbox of a unit whose inbox the person may set up; raises ``Missing``."""
    rows = MailSource.objects.filter(unit__in=managed_units(user)).select_related("unit")
    return _found(rows.filter(pk=source_id).first(), _("Kotak surat itu tidak ada."))


def kept_answer(user: User, answer_id: UUID) -> Answer:
    """An entry of the answer bank that the person may change; raises ``Missing``."""
    found = Answer.objects.filter(pk=answer_id, unit__in=answering_units(user)).first()
    if found is None:
        raise Missing(_("Jawaban itu tidak ada, atau bukan milik unit Anda."))
    return found


def kept_template(user: User, template_id: UUID) -> Template:
    """A wording that the person may change; raises ``Missing``."""
    found = Template.objects.filter(pk=template_id, unit__in=answering_units(user)).first()
    if found is None:
        raise Missing(_("Pola jawaban itu tidak ada, atau bukan milik unit Anda."))
    return found


def own_view(user: User, view_id: UUID) -> SavedView:
    """A saved view of this very person; raises ``Missing``."""
    rows = SavedView.objects.filter(user=user)
    return _found(rows.filter(pk=view_id).first(), _("Tampilan tersimpan itu tidak ada."))


def visible_clarifications(user: User) -> QuerySet[Clarification]:
    """Clarifications of the units whose messages the person may read."""
    rows = Clarification.objects.filter(unit__in=inbox_units(user))
    return rows.select_related("unit", "author", "asked_by", "decided_by", "withdrawn_by")


def visible_clarification(user: User, clarification_id: UUID) -> Clarification:
    """One of them; raises ``Missing``."""
    rows = visible_clarifications(user)
    return _found(
        rows.filter(pk=clarification_id).first(),
        _("Klarifikasi itu tidak ada, atau bukan untuk unit Anda."),
    )


def may_agree(user: User, entry: Clarification, at: datetime | None = None) -> bool:
    """Whether the person may be the second one: decides at the unit, wrote nothing of it."""
    if not permissions.can(user, "approval.decide", entry.unit, at):
        return False
    return not entry.writers.filter(pk=user.pk).exists()


def told_clarifications(user: User, case: Case) -> QuerySet[Clarification]:
    """Clarifications that began with a case: those everybody reads, and those of the person's
    units."""
    own = Q(state__in=("published", "withdrawn")) | Q(unit__in=inbox_units(user))
    return case.clarifications.filter(own)


def clarifiable_case(user: User, number: str) -> Case:
    """A case out of which a clarification may be written: one the person answers, not secret."""
    case = handled_case(user, number)
    return _found(None if case.secret else case, _("Perkara rahasia tidak dijadikan klarifikasi."))


def reported_unit(user: User, code: str) -> Unit | None:
    """The unit whose branch a report is about; None for an empty code: all of the person's.

    Raises ``Missing`` for one whose messages they may not read.
    """
    if not code:
        return None
    rows = inbox_units(user).select_related("type")
    found = rows.filter(code=code).first() if code.isascii() else None
    return _found(found, _("Unit itu tidak ada, atau bukan untuk Anda."))


def recurring_case(user: User, number: str) -> Case:
    """A case out of which an idea may be made: one the person may read, and not secret."""
    case = visible_case(user, number)
    return _found(None if case.secret else case, _("Perkara rahasia tidak dijadikan unggahan."))
