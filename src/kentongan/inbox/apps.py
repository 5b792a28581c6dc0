"""Registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    """The ``inbox`` package: hears what networks tell, answers for replies; has jobs and menu."""

    name = "kentongan.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Answer for deliveries of replies; announce jobs, acts and the places in the menus."""
        from kentongan.delivery import guards
        from kentongan.inbox import acts, guard, jobs, lapor_table, menu
        from kentongan.inbox.actions import listening, replies
        from kentongan.networks.events import on_heard
        from kentongan.people import topics

        assert acts  # they register themselves
        assert jobs
        assert lapor_table
        guards.register(
            replies.PURPOSE,
            guard=guards.each(guard.objection),
            listener=guards.tell_each(guard.listener),
        )
        on_heard(listening.heard)
        topics.register(topics.Topic("inbox", _("Kotak masuk"), keys=("inbox-",), order=40))
        menu.install()
