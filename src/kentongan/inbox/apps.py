"""Registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    """The ``inbox`` package: hears networks, answers for its deliveries; has jobs and menu."""

    name = "kentongan.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Answer for replies and hidings on their way; announce jobs, acts, places in menus."""
        from django.db.models import Exists

        from kentongan.approval import beside
        from kentongan.delivery import access as delivery, guards
        from kentongan.inbox import acts, approving, guard, jobs, kept, lapor_table, menu
        from kentongan.inbox.actions import listening, outward, replies
        from kentongan.networks.events import on_call, on_heard
        from kentongan.people import access as people, frame, topics

        assert acts  # they register themselves
        assert jobs
        assert lapor_table
        guards.register(
            replies.PURPOSE,
            guard=guards.each(guard.objection),
            listener=guards.tell_each(guard.listener),
        )
        guards.register(
            outward.PURPOSE,
            guard=guards.each(outward.objection),
            listener=guards.tell_each(outward.listener),
        )
        on_heard(listening.heard)
        topics.register(topics.Topic("inbox", _("Kotak masuk"), keys=("inbox-",), order=40))
        on_call(listening.called)
        people.keep_entries(kept.entries, kept.entries_from)
        delivery.keep_deliveries(kept.deliveries, kept.own_deliveries)
        beside.register(
            approving.asked_of,
            beside.Closed(approving.SUBJECT, approving.closed, approving.closed_shown),
        )
        frame.bring_along(approving.ANY, Exists(approving.waiting().order_by()))
        menu.install()
