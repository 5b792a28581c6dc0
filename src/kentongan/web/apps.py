"""The web package as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext, ngettext

from kentongan.kernel.say import set_translator


class WebConfig(AppConfig):
    """Base templates, components, design tokens, htmx helpers, static files."""

    name = "kentongan.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Let rules and connectors, which know no Django, speak the reader's language."""
        set_translator(gettext, ngettext)
