"""Every network an account may be on: those with a connector, and those served by hand.

A network without a connector is a *manual* one: its account is in the register, its posts are
prepared and proven here, and a person carries them over ("Unggah lewat HP").
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_lazy as _

from kentongan.networks import handles
from kentongan.networks.contract import (
    Authorises,
    Broadcasts,
    Chooses,
    Connector,
    CredentialField,
    Limits,
    Scope,
)
from kentongan.networks.handles import HandleStyle
from kentongan.networks.registry import CONNECTORS

UNVERIFIED = "belum diverifikasi"


@dataclass(frozen=True, slots=True)
class Network:
    """A network as pages and forms need it. ``limits.source`` tells how sure the numbers are.

    ``signs_in_at``: whose sign-in page it is; ``by_manager``: one signs in there as a person, and
    says which of the pages they manage is meant; ``opens_here``: it is this installation's own.
    ``broadcasts``: a post there goes to each subscriber of the account by itself; ``posts``: also
    where there is no list of them. ``linked``: what is sent there has an address.
    """

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
    signs_in_at: str | Promise = ""
    by_manager: bool = False
    app_fields: tuple[CredentialField, ...] = ()
    app_vendor: str = ""
    scopes: tuple[Scope, ...] = ()
    posts: bool = True
    broadcasts: bool = False
    opens_here: bool = False
    linked: bool = True

    def named(self, handle: str) -> str:
        """A name there as people write it."""
        return handles.shown(handle, self.style)

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
            "whatsapp", _("Saluran WhatsApp"), "brand-whatsapp",
            HandleStyle(("whatsapp.com",), r"[\w .,&'()-]{1,100}", prefix="", free=True,
                        path=("channel",), example="Info Kecamatan Titirwangi"),
            "faq.whatsapp.com, saluran",
            Limits(4096, "characters", max_images=1, max_image_bytes=5_000_000,
                   max_image_side=4096, max_alt=0),
        ),
        _by_hand(
            "web", _("Situs web"), "world-www",
            HandleStyle((), r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?:/[\w./-]*)?", prefix="",
                        lower=True, link="https://{handle}", example="kec-titirwangi.contoh.go.id"),
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
        signs_in_at=gettext_lazy(getattr(connector, "signs_in_at", connector.label)),
        by_manager=issubclass(connector, Chooses),
        app_fields=getattr(connector, "app_fields", ()),
        app_vendor=getattr(connector, "app_vendor", ""),
        scopes=getattr(connector, "scopes", ()),
        posts=not getattr(connector, "replies_only", False),
        broadcasts=issubclass(connector, Broadcasts),
        opens_here=getattr(connector, "opens_here", False),
        linked=not getattr(connector, "unlinked", False),
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


def codes() -> list[str]:
    """The codes of all networks, by the alphabet."""
    return sorted({*CONNECTORS, *MANUAL})


def everything() -> list[Network]:
    """All networks, those with a connector first, then by label."""
    return sorted(map(get, codes()), key=lambda n: (n.manual, str(n.label).casefold()))


def same_vendor(code: str) -> list[Network]:
    """Other networks on which the same application of the vendor may serve."""
    vendor = get(code).app_vendor
    others = [of_connector(connector) for connector in CONNECTORS.values()] if vendor else []
    return [other for other in others if other.app_vendor == vendor and other.code != code]


def replies_only() -> list[str]:
    """Codes of networks on which nothing is published that answers nobody."""
    return [code for code, connector in CONNECTORS.items() if not of_connector(connector).posts]


def choices() -> list[tuple[str, str]]:
    """Code and label of every network, for forms."""
    return [(network.code, str(network.label)) for network in everything()]
