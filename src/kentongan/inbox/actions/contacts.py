"""How a citizen can be reached, and whether they still agree to that: theirs to change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare

from kentongan.inbox import access, search
from kentongan.inbox.actions.duties import CITIZEN
from kentongan.inbox.actions.writing import needed, record
from kentongan.inbox.models import Case, Channel, Message
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Missing
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line
from kentongan.people.models import User

LONGEST = 120


def change(number: str, key: str, *, at: datetime, contact: str) -> Case:
    """The citizen gives another contact; ``key`` is theirs alone.

    Merges and splits do not matter: it is known wherever what they wrote is handled. The contact of
    somebody else whose matter it is too stays.
    """
    said = needed(
        clean_line(contact, field="contact"),
        "contact",
        _("Isi nomor HP atau surel yang baru."),
        LONGEST,
    )
    with transaction.atomic():
        case = _theirs(number, key)
        elsewhere = _elsewhere(case)
        Case.objects.filter(pk=case.pk).update(contact=said, version=F("version") + 1)
        for other in elsewhere:
            known = {"contact": said} if _copied(case, other) else {}
            Case.objects.filter(pk=other.pk).update(**known, version=F("version") + 1)
            data = {} if other.secret else {"number": case.number}
            record(other, "inbox.contact", by=CITIZEN, at=at, data=data)
        record(case, "inbox.contact", by=CITIZEN, at=at)
    return case


def withdraw(number: str, key: str, *, at: datetime) -> Case:
    """The citizen takes name and contact back; what they wrote stays and is handled on."""
    with transaction.atomic():
        case = _theirs(number, key)
        _forget(case, by=CITIZEN, at=at)
    return case


def forget(case: Case, *, by: User, at: datetime) -> Case:
    """An officer does so for the citizen, who asked on the phone or at the counter."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
        access.require(by, held, "inbox.answer", at)
        _forget(_of_our_own(held), by=by.actor, at=at)
    return held


def _theirs(number: str, key: str) -> Case:
    """The case of the citizen, locked with those where what they wrote is handled.

    In one order, so that whoever merges these cases at this moment and we do not wait for each
    other.
    """
    known = Case.objects.filter(number=number.upper()).first()
    if known is None or not key or not constant_time_compare(known.follow_key, key):
        raise Missing(_("Nomor atau kuncinya tidak cocok."))
    wanted = [known.pk, *(other.pk for other in _elsewhere(known))]
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit")
    case = next(row for row in rows.filter(pk__in=wanted).order_by("pk") if row.pk == known.pk)
    return _of_our_own(case)


def _elsewhere(case: Case) -> list[Case]:
    """The other cases in which what came with this one is handled; one without messages of its
    own leads on to the case that stands for all."""
    there = Message.objects.filter(came_with=case).exclude(case=case).values("case")
    found = list(Case.objects.select_related("unit").filter(pk__in=there).order_by("pk"))
    return found if found or case.merged_into is None else [case.end_of_merges]


def _copied(case: Case, other: Case) -> bool:
    """Whether a split made ``other`` with the very name and contact of ``case``."""
    mine = (case.contact, case.author_name, case.author_handle, case.channel)
    theirs = (other.contact, other.author_name, other.author_handle, other.channel)
    return mine == theirs and other.state != "merged"


def _of_our_own(case: Case) -> Case:
    """The same case; what a network tells of its author is not ours to forget."""
    if case.channel not in Channel.values:
        raise Conflict(_("Nama di jejaring diubah di jejaringnya sendiri."))
    return case


def _forget(case: Case, *, by: Actor, at: datetime) -> None:
    """Also where a merge or split took what came with it."""
    if not (case.contact or case.author_name or case.author_handle):
        return
    theirs = Message.objects.filter(
        Q(came_with=case) | Q(case=case, came_with=None),
        account=None,
        channel=case.channel,
        ours=False,
        author_name=case.author_name,
        author_handle=case.author_handle,
    )
    said = list(theirs)
    theirs.update(author_name="", author_handle="", author_id_there="")
    for message in said:
        message.author_name = message.author_handle = ""
    search.renew(said)
    data = {"name": bool(case.author_name), "contact": bool(case.contact)}
    copies = [other.pk for other in _elsewhere(case) if _copied(case, other)]
    Case.objects.filter(pk__in=[case.pk, *copies]).update(
        contact="", author_name="", author_handle="", version=F("version") + 1
    )
    record(case, "inbox.contact_withdraw", by=by, at=at, data=data)
