"""Registration of the app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """The ``publishing`` package: answers for deliveries of posts, follows approval."""

    name = "kentongan.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Answer for deliveries of posts; follow approval and planning."""
        from kentongan.approval.events import on_decision, on_submission
        from kentongan.compliance.events import on_election
        from kentongan.delivery import guards
        from kentongan.people import topics
        from kentongan.planning.events import on_change
        from kentongan.publishing import actions, elections, guard, using

        guards.register(
            guard.PURPOSE,
            guard=guard.objections,
            listener=guard.listener,
            again="publishing:again",
        )
        import_module("kentongan.publishing.jobs")
        on_election(elections.on_election)
        on_decision(actions.on_decision)
        on_submission(actions.on_submission)
        on_change(actions.on_change)
        using.register()
        topics.register(
            topics.Topic(
                "publishing",
                _("Kiriman ditolak, terlambat, belum pasti, atau menunggu langkah Anda"),
                keys=("refused:", "unknown:", "expired:", "pending:", "unplanned:"),
                order=20,
                usual=True,
                short=_("Kiriman perlu tindakan"),
            )
        )
