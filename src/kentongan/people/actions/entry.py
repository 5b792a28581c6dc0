"""Getting in by oneself: links by mail for whoever lost the password, invitations for the new."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import is_password_usable, make_password
from django.db import transaction
from django.db.models import F, Q, QuerySet

from kentongan.jobs.actions import enqueue
from kentongan.kernel.errors import Conflict, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import record
from kentongan.people import links
from kentongan.people.actions import letters
from kentongan.people.actions.authority import By, need_over
from kentongan.people.models import Letter, User

#: So many links a person gets in this time, whoever asks for them; a mailbox is not to be flooded.
MOST_LINKS, WHILE = 3, timedelta(hours=1)
#: So many people behind one address each get a link of their own.
MOST_AT_ONE_ADDRESS = 5
#: So many invitations are made while somebody waits for the page.
MOST_AT_ONCE = 200


def ask_for_links(typed: str, *, at: datetime) -> None:
    """Somebody typed a user name or an address and wants a new password.

    The same is done and answered whether there is such a person or not: one look, one job.
    What was typed is not kept, it may be a password.
    """
    known = Q(username__iexact=typed) | Q(email__iexact=typed)
    found = User.objects.filter(known).order_by("created_at", "pk").values_list("pk", flat=True)
    people = [str(pk) for pk in found[:MOST_AT_ONE_ADDRESS]]
    enqueue("people.forgotten", run_at=at, args={"people": people, "asked": at.isoformat()})


def send_links(people: Iterable[str], *, asked: datetime, at: datetime) -> int:
    """Put a letter with a link in line for each of ``people`` whom one reaches; returns how many.

    Harmless to repeat: what was ``asked`` at one moment makes one letter a person.
    """
    made = 0
    for pk in people:
        with transaction.atomic():
            locked = User.objects.select_for_update(of=("self",), no_key=True)
            user = locked.filter(pk=pk, is_active=True).first()
            if user is None:
                continue
            ours = Letter.objects.filter(user=user, kind=Letter.Kind.RESET)
            lately = ours.filter(made_at__gt=at - WHILE)
            if ours.filter(Q(state="due") | Q(made_at=asked)).exists():
                continue
            if lately.count() < MOST_LINKS and letters.put(user, Letter.Kind.RESET, at=asked):
                made += 1
    return made


def invite(person: User, *, by: By, at: datetime) -> User:
    """Invite somebody, once more where need be, who has not set a password yet.

    A one-time password of theirs ends. Raises ``Conflict`` with what stands in the way.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",)).select_related("unit")
        person = locked.get(pk=person.pk)
        need_over(by, person, at)
        _may_be_invited(person)
        if is_password_usable(person.password):
            person.password = make_password(None)
            User.objects.filter(pk=person.pk).update(
                password=person.password, session_epoch=F("session_epoch") + 1
            )
        send_invitation(person, by=by, at=at)
    return person


def uninvited(people: QuerySet[User], at: datetime) -> QuerySet[User]:
    """Those of ``people`` who could be invited and hold no invitation that still runs.

    One that went to an address which is not theirs any more does not count.
    """
    running = Letter.objects.filter(
        Q(address="") | Q(address=F("user__email")) | Q(state="due"),
        kind=Letter.Kind.INVITATION, made_at__gt=at - links.LASTS[links.INVITATION],
    ).exclude(state__in=("refused", "dropped"))  # fmt: skip
    return people.filter(is_active=True, must_change_password=True).exclude(
        Q(email="") | Q(pk__in=running.values("user"))
    )


def invite_all(people: QuerySet[User], *, by: By, at: datetime) -> int:
    """Invite those of ``people`` who hold no invitation, at most :data:`MOST_AT_ONCE`; returns
    how many. Whom ``by`` may not touch is left alone."""
    invited = 0
    for person in uninvited(people, at).order_by("name", "pk")[:MOST_AT_ONCE]:
        with suppress(Conflict, NotAllowed):
            invite(person, by=by, at=at)
            invited += 1
    return invited


def _may_be_invited(person: User) -> None:
    if not settings.MAIL_ON:
        raise Conflict(_("Surel belum dinyalakan di sini. Pakai sandi sekali pakai."))
    if not person.is_active:
        raise Conflict(_("Orang ini nonaktif. Aktifkan dulu."))
    if not person.email:
        raise Conflict(_("Isi dulu surel orang ini, atau pakai sandi sekali pakai."))
    if not person.must_change_password:
        raise Conflict(_("Orang ini sudah mengatur sandinya sendiri; undangan tidak diperlukan."))
    waiting = Letter.objects.filter(user=person, kind=Letter.Kind.INVITATION)
    if waiting.filter(state__in=("due", "sending")).exists():
        raise Conflict(_("Undangan sebelumnya masih menunggu dikirim."))


def send_invitation(person: User, *, by: By, at: datetime) -> None:
    """Put the invitation in line; for whoever has looked that the person may be invited."""
    letters.put(person, Letter.Kind.INVITATION, at=at)
    record(
        by=by, at=at, action="person.invite", target=("person", str(person.pk), person.name),
        unit=person.unit.code,
    )  # fmt: skip
