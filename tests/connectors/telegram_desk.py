"""What tests of a Telegram channel do over and over."""

from typing import Any

from kentongan.networks.contract import Outgoing
from tests.contract.harness import Login, picture
from tests.contract.telegram_harness import TelegramHarness

RED, GREEN, BLUE = (picture(colour, colour) for colour in ("red", "green", "blue"))


def only(login: Login) -> Any:
    """The one message that stands in the channel."""
    (message,) = login.native.messages.values()
    return message


def methods(harness: TelegramHarness) -> list[str]:
    """What the bot asked for, in order."""
    return [request.params["method"] for request in harness.server.seen]


def publish(harness: TelegramHarness, login: Login, post: Outgoing) -> Any:
    """One publication through a new connector."""
    with harness.open(login) as connector:
        return connector.publish(post, "kunci")
