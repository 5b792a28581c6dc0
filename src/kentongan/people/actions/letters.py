"""Letters by mail: gathering notices into them, those about passwords, handing them to the server.

A letter is claimed, and that is committed, before a byte leaves: each notice is mailed at most
once. What the server certainly did not take is tried again with growing pauses, two days long;
where an answer was lost, the letter stays uncertain and the bell still has the notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, Q, When

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.ids import uuid7
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.ledger.actions import record
from kentongan.people import links, mail, mail_password, topics
from kentongan.people.actions.authority import need
from kentongan.people.models import Installation, Letter, MailChoice, Notice, Unit, User
from kentongan.people.queries import mail_language
from kentongan.people.states import LETTER

SYSTEM = Actor.system("surel")
#: After a letter the next one to the same person waits, so that many notices come in one.
GATHER = timedelta(minutes=30)
GATHER_URGENT = timedelta(minutes=5)
#: What nobody could deliver for so long is no news any more; the bell still has it.
GIVE_UP = timedelta(days=2)
#: Who asked for a link will have asked somebody else by then.
GIVE_UP_RESET = timedelta(hours=1)
#: A letter in sending for longer belongs to a worker that died.
ABANDONED = timedelta(minutes=10)
MOST_NOTICES, MOST_LETTERS = 2000, 200
TOO_LATE = gettext_noop("Dua hari server surel tidak menerimanya.")
TOO_LATE_RESET = gettext_noop("Satu jam server surel tidak menerimanya.")
_LONGEST_PAUSE = timedelta(hours=1)


def choose_mail(
    user: User, *, chosen: Iterable[str], by: User, at: datetime, language: str = ""
) -> MailChoice:
    """Say which topics come by mail, and in which language (empty: as before); for oneself only."""
    if by.pk != user.pk:
        raise NotAllowed(_("Setiap orang memilih sendiri apa yang dikirim ke surelnya."))
    known = [topic.code for topic in topics.all_topics()]
    wanted = set(chosen)
    if wanted - set(known):
        raise Invalid.field("topics", _("Pilih dari daftar."))
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid.field("language", _("Pilih bahasa dari daftar."))
    codes = [code for code in known if code in wanted]
    spoken = {"language": language} if language else {}
    with transaction.atomic():
        row, _new = MailChoice.objects.update_or_create(
            user=user, defaults={"topics": codes, "updated_at": at, **spoken}
        )
        _forget_unwanted(user, codes)
        record(
            by=by, at=at, action="person.mail_choice",
            target=("person", str(user.pk), user.name), unit=user.unit.code,
            data={"topik": codes} | ({"bahasa": language} if language else {}),
        )  # fmt: skip
    return row


def _forget_unwanted(user: User, codes: list[str]) -> None:
    """What waits for a mail and is no longer wanted there stays at the bell only."""
    rows = Notice.objects.filter(user=user, by_mail=True, read_at=None).values_list("pk", "key")
    unwanted = [pk for pk, key in rows if (topic := topics.of(key)) and topic.code not in codes]
    Notice.objects.filter(pk__in=unwanted).update(by_mail=False)


def put(user: User, kind: Letter.Kind, *, at: datetime) -> Letter | None:
    """A letter about the person's password, to leave with the next mails; None without a way."""
    if not (settings.MAIL_ON and user.email):
        return None
    return Letter.objects.create(user=user, kind=kind, run_at=at, made_at=at)


def withdraw_invitation(user: User, *, at: datetime) -> None:
    """What has not left need not leave: the person gets in another way."""
    for letter in Letter.objects.filter(user=user, kind=Letter.Kind.INVITATION, state="due"):
        _move(letter, "drop", at=at)


def gather(*, at: datetime) -> int:
    """Put what waits for a mail into letters, one a person; returns how many notices."""
    fresh = Notice.objects.filter(at__gt=at - GIVE_UP)
    waiting = fresh.filter(by_mail=True, letter=None, read_at=None).order_by("at", "pk")
    found: dict[UUID, list[Notice]] = {}
    for notice in waiting[:MOST_NOTICES]:
        found.setdefault(notice.user_id, []).append(notice)
    return sum(_gathered(user, notices, at) for user, notices in found.items())


def _gathered(user: UUID, notices: list[Notice], at: datetime) -> int:
    urgent = any(notice.urgent for notice in notices)
    with transaction.atomic():
        # The person's row is locked: two workers must not open two letters.
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=user)
        of_user = Letter.objects.select_for_update().filter(user=user, kind=Letter.Kind.NOTICES)
        letter = of_user.filter(state="due").first()
        run_at = _not_before(user, urgent, at)
        if letter is None:
            letter = Letter.objects.create(user_id=user, run_at=run_at, made_at=at)
        elif not letter.tries and run_at < letter.run_at:
            Letter.objects.filter(pk=letter.pk).update(run_at=run_at)
        rows = Notice.objects.filter(pk__in=[n.pk for n in notices], letter=None, read_at=None)
        taken = rows.update(letter=letter)
        if not taken and not letter.notices.exists():
            letter.delete()
    return taken


def _not_before(user: UUID, urgent: bool, at: datetime) -> datetime:
    """When the next letter may leave: a while after the last one."""
    sent = Letter.objects.filter(user=user, kind=Letter.Kind.NOTICES, sent_at__isnull=False)
    last = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    return max(at, last + (GATHER_URGENT if urgent else GATHER)) if last else at


def send_due(*, at: datetime) -> int:
    """Hand the letters over whose time has come; returns how many the server took.

    All go through one connection, so that a server that hangs holds up one job and nothing else.
    """
    _bury(at)
    # Who waits for a link waits before the screen, behind however many invitations.
    awaited = Case(When(kind=Letter.Kind.RESET, then=0), default=1)
    due = Letter.objects.filter(state="due", run_at__lte=at).order_by(awaited, "run_at", "pk")
    left = list(due.select_related("user__unit")[:MOST_LETTERS])
    if not left:
        return 0
    taken = 0
    try:
        with mail.connection() as backend:
            while left:
                taken += _send(left[0], backend, at)
                del left[0]
    except mail.NotHanded as trouble:
        for letter in left:
            _postpone(letter, str(trouble), at)
    return taken


def _bury(at: datetime) -> None:
    """Letters of a worker that died may have gone out; what nobody took for days is no news."""
    left = Letter.objects.filter(state="sending", sent_at__lte=at - ABANDONED)
    for letter in left.select_related("user__unit"):
        _move(letter, "lose", at=at)
    reset = Q(kind=Letter.Kind.RESET)
    old = Q(made_at__lte=at - GIVE_UP) | reset & Q(made_at__lte=at - GIVE_UP_RESET)
    for letter in Letter.objects.filter(old, state="due").select_related("user__unit"):
        note = TOO_LATE_RESET if letter.kind == Letter.Kind.RESET else TOO_LATE
        if _move(letter, "give_up", at=at, note=note):  # what joined it lately goes on
            letter.notices.filter(at__gt=at - GIVE_UP).update(letter=None)


def _send(letter: Letter, backend: BaseEmailBackend, at: datetime) -> bool:
    """Claim, hand over, record. False where the server did not take it."""
    message = _claim(letter, at)
    if message is None:
        return False
    try:
        mail.hand_over(message, backend)
    except mail.MailRefused as error:
        return not _move(letter, "refuse", at=at, note=str(error))
    except mail.NotHanded as error:
        run_at = at + pause(letter.tries)
        _move(letter, "later", at=at, note=str(error), run_at=run_at, sent_at=None)
        return False
    except mail.Uncertain as error:
        _move(letter, "lose", at=at, note=str(error))
        raise mail.NotHanded(str(error)) from None  # for those behind it the server is away
    return _move(letter, "accept", at=at, note="")


def _claim(letter: Letter, at: datetime) -> EmailMessage | None:
    """What is to be handed over, once it is ours; None where it is not, or is not needed."""
    with transaction.atomic():
        # Locked before its notices are read: none may join it after that.
        Letter.objects.select_for_update().filter(pk=letter.pk).first()
        # As they are now: behind a slow server hours may have passed, and links hold to this.
        user = letter.user = User.objects.select_related("unit").get(pk=letter.user_id)
        notices = list(letter.notices.filter(by_mail=True, read_at=None))
        if not user.is_active or not user.email or not _needed(letter, notices):
            _move(letter, "drop", at=at)
            return None
        values = {"address": user.email, "sent_at": at, "tries": letter.tries + 1}
        if letter.kind in links.LASTS:
            values["bound"] = links.bound(user)
        if not _move(letter, "claim", at=at, **values):
            return None
    language = mail_language(user)
    if letter.kind != Letter.Kind.NOTICES:
        return mail_password.message(letter, pemda=_pemda(), at=at, language=language)
    notices.sort(key=lambda notice: (not notice.urgent, notice.at))
    return mail.message(
        notices, letter.address, pk=letter.pk, pemda=_pemda(), at=at, language=language
    )


def _needed(letter: Letter, notices: list[Notice]) -> bool:
    """Whether what the letter would say is still news."""
    if letter.kind == Letter.Kind.NOTICES:
        return bool(notices)
    return letter.kind != Letter.Kind.INVITATION or letter.user.must_change_password


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: 2, 4, 8 … minutes, at most an hour."""
    return min(timedelta(minutes=2 ** min(tries, 10)), _LONGEST_PAUSE)


def _postpone(letter: Letter, note: str, at: datetime) -> None:
    """The server is away: later, with growing pauses."""
    tries = letter.tries + 1
    Letter.objects.filter(pk=letter.pk, state="due", tries=letter.tries).update(
        tries=tries, note=note, run_at=at + pause(tries)
    )


def _move(letter: Letter, event: str, *, at: datetime, **values: Any) -> bool:
    """Apply ``event`` if the letter is still as read; a line where it comes to an end."""
    values["state"] = LETTER.next(letter.state, event)
    with transaction.atomic():
        row = Letter.objects.filter(pk=letter.pk, state=letter.state, tries=letter.tries)
        if not row.update(**values):
            return False
        for name, value in values.items():
            setattr(letter, name, value)
        if event in {"accept", "refuse", "give_up", "lose"}:
            told: dict[str, Any] = {"kabar": letter.notices.count()}
            if letter.kind != Letter.Kind.NOTICES:
                told = {"isi": str(letter.kind)}
            if letter.note:
                told["note"] = letter.note
            record(
                by=SYSTEM, at=at, action=f"letter.{event}",
                target=("letter", str(letter.pk), letter.user.name), unit=letter.user.unit.code,
                data=told,
            )  # fmt: skip
    return True


def send_test(*, by: User, at: datetime) -> str:
    """Send a mail to oneself now, to see that mails arrive; returns the address.

    Raises ``Conflict`` with what the server said.
    """
    root = Unit.objects.get(parent=None)
    need(by, "system.manage", root, at)
    if not settings.MAIL_ON:
        raise Conflict(_("Surel belum dinyalakan. Isi KENTONGAN_SMTP_URL di server."))
    if not by.email:
        raise Conflict(_("Data Anda belum berisi surel. Isi dulu di halaman Orang."))
    message = mail.test_message(by.email, pk=uuid7(), pemda=_pemda(), at=at)
    try:
        with mail.connection() as backend:
            mail.hand_over(message, backend)
    except (mail.NotHanded, mail.MailRefused, mail.Uncertain) as error:
        raise Conflict(
            _("Surel tidak terkirim lewat %(server)s: %(why)s")
            % {"server": mail.where(), "why": str(error)}
        ) from None
    record(
        by=by, at=at, action="letter.test", target=("person", str(by.pk), by.name), unit=root.code,
        data={"server": mail.where()},
    )  # fmt: skip
    return by.email


def _pemda() -> str:
    pemda = Installation.objects.filter(pk=1).first()
    return pemda.name if pemda else ""
