"""The exports of personal accounts, in the shapes in which they are handed out."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from kentongan.compliance import archives
from kentongan.compliance.archives import Item, NotAnArchive, read


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def meta(text: str) -> str:
    """As Instagram and Facebook write: a character for every byte."""
    return text.encode().decode("latin-1")


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


TWEETS = b"window.YTD.tweets.part0 = " + dumped(
    [
        {
            "tweet": {
                "full_text": "Selamat pagi",
                "id_str": "12",
                "created_at": "Wed Aug 12 03:00:00 +0000 2026",
            }
        },
        {
            "tweet": {
                "full_text": "RT @orang: kabar",
                "created_at": "Tue Aug 11 03:00:00 +0000 2026",
            }
        },
        {"tweet": {"full_text": "@orang setuju", "in_reply_to_status_id": "9"}},
    ]
)
LIKES = b"window.YTD.like.part0 = " + dumped(
    [{"like": {"fullText": "Coblos nomor 2", "expandedUrl": "https://x.com/i/web/status/1"}}]
)


def test_x_tells_posts_reposts_replies_and_likes() -> None:
    found = read("arsip.zip", zipped(data__tweets_DOT_js=TWEETS, data__like_DOT_js=LIKES))
    first = found[0]
    assert (first.kind, first.text, first.link) == (
        "post", "Selamat pagi", "https://x.com/i/status/12",
    )  # fmt: skip
    assert first.at == datetime(2026, 8, 12, 3, tzinfo=UTC)
    assert {item.kind for item in found} == {"post", "repost", "reply", "like"}
    assert next(i for i in found if i.kind == "like").text == "Coblos nomor 2"


def test_one_file_of_an_export_is_enough() -> None:
    assert [item.text for item in read("like.js", LIKES)] == ["Coblos nomor 2"]


def test_x_long_posts_whole_and_signs_as_they_were_typed() -> None:
    long = [
        {
            "noteTweet": {
                "core": {"text": "Panjang &amp; lengkap. Coblos nomor 2"},
                "createdAt": "2026-08-12T03:00:00.000Z",
            }
        }
    ]
    short = [{"tweet": {"full_text": "Syarat: usia &gt; 17 &amp; ber-KTP"}}]
    found = read(
        "arsip.zip",
        zipped(
            **{
                "data__note-tweet_DOT_js": b"window.YTD.note_tweet.part0 = " + dumped(long),
                "data__tweets_DOT_js": b"window.YTD.tweets.part0 = " + dumped(short),
            }
        ),
    )
    assert [(item.text, item.at) for item in found] == [
        ("Panjang & lengkap. Coblos nomor 2", datetime(2026, 8, 12, 3, tzinfo=UTC)),
        ("Syarat: usia > 17 & ber-KTP", None),
    ]


@pytest.mark.parametrize(
    ("name", "wrapper", "row"),
    [
        ("reels.json", "ig_reels_media", {"media": [{"title": "Coblos nomor 2"}]}),
        ("stories.json", "ig_stories", {"uri": "a.jpg", "title": "Coblos nomor 2"}),
        ("archived_posts.json", "ig_archived_post_media", {"media": [{"title": "Coblos nomor 2"}]}),
    ],
)
def test_instagram_reels_stories_and_what_was_archived(
    name: str, wrapper: str, row: object
) -> None:
    """These come wrapped in an object, unlike posts."""
    assert [item.text for item in read(name, dumped({wrapper: [row]}))] == ["Coblos nomor 2"]


def test_instagram_in_its_own_encoding() -> None:
    posts = [{"media": [{"title": meta("Wilujeng énjing 🙏"), "creation_timestamp": 1786503600}]}]
    comments = [
        {
            "string_map_data": {
                "Comment": {"value": meta("Mantap 👍")},
                "Time": {"timestamp": 1786503601},
            }
        }
    ]
    likes = {
        "likes_media_likes": [
            {
                "title": "pemenangan_dua",
                "string_list_data": [{"href": "https://www.instagram.com/p/x/", "timestamp": 1}],
            }
        ]
    }
    found = read(
        "ig.zip",
        zipped(
            a__posts_1_DOT_json=dumped(posts),
            a__post_comments_1_DOT_json=dumped(comments),
            a__liked_posts_DOT_json=dumped(likes),
        ),
    )
    assert [(item.kind, item.text) for item in found] == [
        ("reply", "Mantap 👍"),
        ("post", "Wilujeng énjing 🙏"),
        ("like", "@pemenangan_dua"),
    ]
    assert found[2].link == "https://www.instagram.com/p/x/"


def test_facebook_posts_comments_and_likes() -> None:
    posts = [{"timestamp": 3, "title": meta("Ani membagikan tautan."), "data": [{"post": "Isi"}]}]
    comments = {"comments_v2": [{"timestamp": 2, "data": [{"comment": {"comment": "Halo"}}]}]}
    likes = [{"timestamp": 1, "title": meta("Ani menyukai kiriman Budi.")}]
    found = read(
        "fb.zip",
        zipped(
            your_posts_1_DOT_json=dumped(posts),
            comments_DOT_json=dumped(comments),
            likes_and_reactions_1_DOT_json=dumped(likes),
        ),
    )
    assert [(item.kind, item.text) for item in found] == [
        ("repost", "Isi"), ("reply", "Halo"), ("like", "Ani menyukai kiriman Budi."),
    ]  # fmt: skip


def label(name: str, value: str) -> dict[str, object]:
    return {"label": meta(name), "value": meta(value)}


def test_likes_whose_parts_are_labelled_in_any_language() -> None:
    instagram = [
        {
            "timestamp": 2,
            "label_values": [
                {**label("URL", "https://www.instagram.com/p/x/"), "href": "x"},
                label("Légende", "Coblos nomor 2 👍 https://a.id"),
                {"title": "Owner", "dict": [{"dict": [label("Nama Pengguna", "pemenangan_dua")]}]},
            ],
        }
    ]
    facebook = [
        {
            "timestamp": 1,
            "label_values": [
                label("Reaksi", "Suka"), label("URL", "https://www.facebook.com/a/posts/1"),
                label("Nama", "Relawan Dua"),
            ],
        }
    ]  # fmt: skip
    assert read("liked_posts.json", dumped(instagram)) == [
        Item("instagram", "like", "Coblos nomor 2 👍 https://a.id\npemenangan_dua",
             datetime.fromtimestamp(2, UTC), "https://www.instagram.com/p/x/")
    ]  # fmt: skip
    (like,) = read("likes_and_reactions.json", dumped(facebook))
    assert (like.text, like.link) == ("Relawan Dua", "https://www.facebook.com/a/posts/1")


def test_comments_of_instagram_in_another_language() -> None:
    told = {"Commentaire": {"value": "Coblos nomor 2"}, "Heure": {"timestamp": 5}}
    (item,) = read("post_comments_1.json", dumped([{"string_map_data": told}]))
    assert (item.kind, item.text, item.at) == (
        "reply", "Coblos nomor 2", datetime.fromtimestamp(5, UTC),
    )  # fmt: skip


def test_what_was_said_in_groups_of_facebook() -> None:
    comments = {"group_comments_v2": [{"timestamp": 2, "data": [{"comment": {"comment": "Halo"}}]}]}
    posts = {"group_posts_v2": [{"timestamp": 1, "data": [{"post": "Isi"}]}]}
    found = read(
        "fb.zip",
        zipped(
            groups__your_comments_in_groups_DOT_json=dumped(comments),
            groups__group_posts_and_comments_DOT_json=dumped(posts),
        ),
    )
    assert [(item.kind, item.text) for item in found] == [("reply", "Halo"), ("post", "Isi")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tweets.js", b"\xff\xfe\x00"),
        ("tweets.js", b"window.YTD.tweets.part0 = ["),
        ("foto.jpg", b"\xff\xd8\xff"),
        ("posts_1.json", b"[[[[]]]]"),
        ("posts_1.json", b"[" * 100_000),
        ("arsip.zip", b"PK\x03\x04 bukan zip"),
        ("arsip.zip", zipped(catatan_DOT_txt=b"halo")),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(name: str, data: bytes) -> None:
    with pytest.raises(NotAnArchive, match=r"\w+ \w+"):
        read(name, data)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILE", 10_000)
    with pytest.raises(NotAnArchive, match="terlalu besar"):
        read("arsip.zip", zipped(tweets_DOT_js=b" " * 5_000_000))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers()
    | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["tweet", "like", "full_text", "media", "title", "data", "timestamp",
                         "string_map_data", "Comment", "value", "creation_timestamp",
                         "label_values", "dict", "label"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    JSON,
    st.sampled_from(
        ["tweets.js", "like.js", "posts_1.json", "post_comments_1.json", "liked_posts.json",
         "your_posts_1.json", "comments.json", "likes_and_reactions.json"]
    ),
)  # fmt: skip
def test_no_shape_of_a_file_breaks_the_reader(value: object, name: str) -> None:
    try:
        found = read(name, dumped(value))
    except NotAnArchive:
        return
    assert all(isinstance(item, Item) and item.text.strip() for item in found)
    for item in found:
        f"{item.text}{item.link}".encode()  # a page can be made of it
