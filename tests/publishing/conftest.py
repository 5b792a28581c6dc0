"""From a draft to what is live: the shortest ways to each point of the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.approval.seed import seed as seed_chains
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from kentongan.planning.seed import seed as seed_kinds
from tests.cast import NOW, Cast
from tests.delivery.conftest import account, clock, network, work

__all__ = ["account", "clock", "network", "work"]

TEXT = "Posyandu Melati buka besok pukul 08.00 sampai 11.00 di balai desa. Gratis."
Write = Callable[..., Post]
Approve = Callable[..., ApprovalRequest]


@pytest.fixture
def rules(db: None) -> None:
    """Kinds of content and chains as they ship."""
    seed_kinds(at=NOW)
    seed_chains(at=NOW)


@pytest.fixture
def write(cast: Cast, rules: None, account: Account) -> Write:
    """A draft of the kecamatan by its admin, meant for the connected account."""

    def make(title: str = "Jadwal posyandu", **values: Any) -> Post:
        given: dict[str, Any] = {
            "unit": cast.kecamatan,
            "kind": "layanan-rutin",
            "text": TEXT,
            "by": cast.admin,
            "at": NOW,
            "targets": [account.pk],
        }
        return planning.create_post(title=title, **{**given, **values})

    return make


@pytest.fixture
def approve(cast: Cast) -> Approve:
    """Put forward by the admin and approved by whoever is asked, step after step."""

    def go(post: Post, at: datetime = NOW, *deciders: User) -> ApprovalRequest:
        post.refresh_from_db()
        request = approval.submit(post, by=cast.admin, at=at, version=post.version)
        for user in deciders or (cast.sekcam,):
            request = approval.decide(
                request, by=user, at=at, verdict="approve", expected_hash=request.revision_hash
            )
        post.refresh_from_db()
        return request

    return go


@pytest.fixture
def later(clock: FrozenClock) -> datetime:
    """Tomorrow, 07.00 WIB."""
    return clock.now() + timedelta(hours=22)
