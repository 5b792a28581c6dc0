"""Real servers on loopback for the tests of connectors. See README.md."""

from tests.servers.atproto import Atproto, AtprotoAccount
from tests.servers.chaos import Chaos
from tests.servers.clamd import Clamd
from tests.servers.postgres import Postgres
from tests.servers.process import ServerError, ServerFailed, ServerMissing
from tests.servers.product import Product
from tests.servers.redis import Redis
from tests.servers.snac import Mastodon, MastodonApp, MastodonUser
from tests.servers.wordpress import WordPress, WordPressUser

__all__ = [
    "Atproto",
    "AtprotoAccount",
    "Chaos",
    "Clamd",
    "Mastodon",
    "MastodonApp",
    "MastodonUser",
    "Postgres",
    "Product",
    "Redis",
    "ServerError",
    "ServerFailed",
    "ServerMissing",
    "WordPress",
    "WordPressUser",
]
