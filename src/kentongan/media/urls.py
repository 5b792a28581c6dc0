"""Addresses of the feature."""

from django.urls import path, register_converter

from kentongan.media import views


class _Word:
    """A word of a fixed list, as it stands in the address."""

    regex = ""

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


class Size(_Word):
    """``kecil`` (at most 480 px), ``poster`` (a still) or ``penuh``."""

    regex = "kecil|poster|penuh"


class CropShape(_Word):
    """A shape in which a file is shown elsewhere."""

    regex = "[a-z0-9_-]{2,40}"


class Extension(_Word):
    """How subtitles are written."""

    regex = "srt|vtt"


class Token(_Word):
    """A signed token: URL-safe Base64 and a point."""

    regex = r"[A-Za-z0-9_-]{1,600}\.[A-Za-z0-9_-]{1,100}"


class Language(_Word):
    """A language's code."""

    regex = r"[A-Za-z0-9-]{2,16}"


register_converter(Size, "media_size")
register_converter(CropShape, "media_shape")
register_converter(Extension, "media_subtitles")
register_converter(Token, "media_token")
register_converter(Language, "media_language")

app_name = "media"

_CONSENT = "berkas/<uuid:asset_id>/orang/<uuid:consent_id>/"
_SUBTITLES = "berkas/<uuid:asset_id>/subtitel/"

urlpatterns = [
    path("berkas/", views.index, name="library"),
    path("berkas/pilihan/", views.bulk, name="bulk"),
    path("berkas/pulihkan/", views.put_back, name="put_back"),
    path("berkas/folder/", views.folder_new, name="folder_new"),
    path("berkas/folder/<uuid:folder_id>/", views.folder_rename, name="folder_rename"),
    path("berkas/folder/<uuid:folder_id>/hapus/", views.folder_remove, name="folder_remove"),
    path("berkas/unggah/", views.uploads, name="uploads"),
    path("berkas/unggah/formulir/", views.send, name="send"),
    path("berkas/unggah/<uuid:incoming_id>/", views.upload, name="upload"),
    path("berkas/unggah/<uuid:incoming_id>/hapus/", views.give_up, name="give_up"),
    path("berkas/umum/<media_token:token>/<str:name>", views.public, name="public"),
    path("berkas/<uuid:asset_id>/", views.asset, name="asset"),
    path("berkas/<uuid:asset_id>/<media_size:size>/", views.show, name="show"),
    path("berkas/<uuid:asset_id>/keterangan/", views.describe, name="describe"),
    path("berkas/<uuid:asset_id>/tampak/", views.shown, name="shown"),
    path("berkas/<uuid:asset_id>/orang/", views.consent_new, name="consent_new"),
    path(_CONSENT, views.consent_change, name="consent_change"),
    path(f"{_CONSENT}tarik/", views.consent_withdraw, name="consent_withdraw"),
    path(f"{_CONSENT}hapus/", views.consent_remove, name="consent_remove"),
    path(f"{_CONSENT}surat/", views.consent_paper, name="consent_paper"),
    path("berkas/<uuid:asset_id>/potongan/<media_shape:shape>/", views.crop, name="crop"),
    path("berkas/<uuid:asset_id>/fokus/", views.focus, name="focus"),
    path(_SUBTITLES, views.subtitles_new, name="subtitles_new"),
    path(
        f"{_SUBTITLES}<media_language:language>.<media_subtitles:extension>",
        views.subtitles_file,
        name="subtitles_file",
    ),
    path(f"{_SUBTITLES}<media_language:language>/", views.subtitles_edit, name="subtitles_edit"),
    path(
        f"{_SUBTITLES}<media_language:language>/hapus/",
        views.subtitles_remove,
        name="subtitles_remove",
    ),
]
