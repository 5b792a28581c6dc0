"""What the frame of every page needs to know, read with the person: it costs no statement.

Features above bring theirs along when they are announced, such as whether anything of a kind waits
at all, so that most pages need not ask.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Subquery

from kentongan.people.models import Absence, Installation

#: By name of the attribute that the person of a request then has.
ALONG: dict[str, Subquery] = {
    "pemda_name": Subquery(Installation.objects.values("name")[:1]),
    "pemda_is_demo": Subquery(Installation.objects.values("is_demo")[:1]),
    # The menu asks whether the person stands in for somebody.
    "deputy_until": Subquery(
        Absence.objects.filter(deputy=OuterRef("pk"))
        .order_by("-until_date")
        .values("until_date")[:1]
    ),
}


def bring_along(name: str, whether: Exists) -> None:
    """Have ``whether`` read with everybody who makes a request, as their attribute ``name``.

    To be called before the first request. Who was read otherwise has no such attribute.
    """
    ALONG[name] = whether
