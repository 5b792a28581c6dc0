"""Registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalConfig(AppConfig):
    """The ``approval`` package: listens for changes of content, registers jobs and menu."""

    name = "kentongan.approval"
    label = "approval"

    def ready(self) -> None:
        """Listen for changes of content; announce jobs and menu."""
        from kentongan.approval import actions, acts, jobs, menu, queries
        from kentongan.people import topics
        from kentongan.planning.events import on_change, on_put_forward, on_returned
        from kentongan.web import nav

        assert jobs  # its jobs register themselves
        assert acts  # and so do the names of its acts
        on_change(actions.void)
        on_returned(queries.remark_of)
        on_put_forward(queries.stages_ahead)
        topics.register(
            topics.Topic(
                "approval",
                _("Persetujuan: yang menunggu Anda dan hasilnya"),
                keys=(
                    "ask:",
                    "copy:",
                    "remind:",
                    "escalate:",
                    "emergency:",
                    "returned:",
                    "approved:",
                    "approval-",
                ),
                order=30,
                short=_("Persetujuan"),
            )
        )
        nav.register(
            nav.NavItem(
                id="approval",
                label=_("Persetujuan"),
                short=_("Setujui"),
                icon="rubber-stamp",
                url_name="approval:queue",
                order=40,
                section="main",
                visible=menu.visible,
                badge=menu.count,
                dock=True,
                within=("approval:queue", "approval:request", "approval:done"),
            )
        )
        nav.register(
            nav.NavItem(
                id="chains",
                label=_("Jenjang persetujuan"),
                icon="route",
                url_name="approval:chains",
                order=79,
                section="more",
                visible=menu.sees_chains,
                within=("approval:chain",),
            )
        )
