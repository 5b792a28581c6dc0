"""A body that cannot be read is refused by each fake as its vendor refuses, and ends no server."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tests.fakes.facebook import Facebook
from tests.fakes.graph import VERSION
from tests.fakes.instagram import Instagram
from tests.fakes.linkedin import LinkedInFake
from tests.fakes.linkedin_accounts import Person
from tests.fakes.server import Fake
from tests.fakes.telegram import Telegram
from tests.fakes.threads import ThreadsFake
from tests.fakes.tiktok import TikTok
from tests.fakes.tiktok_parts import JSON
from tests.fakes.whatsapp_cloud import WhatsAppCloud
from tests.fakes.x import X
from tests.fakes.youtube import FakeYouTube

pytestmark = pytest.mark.no_database
FORM = "application/x-www-form-urlencoded"
META = {"error": {"message", "type", "code", "fbtrace_id"}}

#: Where to, with whose token, and whatever else the address and the headers need.
Asked = tuple[str, str, dict[str, str]]


def _facebook(fake: Any) -> Asked:
    page = fake.create_page()
    return f"/{VERSION}/{page.id}/feed", page.token, {"Content-Type": FORM}


def _instagram(fake: Any) -> Asked:
    page = fake.create_account()
    return f"/{VERSION}/{page.instagram['id']}/media", page.token, {"Content-Type": FORM}


def _threads(fake: Any) -> Asked:
    return "/v1.0/me/threads", fake.token(fake.account("kec")), {"Content-Type": FORM}


def _x(fake: Any) -> Asked:
    return "/2/tweets", fake.token_for(fake.create_user()).access, {}


def _youtube(fake: Any) -> Asked:
    grant = fake.agree(fake.create_channel())
    path = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
    return path, next(iter(grant.access)), {}


def _tiktok(fake: Any) -> Asked:
    path = "/v2/post/publish/video/init/"
    return path, fake.create_account().token, {"Content-Type": JSON}


def _telegram(fake: Any) -> Asked:
    return f"/bot{fake.create_bot().token}/sendMessage", "", {}


def _whatsapp(fake: Any) -> Asked:
    number = fake.create_number()
    return f"/{fake.version}/{number.id}/messages", number.token, {}


def _linkedin(fake: Any) -> Asked:
    token, _renewal = fake.token(Person({}))
    headers = {"LinkedIn-Version": "202607", "X-Restli-Protocol-Version": "2.0.0"}
    return "/rest/posts", token, headers


@pytest.mark.parametrize(
    ("kind", "asked", "shape"),
    [
        (Facebook, _facebook, META),
        (Instagram, _instagram, META),
        (ThreadsFake, _threads, META),
        (WhatsAppCloud, _whatsapp, META),
        (X, _x, {"title", "detail", "type", "status"}),
        (FakeYouTube, _youtube, {"error": {"code", "message", "errors"}}),
        (TikTok, _tiktok, {"error": {"code", "message", "log_id"}, "data": set()}),
        (Telegram, _telegram, {"ok", "error_code", "description"}),
        (LinkedInFake, _linkedin, {"message", "serviceErrorCode", "status"}),
    ],
)
@pytest.mark.parametrize("body", [b"{", b"abc", b"\xff=\xff", b"a=1&a=2"])
def test_a_body_that_cannot_be_read_is_refused_in_the_vendors_shape(
    kind: type[Fake], asked: Callable[[Any], Asked], shape: Any, body: bytes
) -> None:
    with kind() as fake:
        path, token, more = asked(fake)
        headers = {
            "Authorization": f"Bearer {token or 'x'}",
            "Content-Type": "application/json",
            **more,
        }
        answer = httpx2.post(f"{fake.base_url}{path}", content=body, headers=headers, timeout=5)
    assert answer.status_code == 400
    told = answer.json()
    assert set(shape) <= set(told)
    for name, inner in shape.items() if isinstance(shape, dict) else ():
        assert inner <= set(told[name])
    assert fake.refusals
    assert not fake.strays
