"""The pipeline of pictures: what comes in hostile goes out clean, or not at all."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings, strategies as st
from PIL import Image, ImageCms

from kentongan.media import images, limits
from kentongan.media.errors import BadImage, CannotFit, ImageTooLarge
from kentongan.media.fitting import fit
from kentongan.media.images import Encoded, accept
from tests.media import pictures

pytestmark = pytest.mark.no_database


def test_a_photo_becomes_a_jpeg_with_a_small_rendition():
    accepted = accept(pictures.jpeg(1600, 1200))
    assert (accepted.full.mime, accepted.full.width, accepted.full.height) == (
        "image/jpeg", 1600, 1200,
    )  # fmt: skip
    assert (accepted.thumbnail.width, accepted.thumbnail.height) == (480, 360)
    assert pictures.opened(accepted.thumbnail.data).format == "JPEG"


def test_the_picture_is_turned_upright_and_tells_neither_place_nor_camera():
    accepted = accept(pictures.with_metadata())
    for part in (accepted.full, accepted.thumbnail):
        picture = pictures.opened(part.data)
        assert not picture.getexif()
        assert {"icc_profile", "comment", "exif", "xmp"}.isdisjoint(picture.info)
        assert b"rahasia" not in part.data.lower()
    upright = pictures.opened(accepted.full.data)
    assert upright.size == (100, 200)
    red, blue = upright.getpixel((50, 180)), upright.getpixel((50, 20))
    assert red[0] > 200
    assert blue[2] > 200


def test_text_chunks_of_a_png_are_gone():
    full = accept(pictures.png_with_text()).full
    assert full.mime == "image/png"
    assert b"Kamera" not in full.data
    assert b"pHYs" not in full.data


def test_a_drawing_and_transparency_stay_png_a_photo_in_a_png_does_not():
    assert accept(pictures.as_bytes(pictures.drawing(), "PNG")).full.mime == "image/png"
    ghost = pictures.photo(64, 64).convert("RGBA")
    ghost.putalpha(120)
    assert accept(pictures.as_bytes(ghost, "PNG")).full.mime == "image/png"
    gradient = Image.merge("RGB", [
        Image.linear_gradient("L"), Image.linear_gradient("L").rotate(90),
        Image.radial_gradient("L"),
    ])  # fmt: skip
    assert accept(pictures.as_bytes(gradient, "PNG")).full.mime == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_every_colour_mode_is_accepted(mode: str):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    grey = Image.linear_gradient("L")
    picture = Image.new("I;16", (64, 64), 40_000) if mode == "I;16" else grey.convert(mode)
    full = accept(pictures.as_bytes(picture, kind)).full
    shown = pictures.opened(full.data)
    assert shown.mode in {"RGB", "RGBA"}
    if mode == "I;16":
        assert abs(shown.convert("RGB").getpixel((5, 5))[0] - 156) <= 2


def test_colours_of_a_wide_profile_are_brought_to_srgb():
    lab = ImageCms.createProfile("LAB")
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = Image.new("RGB", (40, 40), (120, 130, 140))
    full = accept(pictures.as_bytes(grey, "PNG", icc_profile=wide)).full
    assert pictures.opened(full.data).getpixel((3, 3)) == (120, 130, 140)
    broken = pictures.as_bytes(grey, "PNG", icc_profile=b"bukan profil")
    assert pictures.opened(accept(broken).full.data).getpixel((3, 3)) == (120, 130, 140)
    alien = ImageCms.ImageCmsProfile(lab).tobytes()
    assert accept(pictures.as_bytes(grey, "PNG", icc_profile=alien)).full.width == 40


def test_webp_and_a_still_gif_are_accepted():
    assert accept(pictures.as_bytes(pictures.photo(), "WEBP")).full.mime == "image/jpeg"
    assert accept(pictures.as_bytes(pictures.drawing(), "GIF")).full.mime == "image/png"


def test_a_phone_photo_with_a_second_picture_inside_counts_as_one():
    out = io.BytesIO()
    pictures.photo(80, 60).save(out, "MPO", save_all=True, append_images=[pictures.photo(40, 30)])
    assert accept(out.getvalue()).full.width == 80


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (pictures.SVG, "SVG"),
        (b"\xef\xbb\xbf  <SVG onload=alert(1)>", "SVG"),
        (b"<!DOCTYPE html><html><script>x</script>", "bukan gambar"),
        (b"%PDF-1.7 ...", "dokumen"),
        (b"PK\x03\x04 docx", "dokumen"),
        (pictures.HEIC, "HEIC"),
        (pictures.MP4, "Video"),
        (b"BM" + b"\x00" * 60, "belum didukung"),
        (b"MZ\x90\x00 program", "bukan gambar"),
        (pictures.animated("GIF"), "bergerak"),
        (pictures.animated("PNG"), "bergerak"),
        (pictures.animated("WEBP"), "bergerak"),
        (pictures.jpeg()[:2000], "rusak"),
        (pictures.as_bytes(pictures.photo(), "PNG")[:5000], "rusak"),
        (b"\xff\xd8\xff\xe0 bukan jpeg", "rusak"),
        (b"\x89PNG\r\n\x1a\n", "rusak"),
        (b"GIF89a", "rusak"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "rusak"),
    ],
)  # fmt: skip
def test_what_is_no_whole_still_picture_is_refused_in_words(data: bytes, words: str):
    with pytest.raises(BadImage) as caught:
        accept(data)
    assert words in str(caught.value)
    assert caught.value.fields == {"file": [str(caught.value)]}


def test_a_20_mb_image_is_told_its_size_and_the_limit():
    with pytest.raises(ImageTooLarge) as caught:
        accept(pictures.jpeg() + b"\x00" * 20_000_000)
    assert "paling besar 15 MB" in str(caught.value)
    assert caught.value.status == 413


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 9_000), (30_000, 10)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]):
    with pytest.raises(ImageTooLarge) as caught:
        accept(pictures.bomb(*size))
    assert "40 megapiksel" in str(caught.value)


def test_a_very_large_picture_is_kept_smaller():
    full = accept(pictures.as_bytes(Image.new("RGB", (6000, 3000), "teal"), "JPEG")).full
    assert (full.width, full.height) == (limits.KEPT_SIDE, limits.KEPT_SIDE // 2)


def test_the_same_picture_gives_the_same_bytes():
    data = pictures.jpeg()
    assert accept(data) == accept(data)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=3000))
@example(pictures.jpeg(40, 30))
def test_no_bytes_at_all_break_the_pipeline(data: bytes):
    try:
        accept(data)
    except BadImage as error:
        assert str(error)  # noqa: PT017 - either outcome is fine


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]),
    st.integers(min_value=0),
    st.binary(min_size=1, max_size=40),
)
def test_no_damaged_picture_breaks_the_pipeline(kind: str, place: int, dirt: bytes):
    good = bytearray(pictures.as_bytes(pictures.drawing(60, 40), kind))
    start = place % len(good)
    good[start : start + len(dirt)] = dirt
    try:
        accept(bytes(good))
    except BadImage as error:
        assert str(error)  # noqa: PT017 - either outcome is fine


def _full(picture: Image.Image, *, png: bool = False) -> Encoded:
    return images.encode_png(picture) if png else images.encode_jpeg(picture, 85)


def test_what_fits_already_is_sent_as_it_is():
    full = _full(pictures.photo())
    assert fit(full, max_bytes=10**7, max_side=2000, mimes=("image/jpeg",)) is full


def test_a_picture_is_brought_within_bytes_and_sides():
    full = _full(pictures.photo(1500, 1000))
    small = fit(full, max_bytes=90_000, max_side=900, mimes=("image/jpeg", "image/png"))
    assert len(small.data) <= 90_000
    assert max(small.width, small.height) <= 900
    assert pictures.opened(small.data).size == (small.width, small.height)
    assert fit(full, max_bytes=90_000, max_side=900, mimes=("image/jpeg", "image/png")) == small


def test_a_png_becomes_a_jpeg_on_white_where_only_jpeg_is_taken():
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    small = fit(_full(clear, png=True), max_bytes=10**6, max_side=400, mimes=("image/jpeg",))
    assert small.mime == "image/jpeg"
    assert pictures.opened(small.data).getpixel((5, 5)) == (255, 255, 255)


def test_a_drawing_stays_png_when_only_its_sides_are_too_long():
    small = fit(_full(pictures.drawing(1200, 800), png=True), max_bytes=10**6, max_side=600,
                mimes=("image/jpeg", "image/png"))  # fmt: skip
    assert small.mime == "image/png"
    assert small.width == 600


def test_networks_that_take_only_png_or_webp_are_served():
    full = _full(pictures.photo(800, 600))
    assert fit(full, max_bytes=600_000, max_side=800, mimes=("image/png",)).mime == "image/png"
    assert fit(full, max_bytes=80_000, max_side=800, mimes=("image/webp",)).mime == "image/webp"


def test_what_cannot_be_made_to_fit_is_said():
    full = _full(pictures.photo(800, 600))
    with pytest.raises(CannotFit):
        fit(full, max_bytes=500, max_side=800, mimes=("image/jpeg",))
    with pytest.raises(LookupError):
        fit(full, max_bytes=10**6, max_side=800, mimes=("image/tiff",))


@settings(max_examples=15, deadline=None)
@given(
    st.integers(min_value=1, max_value=900), st.integers(min_value=1, max_value=900),
    st.integers(min_value=40_000, max_value=400_000), st.integers(min_value=320, max_value=1000),
)  # fmt: skip
def test_a_fitted_picture_is_always_within_its_limits(
    width: int, height: int, max_bytes: int, max_side: int
):
    small = fit(_full(pictures.photo(width, height)), max_bytes=max_bytes, max_side=max_side,
                mimes=("image/jpeg",))  # fmt: skip
    assert len(small.data) <= max_bytes
    assert max(small.width, small.height) <= max_side
