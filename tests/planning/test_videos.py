"""A video is put to a post from what the unit has sent beforehand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kentongan.media.models import Asset
from kentongan.planning import actions, checking, revisions
from kentongan.planning.models import Post
from kentongan.planning.seed import seed
from tests.cast import NOW, Cast, sign_in
from tests.contract.harness import picture
from tests.media.videos import Videos, video_of
from tests.planning.conftest import make_account, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Videos:
    return Videos(tmp_path_factory.mktemp("videos"))


@pytest.fixture
def clip(cast: Cast, videos: Videos, settings: Any, tmp_path: Path) -> Asset:
    settings.MEDIA_ROOT = tmp_path
    return video_of(cast, videos.mp4)


@pytest.fixture
def post(cast: Cast) -> Post:
    seed(at=NOW)
    return make_post(cast.kecamatan, cast.admin, text="Posyandu hari ini.")


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.admin)


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_chosen_put_last_and_told_in_the_composer(
    desk: Client, post: Post, clip: Asset
) -> None:
    choose = reverse("planning:pick", args=[post.pk])
    compose = reverse("planning:compose", args=[post.pk])
    assert choose in html(desk, compose)
    assert f"{clip.seconds:.0f} detik" in html(desk, choose)
    response = desk.post(choose, {"berkas": str(clip.pk)})
    assert response["Location"] == f"{compose}#gambar"
    assert f"video {clip.seconds:.0f} detik" in html(desk, compose)
    assert "Terpasang" in html(desk, choose)
    desk.post(choose, {"berkas": str(clip.pk)})
    assert post.media.count() == 1
    [frozen] = revisions.content(Post.objects.get(pk=post.pk))["media"]
    assert (frozen["mime"], frozen["seconds"]) == ("video/mp4", clip.seconds)


def test_a_unit_without_files_is_shown_the_way(desk: Client, post: Post) -> None:
    text = html(desk, reverse("planning:pick", args=[post.pk]))
    assert "Pustaka unit ini masih kosong" in text
    assert reverse("media:uploads") in text


def test_what_is_not_there_or_belongs_to_another_unit_is_not_put(
    desk: Client, post: Post, clip: Asset, cast: Cast
) -> None:
    Asset.objects.update(unit=cast.kecamatan_lain)
    choose = reverse("planning:pick", args=[post.pk])
    for value in (str(clip.pk), "bukan-pengenal"):
        assert desk.post(choose, {"berkas": value}).status_code == 404
    sign_in(desk, cast.admin_lain)
    assert desk.get(choose).status_code == 404
    assert not post.media.exists()


def test_only_shapes_for_what_is_attached_are_offered_and_each_brings_its_own_limits(
    desk: Client, post: Post, clip: Asset, cast: Cast
) -> None:
    for network in ("facebook", "instagram"):
        post.targets.create(account=make_account(cast.kecamatan, network, "kec"))

    def offered(network: str) -> list[str]:
        page = html(desk, reverse("planning:compose", args=[post.pk]))
        found = re.search(rf'<select name="form-{network}".*?</select>', page, re.DOTALL)
        return re.findall(r'<option value="(\w+)"', found[0]) if found else []

    file = SimpleUploadedFile("peta.png", picture("teal", "Peta").data, "image/png")
    item = actions.add_media(
        post_id=post.pk, version=post.version, file=file, name="peta.png", by=cast.admin, at=NOW
    )
    assert (offered("facebook"), offered("instagram")) == ([], ["post", "story"])
    post.refresh_from_db()
    actions.attach(post_id=post.pk, version=post.version, asset=clip, by=cast.admin, at=NOW)
    assert (offered("facebook"), offered("instagram")) == (
        ["post", "reel"],
        ["post", "reel", "story"],
    )
    assert "tidak keduanya" in said(post, "facebook")
    item.delete()
    assert said(post, "facebook") == ""
    post.refresh_from_db()
    forms = {"facebook": "reel"}
    actions.save_draft(post_id=post.pk, version=post.version, by=cast.admin, at=NOW, forms=forms)
    assert "paling singkat 3 detik" in said(post, "facebook")
    page = html(desk, reverse("planning:compose", args=[post.pk]))
    # The upright part that stays, and nothing beside it.
    assert '<svg x="55" y="0" width="50" height="90" viewBox="55 0 50 90">' in page


def said(post: Post, network: str) -> str:
    """What the check says of the video there."""
    found = checking.findings(Post.objects.get(pk=post.pk), NOW)
    return "".join(
        c.finding.message
        for c in found
        if (c.network, c.finding.rule) == (network, "network.video")
    )


def test_networks_that_take_none_or_nothing_else_are_told_before_it_is_handed_in(
    desk: Client, post: Post, clip: Asset, cast: Cast
) -> None:
    for network, handle in (("wordpress", "kec"), ("youtube", "Kecamatan Sumberjati")):
        account = make_account(cast.kecamatan, network, handle)
        post.targets.create(account=account)
    found = {(c.network, c.finding.rule) for c in checking.findings(post, NOW) if c.stops}
    assert ("youtube", "network.video") in found
    actions.attach(post_id=post.pk, version=post.version, asset=clip, by=cast.admin, at=NOW)
    post = Post.objects.get(pk=post.pk)
    found = {(c.network, c.finding.rule) for c in checking.findings(post, NOW) if c.stops}
    assert ("youtube", "network.video") not in found
    assert ("wordpress", "network.video") in found
