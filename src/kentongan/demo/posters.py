"""Simple posters, drawn here: no photograph, no real person, nobody's rights.

Colours are those of ``web/css/tema.css``, brought from oklch into sRGB. Drawing is a pure
function of the data, so the same poster is always the same file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from kentongan.demo.loading import table

#: Pixels of the file, and of the sheet in whose measures everything below is told.
WIDTH, HEIGHT = 720, 900
_SHEET_WIDTH, _SHEET_HEIGHT = 1080, 1350
_SCALE = WIDTH / _SHEET_WIDTH
_MARGIN, _EDGE = 96, 560
_PAPER, _INK, _BAMBOO = "#f7f4ef", "#27201b", "#b18965"
#: The ground by pillar.
_GROUND = {
    "layanan": "#045b61",
    "program": "#684c37",
    "warga": "#8a4b2f",
    "edukasi": "#46543c",
    "budaya": "#673a58",
    "darurat": "#8f2a26",
}
_TITLE, _LINE, _FOOT = 112, 54, 34
_BOLD, _REGULAR = 700, 500
_FONT = "static/web/plus-jakarta-sans.woff2"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Points = Sequence[tuple[int, int]]


@cache
def draw(name: str) -> bytes:
    """The poster ``name`` of ``data/posters.toml`` as PNG."""
    given = table("posters")[name]
    ground = _GROUND[given["pillar"]]
    sheet = _Sheet(ground)
    sheet.box(0, 0, _SHEET_WIDTH, _EDGE, ground)
    _MOTIFS[given["motif"]](sheet)
    top = sheet.text(_EDGE + 60, given["title"], _TITLE, _BOLD, ground)
    for line in given["lines"]:
        top = sheet.text(top + 24, line, _LINE, _REGULAR, _INK)
    sheet.rhythm()
    sheet.text(_SHEET_HEIGHT - 92, "Kabupaten Gemareka · contoh rekaan", _FOOT, _REGULAR, _INK)
    return sheet.png()


def alt(name: str) -> str:
    """What the poster shows and says, for those who do not see it."""
    return str(table("posters")[name]["alt"])


@cache
def _font(size: int, weight: int) -> Font:
    """The typeface of the product; Pillow's own where its FreeType cannot read WOFF2."""
    data = files("kentongan.web").joinpath(_FONT).read_bytes()
    try:
        font = ImageFont.truetype(io.BytesIO(data), size)
        font.set_variation_by_axes([weight])
    except OSError:
        return ImageFont.load_default(size)
    return font


class _Sheet:
    """A drawing in the measures of the sheet."""

    def __init__(self, ground: str) -> None:
        self.ground = ground
        self._picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
        self._pen = ImageDraw.Draw(self._picture)

    def box(self, x: int, y: int, right: int, low: int, colour: str, round_by: int = 0) -> None:
        place = (x * _SCALE, y * _SCALE, right * _SCALE, low * _SCALE)
        self._pen.rounded_rectangle(place, round_by * _SCALE, fill=colour)

    def disc(self, x: int, y: int, size: int, colour: str) -> None:
        place = (x * _SCALE, y * _SCALE, (x + size) * _SCALE, (y + size) * _SCALE)
        self._pen.ellipse(place, fill=colour)

    def shape(self, points: Points, colour: str) -> None:
        self._pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def stroke(self, points: Points, colour: str, width: int) -> None:
        path = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._pen.line(path, fill=colour, width=round(width * _SCALE), joint="curve")

    def text(self, top: int, words: str, size: int, weight: int, colour: str) -> int:
        """Write in lines that fit; returns where the text ends below."""
        font = _font(round(size * _SCALE), weight)
        room = (_SHEET_WIDTH - 2 * _MARGIN) * _SCALE
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._pen.textlength(longer, font=font) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        for line in lines:
            self._pen.text((_MARGIN * _SCALE, top * _SCALE), line, font=font, fill=colour)
            top += round(size * 1.18)
        return top

    def rhythm(self) -> None:
        """The beat of the kentongan: short, short, long."""
        foot = _SHEET_HEIGHT - 118
        for place, height in enumerate((18, 18, 40, 18, 18, 40, 18, 40)):
            x = _MARGIN + place * 24
            self.box(x, foot - height, x + 12, foot, self.ground, round_by=6)

    def png(self) -> bytes:
        out = io.BytesIO()
        self._picture.save(out, "PNG", compress_level=1)
        return out.getvalue()


def _drum(sheet: _Sheet) -> None:
    """A slit-drum with its beater."""
    sheet.box(350, 70, 550, 500, _BAMBOO, round_by=100)
    sheet.box(430, 140, 470, 430, sheet.ground, round_by=20)
    sheet.stroke(((630, 470), (770, 190)), _PAPER, 26)
    sheet.disc(730, 120, 90, _PAPER)


def _house(sheet: _Sheet) -> None:
    """A house with an open door."""
    sheet.shape(((540, 80), (250, 290), (830, 290)), _BAMBOO)
    sheet.box(320, 290, 760, 500, _PAPER)
    sheet.box(490, 350, 590, 500, sheet.ground)


def _heart(sheet: _Sheet) -> None:
    """A heart with the cross of health."""
    sheet.disc(330, 110, 230, _BAMBOO)
    sheet.disc(520, 110, 230, _BAMBOO)
    sheet.shape(((346, 280), (734, 280), (540, 510)), _BAMBOO)
    sheet.box(515, 190, 565, 360, sheet.ground)
    sheet.box(455, 250, 625, 300, sheet.ground)


def _book(sheet: _Sheet) -> None:
    """An open book."""
    sheet.shape(((540, 180), (220, 120), (220, 430), (540, 490)), _PAPER)
    sheet.shape(((540, 180), (860, 120), (860, 430), (540, 490)), _BAMBOO)
    for step in range(3):
        y = 210 + step * 65
        sheet.stroke(((280, y), (480, y + 36)), sheet.ground, 14)


def _bins(sheet: _Sheet) -> None:
    """Three bins."""
    for place, colour in enumerate((_PAPER, _BAMBOO, _PAPER)):
        x = 220 + place * 230
        sheet.box(x, 200, x + 180, 490, colour, round_by=18)
        sheet.box(x - 16, 150, x + 196, 190, colour, round_by=12)
        sheet.box(x + 80, 240, x + 100, 450, sheet.ground)


def _van(sheet: _Sheet) -> None:
    """A service van."""
    sheet.box(180, 150, 900, 430, _PAPER, round_by=40)
    for place in range(3):
        sheet.box(240 + place * 160, 200, 360 + place * 160, 300, sheet.ground, round_by=12)
    sheet.box(180, 340, 900, 366, _BAMBOO)
    for x in (270, 690):
        sheet.disc(x, 370, 130, _BAMBOO)


def _dawn(sheet: _Sheet) -> None:
    """The sun over hills."""
    sheet.disc(400, 90, 280, _BAMBOO)
    sheet.shape(((0, 560), (330, 290), (640, 560)), _PAPER)
    sheet.shape(((420, 560), (760, 330), (1080, 560)), _INK)


def _shield(sheet: _Sheet) -> None:
    """A shield with a tick."""
    outline = ((540, 70), (790, 150), (770, 360), (540, 510), (310, 360), (290, 150))
    sheet.shape(outline, _PAPER)
    sheet.stroke(((420, 290), (510, 380), (680, 190)), sheet.ground, 44)


def _crowd(sheet: _Sheet) -> None:
    """Three figures without faces, standing for a photograph of people."""
    for place, colour in enumerate((_BAMBOO, _PAPER, _BAMBOO)):
        x = 200 + place * 240
        sheet.disc(x + 50, 130, 100, colour)
        sheet.box(x, 260, x + 200, 560, colour, round_by=90)


_MOTIFS = {
    "kentongan": _drum,
    "rumah": _house,
    "sehat": _heart,
    "buku": _book,
    "wadah": _bins,
    "mobil": _van,
    "fajar": _dawn,
    "perisai": _shield,
    "orang": _crowd,
}
