"""What of a post is where: its deliveries by state, and what its networks can do."""

from django.db.models import QuerySet

from kentongan.delivery.models import Delivery
from kentongan.networks import catalogue
from kentongan.networks.contract import Edits, Withdraws
from kentongan.networks.registry import CONNECTORS
from kentongan.planning.models import Post

WAITING = ("planned", "waiting", "retry", "manual")
ON_THE_WAY = ("sending", "pending", "unknown")


def deliveries_of(post: Post, *states: str) -> QuerySet[Delivery]:
    """The deliveries of a post, of the given states (none given: all)."""
    found = Delivery.objects.filter(post_delivery__post=post).select_related("account", "unit")
    return found.filter(state__in=states) if states else found


def can_edit(network: str) -> bool:
    """Whether what is live on that network can be changed through Kentongan."""
    connector = CONNECTORS.get(network)
    return connector is not None and issubclass(connector, Edits)


def out_of_hand(network: str) -> bool:
    """Whether what was sent there is in each person's own hands: nobody changes or takes it back,
    neither by machine nor by hand."""
    return catalogue.get(network).broadcasts


def can_withdraw(network: str) -> bool:
    """Whether what is live on that network can be taken down through Kentongan."""
    connector = CONNECTORS.get(network)
    return connector is not None and issubclass(connector, Withdraws)
