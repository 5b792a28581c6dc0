"""Filters of the inbox: ``{% load kotak_masuk %}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import template

from kentongan.delivery.states import DELIVERY
from kentongan.inbox import approving, kinds, masking, moments, present, queries, reach
from kentongan.inbox.actions.hiding import RULES
from kentongan.inbox.models import Hiding, Message, Reply
from kentongan.kernel import clock
from kentongan.web import formats

register = template.Library()


@register.filter
def waktu_pesan(value: datetime | None) -> str:
    """``08.24`` today, ``Sel 11 Agu 08.24`` before; with its zone where it is not the reader's."""
    return moments.moment_there(value) if value is not None else ""


@register.simple_tag
def zona_lain() -> str:
    """By whose clock a time is typed, in brackets, where that is not the reader's."""
    zone = moments.zone_there()
    return f" ({zone})" if zone else ""


@register.filter
def sebanyak(number: int, more: bool) -> str:
    """``2.500``, or ``10.000+`` where there are ``more`` than were counted."""
    return f"{formats.number(number)}{'+' if more else ''}"


@register.filter
def kueri(values: Mapping[str, str]) -> str:
    """Filters as they stand in an address."""
    return urlencode(values)


@register.filter
def samar(text: str) -> str:
    """A citizen's words with their personal data covered."""
    return masking.masked(text)


@register.filter
def samar_kontak(contact: str) -> str:
    """A telephone number or an address of e-mail, covered but for what recognises it."""
    return masking.contact(contact)


@register.filter
def kiriman(state: str) -> str:
    """The state of a delivery in words."""
    return str(DELIVERY.labels[state])


@register.simple_tag(takes_context=True)
def penentu(context: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    """Who decides an answer that waits: ``mine`` (the reader), ``names`` of all."""
    at, case = clock.now(), context["case"]
    reply.case = case
    people = approving.deciders(reply, at=at)
    return {
        "mine": approving.place_of(reply, context["request"].user, at=at) is not None,
        "names": ", ".join(decider.user.name for decider in people),
    }


@register.filter
def bisa_diulang(reply: Reply) -> bool:
    """Whether the citizen does not get an answer, so that its writer may mend and send it."""
    delivery = reply.delivery
    not_sent = delivery is not None and delivery.state in queries.NOT_SENT
    return bool(reply.undone_at or reply.refused) or not_sent


@register.filter
def aturan_kolom(hiding: Hiding) -> str:
    """The rule of the comment column by which a message was to be hidden, in words."""
    return str(RULES.get(hiding.rule, hiding.rule))


@register.filter
def tak_bisa_sembunyi(message: Message) -> str:
    """Why its network is not told to hide a message; empty where it is told."""
    return reach.cannot_hide(message)


@register.filter
def lampiran(message: Message) -> list[present.File]:
    """What was enclosed, each as far as it was kept."""
    return present.files_of(message)


@register.filter
def terbaca(message: Message) -> str:
    """What the machine read in a message beside its kind."""
    return present.read_as(message)


@register.filter
def sandingkan(names: Sequence[str], values: Sequence[int]) -> list[tuple[str, int]]:
    """Each name with its value."""
    return list(zip(names, values, strict=True))


@register.filter
def nama_jenis(kind: str) -> str:
    """A kind in words."""
    return kinds.label_of(kind)


@register.filter
def selisih(value: int) -> str:
    """How many more or fewer: ``+12``, ``−3``, ``0``."""
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return f"{sign}{formats.number(abs(value))}"
