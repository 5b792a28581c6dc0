"""Registration of the app: its place in the navigation, its acts and jobs."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kentongan.web import nav


class ComplianceConfig(AppConfig):
    """The ``compliance`` package."""

    name = "kentongan.compliance"
    label = "compliance"

    def ready(self) -> None:
        """Announce pages and names of acts."""
        import_module("kentongan.compliance.acts")
        import_module("kentongan.compliance.jobs")
        nav.register(
            nav.NavItem(
                id="rules",
                label=_("Aturan"),
                icon="gavel",
                url_name="compliance:catalogue",
                order=80,
                section="more",
            )
        )
        nav.register(
            nav.NavItem(
                id="selfcheck",
                label=_("Cek mandiri"),
                icon="shield-check",
                url_name="compliance:selfcheck",
                order=85,
                section="more",
                within=("compliance:selfcheck",),
            )
        )
