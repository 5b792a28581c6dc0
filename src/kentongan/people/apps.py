"""Registration of the app."""

from importlib import import_module

from django.apps import AppConfig

from kentongan.web import nav, shell


class PeopleConfig(AppConfig):
    """The ``people`` package: fills the frame of the pages, registers menu, jobs and imports."""

    name = "kentongan.people"
    label = "people"

    def ready(self) -> None:
        """Announce what other packages only draw or run."""
        identity = import_module("kentongan.people.identity")
        shell.set_identity_provider(identity.identity)
        for item in identity.nav_items():
            nav.register(item)
        import_module("kentongan.people.jobs")
        import_module("kentongan.people.import_kinds")
        import_module("kentongan.people.acts")
