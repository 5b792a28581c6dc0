"""Pictures made for the tests, good and bad."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"\x00" * 64
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64


def photo(width: int = 640, height: int = 480, seed: int = 0) -> Image.Image:
    """Many colours, as a photograph has."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    picture.paste((seed % 256, 90, 120), (0, 0, max(1, width // 3), max(1, height // 3)))
    return picture


def drawing(width: int = 300, height: int = 200) -> Image.Image:
    """Two colours, as a poster has."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("navy", (10, 10, width // 2, height // 2))
    return picture


def as_bytes(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: Any) -> bytes:
    """A photograph as a JPEG."""
    return as_bytes(photo(width, height), "JPEG", **options)


def with_metadata() -> bytes:
    """A sideways JPEG that tells its place, camera and a comment: 200 × 100 as stored."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it right to see it upright
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (6.0, 49.0, 30.0)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.new("RGB", (200, 100), "red")
    picture.paste("blue", (0, 0, 100, 100))
    return as_bytes(
        picture,
        "JPEG",
        exif=exif,
        comment=b"catatan rahasia",
        icc_profile=srgb,
        quality=95,
        xmp=b"<x:xmpmeta>Kamera Rahasia</x:xmpmeta>",
    )


def png_with_text() -> bytes:
    """A PNG that carries text chunks."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Kamera Rahasia")
    info.add_itxt("XML:com.adobe.xmp", "Kamera Rahasia")
    return as_bytes(drawing(), "PNG", pnginfo=info, dpi=(300, 300))


def animated(kind: str = "GIF") -> bytes:
    """Two frames."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    return as_bytes(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that declares billions of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def opened(data: bytes) -> Image.Image:
    """A file as a picture, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
