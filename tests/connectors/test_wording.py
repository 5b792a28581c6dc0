"""The words that go out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from kentongan.networks import wording
from kentongan.networks.connectors.bluesky.richtext import facets
from kentongan.networks.contract import Image, Limits, Outgoing, Refused

pytestmark = pytest.mark.no_database
NOW = datetime(2026, 8, 13, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lihat https://a.go.id.", ["https://a.go.id"]),
        ("(https://a.go.id/x_(y))", ["https://a.go.id/x_(y)"]),
        ("https://a.go.id/?q=1&r=2, lalu", ["https://a.go.id/?q=1&r=2"]),
        ("“https://a.go.id”", ["https://a.go.id"]),
        ("https://", []),
        ("javascript:alert(1)", []),
        ("HTTPS://A.go.id/B", ["HTTPS://A.go.id/B"]),
    ],
)
def test_links_end_where_the_address_ends(text: str, found: list[str]) -> None:
    assert [span.value for span in wording.links(text)] == found


def test_tags_and_mentions_are_found_outside_links() -> None:
    text = "#Siaga banjir @kec.contoh.go.id https://a.go.id/#bukan_tagar surel a@b.go.id #2026 #a_1"
    assert [(s.kind, s.value) for s in wording.spans(text)] == [
        ("tag", "Siaga"),
        ("mention", "kec.contoh.go.id"),
        ("link", "https://a.go.id/#bukan_tagar"),
        ("tag", "a_1"),
    ]


@given(st.text(max_size=80), st.text(max_size=20))
def test_spans_lie_in_the_text_and_never_overlap(before: str, after: str) -> None:
    text = f"{before} https://a.go.id/x #tagar {after}"
    done = 0
    for span in wording.spans(text):
        assert done <= span.start < span.end <= len(text)
        assert span.value in text[span.start : span.end]
        done = span.end


@given(st.text(max_size=60).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t)))
def test_facets_count_bytes(before: str) -> None:
    text = f"{before} https://contoh.go.id/é #tagar"
    whole = text.encode()
    for facet in facets(text, lambda handle: None):
        index, (feature,) = facet["index"], facet["features"]
        shown = whole[index["byteStart"] : index["byteEnd"]].decode()
        assert shown.lstrip("#＃") == feature.get("uri", feature.get("tag"))


def test_the_link_is_added_once() -> None:
    item = Outgoing(text="Info.", created_at=NOW, link="https://a.go.id")
    assert wording.full_text(item) == "Info.\n\nhttps://a.go.id"
    item = Outgoing(text="Lihat https://a.go.id ya.", created_at=NOW, link="https://a.go.id")
    assert wording.full_text(item) == "Lihat https://a.go.id ya."
    assert wording.full_text(Outgoing(text=" ", created_at=NOW, link="https://a.go.id")) == (
        "https://a.go.id"
    )


def test_length_counts_as_the_network_does() -> None:
    text = "👨‍👩‍👧 https://a.go.id/sangat/panjang/sekali/alamatnya ya"
    assert wording.length(text, Limits(max_text=500, link_length=23)) == 1 + 1 + 23 + 3
    assert wording.length("👨‍👩‍👧", Limits(max_text=500, count="characters")) == 5


def test_a_refusal_names_the_numbers() -> None:
    with pytest.raises(Refused, match="Teks 6 karakter, Uji menerima paling banyak 5"):
        wording.refuse_too_long("enam..", Limits(max_text=5), "Uji")
    wording.refuse_too_long("tanpa batas", Limits(max_text=0), "Uji")


def test_a_text_beside_pictures_may_be_held_shorter() -> None:
    limits = Limits(max_text=20, max_caption=5)
    with pytest.raises(Refused, match=r"Teks 6 karakter; beserta gambar atau video.* 5"):
        wording.refuse_too_long("enam..", limits, "Uji", caption=True)
    wording.refuse_too_long("enam..", limits, "Uji")
    wording.refuse_too_long("enam..", Limits(max_text=20), "Uji", caption=True)


def test_a_network_without_alternative_texts_takes_the_picture() -> None:
    image = Image(data=b"x", mime="image/png", alt="Peta", width=1, height=1)
    post = Outgoing(text="", created_at=NOW, images=(image,))
    wording.refuse_bad_images(post, Limits(max_text=5, max_alt=0), "Uji")
    with pytest.raises(Refused, match="Teks alternatif gambar 1"):
        wording.refuse_bad_images(post, Limits(max_text=5, max_alt=3), "Uji")
