"""A post to subscribers: an approved template with the words as its one variable.

developers.facebook.com/documentation/business-messaging/whatsapp: templates/components,
messages/template-messages
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import wording
from kentongan.networks.connectors.whatsapp_cloud.errors import LABEL
from kentongan.networks.connectors.whatsapp_cloud.limits import LIMITS
from kentongan.networks.contract import Halted, Outgoing, Refused

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
#: What stands above the words, and what a template for it is called in our terms.
KINDS = ("text", "image", "video")


def kind_of(item: Outgoing) -> str:
    """What a post is: with a picture, with a video, or words alone."""
    return "video" if item.video else "image" if item.images else "text"


def words_of(item: Outgoing) -> str:
    """The words in one line, as they go out."""
    return wording.in_one_line(wording.full_text(item))


def refuse_early(item: Outgoing, terms: Mapping[str, Any]) -> None:
    """Raise ``Refused`` for what no subscriber could be sent; nothing is uploaded."""
    words = words_of(item)
    if not words:
        raise Refused(_("Templat WhatsApp perlu teks. Tulis kabarnya, lalu kirim lagi."))
    if len(words) > LIMITS.max_spread:
        raise Refused(
            _(
                "Teks %(size)s karakter; dalam templat, %(label)s menerima paling banyak"
                " %(most)s. Pendekkan teks untuk jejaring ini."
            )
            % {"size": len(words), "label": LABEL, "most": LIMITS.max_spread}
        )
    named(terms, kind_of(item))


def named(terms: Mapping[str, Any], kind: str) -> str:
    """The name of the template for what a post is; raises ``Refused`` where there is none."""
    name = str(terms.get(kind) or "")
    if name and _NAME.fullmatch(name):
        return name
    missing = {
        "text": _("Kabar tanpa gambar belum punya templat."),
        "image": _("Kabar bergambar belum punya templat. Isi templatnya, atau lepas gambarnya."),
        "video": _("Kabar bervideo belum punya templat. Isi templatnya, atau lepas videonya."),
    }
    said = missing[kind] if not name else _("Nama templat “%(name)s” salah tulis.") % {"name": name}
    raise Refused(_("%(said)s Buka halaman Pelanggan akun ini.") % {"said": said})


def template(item: Outgoing, shared: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    """The template as a message carries it. Raises ``Halted`` where there is none any more."""
    kind = str(shared.get("kind") or "text")
    try:
        name = named(terms, kind)
    except Refused as refusal:
        raise Halted(str(refusal)) from refusal
    language = str(terms.get("language") or "id")
    if not _LANGUAGE.fullmatch(language):
        raise Halted(_("Kode bahasa templat salah. Isinya seperti id atau en_US."))
    body = {"type": "body", "parameters": [{"type": "text", "text": words_of(item)}]}
    components: list[dict[str, Any]] = [body]
    if kind != "text":
        medium = {"type": kind, kind: {"id": str(shared["id"])}}
        components.insert(0, {"type": "header", "parameters": [medium]})
    return {"name": name, "language": {"code": language}, "components": components}
