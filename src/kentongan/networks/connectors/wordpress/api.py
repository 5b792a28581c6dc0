"""Requests to the REST API of a site, and what its errors mean."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import Refused, Session, TryLater, Unauthorised

LABEL = "WordPress"
MEND = gettext_noop(
    "Periksa nama penggunanya, buat sandi aplikasi baru di Profil, Sandi Aplikasi pada situs itu,"
    " lalu sambungkan lagi."
)
#: WordPress lets an author comment again after this time.
#: Errors of a user whose role does not reach that far.
FORBIDDEN = frozenset({"rest_cannot_create", "rest_cannot_edit", "rest_cannot_delete",
                       "rest_cannot_publish", "rest_forbidden"})  # fmt: skip
CANNOT_RESIZE = "rest_upload_image_type_not_supported"
COMMENT_PAUSE = timedelta(seconds=15)


class Api:
    """The endpoints below ``wp-json/wp/v2`` of one site, as one user."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = f"{session.server.rstrip('/')}/wp-json/wp/v2"

    def call(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request with the application password."""
        user = str(self._session.secret.get("username") or "").strip()
        password = str(self._session.secret.get("app_password") or "").strip()
        if not (user and password and user.isprintable() and password.isprintable()):
            raise Unauthorised(
                _("Nama pengguna atau sandi aplikasi WordPress belum benar. %(mend)s")
                % {"mend": _(MEND)}
            )
        if not password.isascii() or ":" in user:
            raise Unauthorised(
                _("Sandi aplikasi WordPress salah salin. %(mend)s") % {"mend": _(MEND)}
            )
        return self._session.http.request(
            method, f"{self._base}/{path}", auth=(user, password), **options
        )

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves."""
        said = answers.told(response, "message")
        code = error_code(response)
        if code == "comment_flood":
            raise TryLater(
                _("%(label)s meminta jeda antarkomentar.") % {"label": LABEL}, after=COMMENT_PAUSE
            )
        failed_upload = response.status_code >= 500 and code.startswith("rest_upload")
        if failed_upload or code == CANNOT_RESIZE:
            # A file that the site does not take is told with 500; since 6.8 also before it tries.
            raise Refused(
                _("%(label)s menolak gambar (%(said)s). Pakai JPEG atau PNG yang lebih kecil.")
                % {"label": LABEL, "said": said}
            )
        if response.status_code == 403 and code in FORBIDDEN:
            raise Refused(
                _(
                    "Pengguna %(label)s ini tidak boleh melakukannya (%(said)s). Minta"
                    " pengelola situs memberi peran Penulis atau Editor, lalu coba lagi."
                )
                % {"label": LABEL, "said": said}
            )
        if response.status_code == 404 and not code:
            raise Refused(
                _(
                    "REST API %(label)s tidak ada di alamat ini. Periksa alamat situs, dan"
                    " pastikan tautan permanen bukan bentuk polos."
                )
                % {"label": LABEL}
            )
        if response.status_code == 413:
            raise Refused(
                _("Gambar terlalu besar untuk situs %(label)s ini. Kecilkan gambarnya.")
                % {"label": LABEL}
            )
        answers.require_success(
            response,
            label=LABEL,
            now=self._session.now,
            said=said,
            decisive=decisive,
            mend=MEND,
        )

    def still_there(self, response: httpx2.Response) -> dict[str, Any]:
        """What was changed, of a successful answer.

        A site also changes what lies in its trash, where no reader sees it: that is refused.
        """
        self.succeed(response)
        found = answers.json_object(response)
        if found.get("status") == "trash":
            raise Refused(answers.gone(LABEL))
        return found


def error_code(response: httpx2.Response) -> str:
    """The machine name of an error, such as ``rest_post_invalid_id``; empty for successes."""
    if response.status_code < 400:
        return ""
    try:
        found = response.json().get("code", "")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""
