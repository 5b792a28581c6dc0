"""The place of the subscribers on the page of an account."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from kentongan.networks.access import CONNECT
from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.people.permissions import can
from kentongan.subscribers import queries


def panel(request: HttpRequest, account: Account) -> str:
    """How many there are, and the way to them; empty where there can be none."""
    if not account.on.broadcasts:
        return ""
    user = request.user
    context = {
        "account": account,
        "counts": queries.counts(account),
        "broadcast": queries.broadcast_of(account),
        "may": isinstance(user, User) and can(user, CONNECT, account.unit),
    }
    return render_to_string("subscribers/panel.html", context, request=request)
