"""The web package as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base templates, components, design tokens, htmx helpers, static files."""

    name = "kentongan.web"
    label = "web"
    verbose_name = "Web"
