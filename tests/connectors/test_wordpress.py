"""What is particular to WordPress, on a real site; and articles as pure functions."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from hypothesis import given, strategies as st

from kentongan.networks.connectors.wordpress import article
from kentongan.networks.contract import (
    OutcomeUnknown,
    Outgoing,
    Reference,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer, load
from tests.contract.wordpress_harness import WordPressHarness
from tests.servers import Chaos, WordPress

pytestmark = pytest.mark.no_database
AT = datetime.now(UTC) - timedelta(seconds=1)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@pytest.fixture
def harness(wordpress_server: WordPress) -> WordPressHarness:
    return WordPressHarness(wordpress_server)


def item(text: str = "Info layanan.", **more: Any) -> Outgoing:
    return replace(Outgoing(text=text, created_at=AT), **more)


def article_of(harness: WordPressHarness, external_id: str) -> dict[str, Any]:
    found: dict[str, Any] = harness.server.call(
        "GET", f"/posts/{external_id}", params={"context": "edit"}
    )
    return found


# ------------------------------------------------------------------------------ articles


@given(st.text(max_size=200), st.text(max_size=64))
def test_every_text_gives_a_slug_that_wordpress_keeps(text: str, key: str) -> None:
    slug = article.slug(key, item(text))
    assert SLUG.fullmatch(slug)
    assert len(slug) <= 71
    assert slug == article.slug(key, item(text))


@given(st.text(max_size=200))
def test_nothing_a_person_types_becomes_markup(text: str) -> None:
    markup = article.content(item(text), [])
    inner = markup.replace("<!-- wp:paragraph -->\n<p>", "").replace(
        "</p>\n<!-- /wp:paragraph -->", ""
    )
    inner = re.sub(r'<br>|<a href="https?://[^"<>]*">|</a>', "", inner)
    assert "<" not in inner
    assert "[" not in inner


def test_the_title_is_the_first_sentence() -> None:
    assert article.title(item("Kantor tutup besok. Buka lagi Senin.")) == "Kantor tutup besok"
    assert article.title(item("  ", title=" Judul ")) == "Judul"
    assert article.title(item("kata " * 40)).endswith("kata…")
    assert len(article.title(item("kata " * 40))) <= article.MAX_TITLE


# ------------------------------------------------------------------------------ a real site


@pytest.mark.servers
def test_the_article_has_title_address_and_excerpt(harness: WordPressHarness, login: Login) -> None:
    text = "Pelayanan pindah & buka lagi. Bawa KK!\n\nAlinea dua."
    with harness.open(login) as connector:
        found = connector.publish(item(text, link="https://contoh.go.id/x"), "kunci")
    row = article_of(harness, found.external_id)
    assert row["slug"] == article.slug("kunci", item(text))
    assert found.url.endswith(f"/{row['slug']}/")
    assert row["title"]["rendered"] == "Pelayanan pindah &amp; buka lagi"
    assert row["excerpt"]["rendered"].startswith("<p>Pelayanan pindah")
    assert 'href="https://contoh.go.id/x"' in row["content"]["rendered"]
    page = httpx2.get(found.url)
    assert page.status_code == 200
    assert "Alinea dua." in page.text


@pytest.mark.servers
def test_shortcodes_and_markup_of_a_text_are_only_shown(
    harness: WordPressHarness, login: Login
) -> None:
    text = '[gallery ids="1"] <script>alert(1)</script> <!-- wp:html --> [embed]x[/embed]'
    with harness.open(login) as connector:
        found = connector.publish(item(text), "kunci-kode")
    shown = article_of(harness, found.external_id)["content"]["rendered"]
    assert "<script" not in shown
    assert "gallery ids" in shown
    assert "embed" in shown


@pytest.mark.servers
def test_pictures_are_featured_with_their_alt_text(harness: WordPressHarness, login: Login) -> None:
    alt = f'Peta "baru" {login.secret["username"]}'
    with harness.open(login) as connector:
        found = connector.publish(item(images=(picture("teal", alt),)), "kunci-gambar")
    row = article_of(harness, found.external_id)
    media = harness.server.call("GET", f"/media/{row['featured_media']}")
    assert media["alt_text"] == alt
    assert httpx2.get(media["source_url"]).headers["Content-Type"] == "image/png"
    assert media["source_url"] in row["content"]["raw"]


@pytest.mark.servers
def test_a_picture_uploaded_before_is_used_again(
    harness: WordPressHarness, login: Login, chaos: Callable[[str], Chaos]
) -> None:
    """A lost answer of an upload leaves no second copy in the library."""
    image = picture("teal", f"Peta {login.secret['username']}")
    proxy = chaos(harness.base_url)
    proxy.set(mode="half", times=1, path="POST /wp-json/wp/v2/media")
    with harness.open(login, via=proxy.base_url) as connector:
        with pytest.raises(TryLater):
            connector.publish(item(images=(image,)), "kunci")
        connector.publish(item(images=(image,)), "kunci")
    author = harness.server.call("GET", "/users", params={"search": login.native.username})
    media = harness.server.call("GET", "/media", params={"author": author[0]["id"]})
    assert len(media) == 1


@pytest.mark.servers
def test_wordpress_does_not_refuse_a_slug_that_is_taken(
    harness: WordPressHarness, login: Login
) -> None:
    """Why the proof is a lookup and not a client key."""
    with harness.open(login) as connector:
        connector.publish(item(), "kunci-slug")
    body = {"title": "x", "slug": article.slug("kunci-slug", item()), "status": "publish"}
    made = harness.server.call("POST", "/posts", json=body)
    assert made["slug"] == f"{body['slug']}-2"


@pytest.mark.servers
def test_a_second_copy_takes_itself_back(
    harness: WordPressHarness, login: Login, front: Interposer
) -> None:
    """The first try arrives between our look and our post: the answer to the look is stale."""
    with harness.open(login) as connector:
        first = connector.publish(item(), "kunci-balap")
    front.answer("GET /wp-json/wp/v2/posts", Canned(status=200, body=[]))
    with harness.open(login, via=front.base_url) as connector:
        again = connector.publish(item(), "kunci-balap")
    assert again.external_id == first.external_id
    assert harness.count(login) == 1


@pytest.mark.servers
def test_a_copy_that_came_late_is_taken_back_by_the_next_look(
    harness: WordPressHarness, login: Login
) -> None:
    with harness.open(login) as connector:
        first = connector.publish(item(), "kunci-telat")
        slug = article.slug("kunci-telat", item())
        late = {"title": "x", "slug": slug, "status": "publish"}
        assert harness.server.call("POST", "/posts", json=late)["slug"] == f"{slug}-2"
        assert connector.find("kunci-telat", item()).external_id == first.external_id
    slugs = {post["slug"] for post in harness.server.posts()}
    assert slug in slugs
    assert f"{slug}-2" not in slugs


@pytest.mark.servers
def test_a_withdrawn_article_is_not_found_and_may_come_again(
    harness: WordPressHarness, login: Login
) -> None:
    with harness.open(login) as connector:
        found = connector.publish(item(), "kunci-tarik")
        connector.withdraw(Reference(found.external_id))
        connector.withdraw(Reference("999999"))
        assert connector.find("kunci-tarik", item()) is None
        again = connector.publish(item(), "kunci-tarik")
    assert again.external_id != found.external_id
    assert harness.count(login) == 1


@pytest.mark.servers
def test_a_user_who_may_not_publish_is_told_at_connecting(harness: WordPressHarness) -> None:
    user = harness.server.create_user("contributor")
    secret = {"username": user.username, "app_password": user.app_password}
    login = Login(handle=user.username, secret=secret, native=user)
    with harness.open(login) as connector:
        with pytest.raises(Refused, match="Penulis atau Editor"):
            connector.identify()
        with pytest.raises(Refused) as refusal:
            connector.publish(item(), "kunci-peran")
    assert load("wordpress", "refused").body["message"] in str(refusal.value)


@pytest.mark.servers
def test_a_wrong_password_says_what_the_fixture_says(
    harness: WordPressHarness, login: Login
) -> None:
    with harness.open(login, secret=harness.wrong(login)) as connector:
        with pytest.raises(Unauthorised):
            connector.identify()
    answer = httpx2.post(
        f"{harness.server.api_url}/posts",
        auth=(login.native.username, "abcd efgh ijkl"),
        json={"title": "x"},
    )
    canned = load("wordpress", "unauthorised")
    assert (answer.status_code, answer.json()["code"]) == (canned.status, canned.body["code"])


@pytest.mark.servers
def test_a_comment_that_was_lost_is_found_and_not_repeated(
    harness: WordPressHarness, login: Login, chaos: Callable[[str], Chaos]
) -> None:
    with harness.open(login) as connector:
        found = connector.publish(item(), "kunci-k")
    reply = item("Terima kasih & salam.", reply_to=Reference(found.external_id))
    proxy = chaos(harness.base_url)
    proxy.set(mode="half", times=1, path="POST /wp-json/wp/v2/comments")
    with harness.open(login, via=proxy.base_url) as connector:
        with pytest.raises(OutcomeUnknown):
            connector.publish(reply, "kunci-k2")
        lost = connector.find("kunci-k2", reply)
        assert lost is not None
        # WordPress itself refuses the same words by the same author at the same place.
        assert connector.publish(reply, "kunci-k2").external_id == lost.external_id
        connector.edit(Reference(lost.external_id), item("Sama-sama."))
        assert {s.text for s in harness.seen(login)} == {"Info layanan.", "Sama-sama."}
        connector.withdraw(Reference(lost.external_id))
        connector.withdraw(Reference(lost.external_id))
    assert harness.count(login) == 1


@pytest.mark.servers
def test_an_address_without_wordpress_is_explained(
    harness: WordPressHarness, login: Login, front: Interposer
) -> None:
    front.answer("GET /wp-json", Canned(status=404, text="<h1>Not Found</h1>"))
    with harness.open(login, via=front.base_url) as connector:
        with pytest.raises(Refused, match="Periksa alamat situs"):
            connector.identify()


@pytest.mark.servers
def test_a_file_that_the_site_does_not_take_is_refused(
    harness: WordPressHarness, login: Login
) -> None:
    lie = replace(picture("teal", "bukan gambar"), data=b"<?php echo 1;", mime="image/x-php")
    with harness.open(login) as connector:
        with pytest.raises(Refused, match="gambar"):
            connector.publish(item(images=(lie,)), "kunci-lie")
    assert harness.count(login) == 0


@pytest.mark.servers
def test_a_picture_that_the_site_cannot_make_smaller_is_told_as_one(
    harness: WordPressHarness, login: Login, front: Interposer
) -> None:
    """WordPress 6.8 asks first whether it can, and answers with 400 where older ones try."""
    said = {"code": "rest_upload_image_type_not_supported", "message": "Convert it to JPEG."}
    front.answer("POST /wp-json/wp/v2/media", Canned(status=400, body=said))
    with harness.open(login, via=front.base_url) as connector:
        with pytest.raises(Refused, match=r"menolak gambar \(Convert it to JPEG\.\)"):
            connector.publish(item(images=(picture("teal", "gambar"),)), "kunci-webp")
    assert harness.count(login) == 0
