"""Every network an account may be on: those with a connector, and those served by hand.

A network without a connector is a *manual* one: its account is in the register, its posts are
prepared and proven here, and a person carries them over ("Unggah lewat HP").
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_lazy as _

from kentongan.networks import handles
from kentongan.networks.contract import Authorises, Connector, CredentialField, Limits
from kentongan.networks.handles import HandleStyle
from kentongan.networks.registry import CONNECTORS

UNVERIFIED = "belum diverifikasi"


@dataclass(frozen=True, slots=True)
class Network:
    """A network as pages and forms need it. ``limits.source`` tells how sure the numbers are."""

    code: str
    label: str | Promise
    icon: str
    limits: Limits
    style: HandleStyle
    manual: bool = True
    needs_server: bool = False
    default_server: str = ""
    fields: tuple[CredentialField, ...] = ()
    oauth: bool = False

    @property
    def verified(self) -> bool:
        """Whether the limits were checked against the network itself."""
        return UNVERIFIED not in self.limits.source


def _by_hand(
    code: str, label: str | Promise, icon: str, style: HandleStyle, page: str, limits: Limits
) -> Network:
    source = f"{page}; {UNVERIFIED}"
    fields = {name: getattr(limits, name) for name in limits.__slots__} | {"source": source}
    return Network(code, label, icon, Limits(**fields), style)


#: Numbers transcribed from the vendors' pages named; nobody has tried them out yet.
MANUAL: dict[str, Network] = {
    network.code: network
    for network in (
        _by_hand(
            "instagram", "Instagram", "brand-instagram",
            HandleStyle(("instagram.com",), r"[A-Za-z0-9._]{1,30}", lower=True,
                        link="https://www.instagram.com/{handle}/"),
            "developers.facebook.com, Instagram content publishing",
            Limits(2200, "characters", max_images=10, max_image_bytes=8_000_000,
                   max_image_side=1440, image_mimes=("image/jpeg",), max_alt=1000,
                   needs_media=True, dead_links=True),
        ),
        _by_hand(
            "facebook", "Facebook", "brand-facebook",
            HandleStyle(("facebook.com", "fb.com"), r"[\w .&'()-]{1,100}", prefix="", free=True,
                        path=("pg", "people"), example="Kecamatan Jatiwangi"),
            "developers.facebook.com, Pages API",
            Limits(63206, "characters", max_images=10, max_image_bytes=4_000_000,
                   max_image_side=2048, max_alt=1000),
        ),
        _by_hand(
            "x", "X", "brand-x",
            HandleStyle(("x.com", "twitter.com"), r"[A-Za-z0-9_]{1,15}", example="kec_jatiwangi",
                        link="https://x.com/{handle}"),
            "docs.x.com, counting characters",
            Limits(280, "weighted280", link_length=23, max_images=4, max_image_bytes=5_000_000,
                   max_image_side=4096, max_alt=1000),
        ),
        _by_hand(
            "tiktok", "TikTok", "brand-tiktok",
            HandleStyle(("tiktok.com",), r"[A-Za-z0-9._]{2,24}", lower=True,
                        link="https://www.tiktok.com/@{handle}"),
            "developers.tiktok.com, photo post",
            Limits(4000, "characters", max_images=35, max_image_bytes=20_000_000,
                   max_image_side=1080, image_mimes=("image/jpeg",), max_alt=0,
                   needs_media=True, dead_links=True),
        ),
        _by_hand(
            "youtube", "YouTube", "brand-youtube",
            HandleStyle(("youtube.com",), r"[\w .·-]{3,60}", free=True, path=("c", "channel"),
                        prefix="", example="Kecamatan Jatiwangi"),
            "support.google.com/youtube, keterangan video",
            Limits(5000, "characters", max_images=1, max_image_bytes=2_000_000,
                   max_image_side=1920, max_alt=0),
        ),
        _by_hand(
            "whatsapp", _("Saluran WhatsApp"), "brand-whatsapp",
            HandleStyle(("whatsapp.com",), r"[\w .,&'()-]{1,100}", prefix="", free=True,
                        path=("channel",), example="Info Kecamatan Jatiwangi"),
            "faq.whatsapp.com, saluran",
            Limits(4096, "characters", max_images=1, max_image_bytes=5_000_000,
                   max_image_side=4096, max_alt=0),
        ),
        _by_hand(
            "telegram", "Telegram", "brand-telegram",
            HandleStyle(("t.me", "telegram.me"), r"[A-Za-z][A-Za-z0-9_]{3,31}", path=("s",),
                        link="https://t.me/{handle}", example="kecjatiwangi"),
            "core.telegram.org/bots/api, sendMessage",
            Limits(4096, "characters", max_images=10, max_image_bytes=10_000_000,
                   max_image_side=4096, max_alt=0),
        ),
        _by_hand(
            "web", _("Situs web"), "world-www",
            HandleStyle((), r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?:/[\w./-]*)?", prefix="",
                        lower=True, link="https://{handle}", example="kec-jatiwangi.contoh.go.id"),
            "tanpa batas jejaring",
            Limits(0, "characters", max_images=0, max_image_bytes=0, max_image_side=0, max_alt=0),
        ),
    )
}  # fmt: skip


def of_connector(connector: type[Connector]) -> Network:
    """The entry for a network that has a connector.

    A connector may carry ``handle_style``; without one names are kept as typed, less ``@``.
    """
    style = getattr(connector, "handle_style", handles.GENERIC)
    return Network(
        code=connector.code,
        label=gettext_lazy(connector.label),
        icon=connector.icon,
        limits=connector.limits,
        style=style,
        manual=False,
        needs_server=connector.needs_server,
        default_server=connector.default_server,
        fields=connector.credential_fields,
        oauth=issubclass(connector, Authorises),
    )


def get(code: str) -> Network:
    """The network of that code.

    A code that is no longer known (its connector was removed) is a manual network without
    limits, so that the accounts in the register stay readable.
    """
    if code in CONNECTORS:
        return of_connector(CONNECTORS[code])
    if code in MANUAL:
        return MANUAL[code]
    return Network(code, code, "world", MANUAL["web"].limits, handles.GENERIC)


def known(code: str) -> bool:
    """Whether accounts may be registered on it."""
    return code in CONNECTORS or code in MANUAL


def everything() -> list[Network]:
    """All networks, those with a connector first, then by label."""
    codes = [*CONNECTORS, *(code for code in MANUAL if code not in CONNECTORS)]
    return sorted(map(get, codes), key=lambda n: (n.manual, str(n.label).casefold()))


def choices() -> list[tuple[str, str]]:
    """Code and label of every network, for forms."""
    return [(network.code, str(network.label)) for network in everything()]
