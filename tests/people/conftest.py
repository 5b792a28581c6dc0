"""What several tests of this package share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kentongan.config.setup import compile_texts
from tests.cast import Cast
from tests.fakes import smtp
from tests.house.tree import PACKAGE


@pytest.fixture
def english(settings: Any, tmp_path: Path) -> None:
    """The English texts of the product, for those who choose them."""
    compile_texts(PACKAGE, tmp_path)
    settings.LOCALE_PATHS = [tmp_path]


@pytest.fixture
def server(settings: Any, cast: Cast) -> Iterator[smtp.Smtp]:
    """A mail server, switched on in the product; the admin and the sekcam have addresses."""
    for user in (cast.admin, cast.sekcam, cast.administrator):
        user.email = f"{user.username}@pemda.test"
        user.save()
    with smtp.running() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_ON = True
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = running.user, running.password
        settings.DEFAULT_FROM_EMAIL = "Kentongan <medsos@pemda.test>"
        settings.SITE_URL = "https://medsos.pemda.test"
        yield running
