"""The list of networks: adding one is a folder under ``connectors/`` and one line here."""

from kentongan.kernel.say import gettext as _
from kentongan.networks.connectors.bluesky.connector import BlueskyConnector
from kentongan.networks.connectors.email.connector import EmailConnector
from kentongan.networks.connectors.facebook.connector import FacebookConnector
from kentongan.networks.connectors.instagram.connector import InstagramConnector
from kentongan.networks.connectors.linkedin.connector import LinkedInConnector
from kentongan.networks.connectors.mastodon.connector import MastodonConnector
from kentongan.networks.connectors.sandbox.connector import SandboxConnector
from kentongan.networks.connectors.telegram.connector import TelegramConnector
from kentongan.networks.connectors.threads.connector import ThreadsConnector
from kentongan.networks.connectors.tiktok.connector import TikTokConnector
from kentongan.networks.connectors.whatsapp_cloud.connector import WhatsAppCloudConnector
from kentongan.networks.connectors.wordpress.connector import WordPressConnector
from kentongan.networks.connectors.x.connector import XConnector
from kentongan.networks.connectors.youtube.connector import YouTubeConnector
from kentongan.networks.contract import Connector

_ALL: tuple[type[Connector], ...] = (
    SandboxConnector,
    BlueskyConnector,
    MastodonConnector,
    WordPressConnector,
    TelegramConnector,
    WhatsAppCloudConnector,
    XConnector,
    FacebookConnector,
    InstagramConnector,
    YouTubeConnector,
    TikTokConnector,
    ThreadsConnector,
    LinkedInConnector,
    EmailConnector,
)

CONNECTORS: dict[str, type[Connector]] = {connector.code: connector for connector in _ALL}


class NoConnector(LookupError):
    """This installation has no connector for the network."""


def get(code: str) -> type[Connector]:
    """The connector of a network; raises :class:`NoConnector` with a sentence."""
    try:
        return CONNECTORS[code]
    except KeyError:
        raise NoConnector(
            _("Jejaring “%(code)s” tidak punya penghubung di Kentongan.") % {"code": code}
        ) from None
