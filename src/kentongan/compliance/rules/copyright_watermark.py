"""Marks of agencies and makers that still stand in a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.compliance.words.rights import hits
from kentongan.kernel.say import gettext_noop

_PATTERN = re.compile(
    r"\b(?:"
    r"(?:shutter ?stock|getty ?images?|i ?stock(?:photo)?|alamy|dreamstime|123rf|deposit ?photos"
    r"|adobe ?stock|freepik|vecteezy|bigstock|pngtree|pikbest|pngwing|pinterest|stock photo"
    r"|stok foto"
    r"|canstock\w*|fotolia|envato|antara ?foto|afp|reuters|associated press|epa-efe)\b"
    r"|(?:watermark|water mark|tanda air|cap air|copyright)\b"
    r"|all rights reserved\b|hak cipta dilindungi\b|do not copy\b|sample image\b"
    r"|tiktok\s{1,3}@|(?:kompas(?:\.com| tv)|detik(?:com|news|\.com)|tribun ?news|cnn indonesia"
    r"|liputan ?6|okezone|kumparan|tv ?one|metro tv|republika|jawa pos|tempo\.co|trans7|sctv|rcti"
    r"|inews|net tv|indosiar|mnc tv)\b"
    r"|(?:tangkapan layar|screenshot|skrinsut|potongan|cuplikan|kliping"
    r"|guntingan) (?:\w+ )?(?:berita"
    r"|koran|artikel|video|film|sinetron|siaran|tayangan|majalah|youtube|tiktok|instagram"
    r"|televisi|tv"
    r"|akun|unggahan)\b"
    r")|©|\(c\) ?(?:19|20)\d\d"
)


def _find(case: Case) -> Iterator[Hit]:
    if any(media.alt or media.seen_text for media in case.draft.media):
        yield from hits(case, _PATTERN, in_pictures=True, in_links=True)


def _example(alt: str, seen: str = "", licence: str = "") -> Example:
    media = (MediaFact(alt=alt, seen_text=seen, licence=licence),)
    return Example("Layanan jemput bola.", says=f"alt: {alt}; di gambar: {seen}", media=media)


RULE = Rule(
    id="copyright.watermark",
    family="copyright",
    title=gettext_noop("Tanda pemilik di gambar"),
    looks_for=gettext_noop(
        "Tanda air stok foto, media, atau akun lain pada gambar yang izinnya belum dicatat."
    ),
    message=gettext_noop("Gambar ini memuat tanda pemiliknya."),
    suggestion=gettext_noop("Pakai gambar sendiri, atau catat lisensinya pada gambar."),
    basis=("uu-28-2014",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    given=Given.MEDIA,
    examples_match=(
        _example("Poster dengan petugas tersenyum", "JEMPUT BOLA shutterstock 1187"),
        _example("Foto kota dengan tanda air Getty Images di tengah"),
        _example("Tangkapan layar berita koran nasional"),
        _example("Ilustrasi keluarga", "freepik"),
        _example("Poster senam", "SENAM PAGI freepik.com"),
        _example("Video anak menari", "TikTok @akunorang"),
        _example("Foto banjir", "© 2025 Kantor Berita"),
    ),
    examples_miss=(
        _example("Petugas tersenyum di loket", "JEMPUT BOLA"),
        _example("Poster dengan petugas", "shutterstock 1187", "lisensi Shutterstock 2026"),
        _example("Tangkapan layar aplikasi antrean"),
        _example("Kertas uang dengan benang pengaman"),
        _example("Petugas memotong pita"),
        _example("", ""),
    ),
)
