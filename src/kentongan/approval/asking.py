"""Whom a request asks, told when it is their turn; and told no longer once it is over."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from kentongan.approval.eligible import Directory
from kentongan.approval.models import ApprovalRequest
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.notices import notify, outdate


def ask(request: ApprovalRequest, directory: Directory, *, at: datetime) -> None:
    """Tell those who are asked now, and those who get a copy."""
    post = request.post
    link = reverse("approval:request", args=[request.pk])
    people = [d.user for d in directory.deciders(request)]
    text = _("Menunggu keputusan Anda: “%(title)s”.") % {"title": post.title}
    notify(people, text, key=f"ask:{request.pk}:{request.step}", at=at, url=link)
    if copies := request.steps[request.step]["copy_roles"]:
        told = permissions.holders(copies, post.unit, at)
        text = _("Tembusan: “%(title)s” diajukan %(unit)s.")
        values = {"title": post.title, "unit": post.unit.name}
        notify(told, text % values, key=f"copy:{request.pk}:{request.step}", at=at, url=link)


def is_over(request: ApprovalRequest, *, at: datetime) -> None:
    """This step is decided, or nobody needs to decide it: its notices ask for nothing any more."""
    kinds = ("ask", "remind", "escalate")
    text = _("Tidak lagi menunggu keputusan: “%(title)s”.") % {"title": request.post.title}
    outdate([f"{kind}:{request.pk}:{request.step}" for kind in kinds], text, at=at)
