"""Whoever runs the server is told while the disk still has room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.media.actions import space
from kentongan.people.models import Notice
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_the_administrator_is_told_once_a_day_while_little_is_free(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 2_000_000_000
    monkeypatch.setattr(space.disk, "free", lambda _folder: free)
    assert space.warn_scarce(at=NOW) == 0
    free = 820_000_000
    for hours in (1, 2, 25):
        assert space.warn_scarce(at=NOW + timedelta(hours=hours)) == 1
    notices = Notice.objects.filter(key__startswith="room:")
    assert [notice.user for notice in notices] == [cast.administrator] * 2
    assert "tinggal 820 MB" in notices[0].text
    assert notices[0].urgent
