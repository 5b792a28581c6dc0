"""What is kept of secret cases from whoever is not let into them, where other packages show it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kentongan.delivery.models import Delivery
from kentongan.inbox.access import open_to
from kentongan.inbox.models import Case, Hiding, Reply
from kentongan.people import permissions
from kentongan.people.models import Unit, User


def entries(user: User) -> Q:
    """Lines of the ledger about secret cases into which the person is not let, and about answers
    on their way there. One statement.

    Cases by their number, and ids of the few deliveries as text, for the two databases write an id
    differently.
    """
    closed = closed_to(user)
    sent = Delivery.objects.filter(_deliveries_of(closed)).values_list("pk", flat=True)
    return Q(target_type="case", target_label__in=closed.values("number")) | Q(
        target_type="delivery", target_id__in=[str(pk) for pk in sent]
    )


def entries_from(user: User) -> bool:
    """Whether lines may ever be kept from the person: always but from the Inspektorat of the pemda.

    Who is only let into cases by name does not know of the others.
    """
    tops = Unit.objects.filter(parent=None)
    return tops.exclude(pk__in=permissions.roots_for(user, "inbox.secret")).exists()


def deliveries(user: User) -> Q:
    """Answers and hidings in such cases, on their way or gone."""
    return _deliveries_of(closed_to(user))


def secret_deliveries() -> Q:
    """Those of all secret cases: figures that nobody has to sign in for leave them out."""
    return _deliveries_of(Case.objects.filter(secret=True))


def own_deliveries(user: User) -> Q:
    """Those in secret cases into which the person is let: nobody else could settle them."""
    return _deliveries_of(Case.objects.filter(open_to(user), secret=True))


def _deliveries_of(cases: QuerySet[Case]) -> Q:
    answers = Reply.objects.filter(case__in=cases, delivery__isnull=False)
    hidden = Hiding.objects.filter(message__case__in=cases, delivery__isnull=False)
    return Q(pk__in=answers.values("delivery")) | Q(pk__in=hidden.values("delivery"))


def closed_to(user: User) -> QuerySet[Case]:
    """Secret cases into which the person is not let."""
    return Case.objects.filter(secret=True).exclude(open_to(user))
