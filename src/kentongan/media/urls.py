"""Addresses of the feature."""

from django.urls import path, register_converter

from kentongan.media import views


class Size:
    """``kecil`` (at most 480 px) or ``penuh``."""

    regex = "kecil|penuh"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


register_converter(Size, "media_size")

app_name = "media"

urlpatterns = [
    path("berkas/<uuid:asset_id>/<media_size:size>/", views.show, name="show"),
]
