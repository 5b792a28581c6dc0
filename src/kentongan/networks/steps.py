"""How a pemda gets access to a network: the steps beside its connector, for a page.

In Indonesian in its README, in English in ``access.en.md``: beside the connector, because its
vendor may change them any day.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kentongan.networks.registry import CONNECTORS
from kentongan.web.prose import drawn

HEADING = "\n## Cara mendapat akses\n"
ENGLISH = "access.en.md"


def access_steps(code: str) -> SafeString:
    """The steps for a network, in the reader's language; none for one without a connector, which
    is served by hand."""
    return _steps(code, english=(get_language() or "").startswith("en"))


@cache
def _steps(code: str, *, english: bool) -> SafeString:
    folder = files("kentongan.networks.connectors").joinpath(code)
    source = folder.joinpath(ENGLISH if english else "README.md")
    if code not in CONNECTORS or not source.is_file():
        return SafeString()
    section = source.read_text("utf-8")
    if not english:
        section = section.partition(HEADING)[2].partition("\n## ")[0]
    return drawn(section).html
