"""Registration of the app."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kentongan.web import nav


class DeliveryConfig(AppConfig):
    """The ``delivery`` package: its rows are a source of work for the worker."""

    name = "kentongan.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Announce deliveries as a source of work, and pages; follow what becomes of accounts."""
        from kentongan.delivery import actions, acts, guards, jobs, receipts, spreading
        from kentongan.delivery.source import DeliverySource
        from kentongan.jobs.sources import register_source
        from kentongan.networks.events import on_idle, on_receipts

        assert acts  # they register themselves
        assert jobs
        register_source(DeliverySource)
        on_idle(actions.on_idle)
        on_receipts(receipts.hear)
        guards.register(spreading.PURPOSE, guard=spreading.objections, listener=lambda *_told: None)
        nav.register(
            nav.NavItem(
                id="stops",
                label=_("Sakelar henti"),
                icon="hand-stop",
                url_name="delivery:stops",
                order=78,
                section="more",
                visible=_may_stop,
                within=("delivery:stops", "delivery:lift"),
            )
        )
        nav.register(
            nav.NavItem(
                id="queue",
                label=_("Antrean"),
                icon="send",
                url_name="delivery:queue",
                order=90,
                section="more",
                visible=_runs_the_system,
                within=("delivery:queue",),
            )
        )


def _may_stop(request: HttpRequest) -> bool:
    from kentongan.people.permissions import can_somewhere
    from kentongan.people.session import person

    return request.user.is_authenticated and can_somewhere(person(request), "stop.use")


def _runs_the_system(request: HttpRequest) -> bool:
    from kentongan.people.permissions import can_somewhere
    from kentongan.people.session import person

    return request.user.is_authenticated and can_somewhere(person(request), "system.manage")
