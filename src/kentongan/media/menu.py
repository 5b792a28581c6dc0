"""What the menu shows of files."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kentongan.media.access import UPLOAD
from kentongan.people.permissions import can_somewhere
from kentongan.web import nav


def _may_upload(request: HttpRequest) -> bool:
    return can_somewhere(request.user, UPLOAD)


def register() -> None:
    """Announce the page; called once when the app is ready."""
    nav.register(
        nav.NavItem(
            id="files",
            label=_("Unggah berkas"),
            icon="cloud-upload",
            url_name="media:uploads",
            order=30,
            section="more",
            visible=_may_upload,
        )
    )
