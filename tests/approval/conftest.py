"""The line of publishing is the stage of approval too."""

from tests.publishing.conftest import account, approve, clock, network, rules, work, write

__all__ = ["account", "approve", "clock", "network", "rules", "work", "write"]
