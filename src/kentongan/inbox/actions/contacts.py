"""How a citizen can be reached, and whether they still agree to that: theirs to change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from kentongan.inbox import access, search
from kentongan.inbox.actions.duties import CITIZEN
from kentongan.inbox.actions.writing import needed, record
from kentongan.inbox.models import Case, Channel, Message
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Missing
from kentongan.kernel.text import clean_line
from kentongan.people.models import User

LONGEST = 120


def change(number: str, key: str, *, at: datetime, contact: str) -> Case:
    """The citizen gives another contact; ``key`` is theirs alone."""
    said = needed(
        clean_line(contact, field="contact"), "contact", _("Isi nomor HP atau surel yang baru.")
    )
    with transaction.atomic():
        case = _theirs(number, key)
        Case.objects.filter(pk=case.pk).update(contact=said[:LONGEST], version=F("version") + 1)
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
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit")
    case = rows.filter(number=number.upper()).first()
    if case is None or not key or not constant_time_compare(case.follow_key, key):
        raise Missing(_("Nomor atau kuncinya tidak cocok."))
    return _of_our_own(case)


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
    Case.objects.filter(pk=case.pk).update(
        contact="", author_name="", author_handle="", version=F("version") + 1
    )
    record(case, "inbox.contact_withdraw", by=by, at=at, data=data)
