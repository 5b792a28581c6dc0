"""An address that passes itself off as an official one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.compliance.words.linked import Place, places
from kentongan.compliance.words.lookalikes import Imitation, imitates
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import dotted

#: Hosts with anything around them, wider than what networks make a link of.
_ADDRESS = re.compile(
    r"(?<![\w.@-])(?P<scheme>https?://)?(?P<user>[^\s/@<>\"',;]{1,60}@)?"
    r"(?P<host>(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_0-9]?[\w-]{1,23}(?<![-_]))"
    r"(?P<rest>(?::\d{1,5})?(?:[/?#][^\s<>\"“”]*)?)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\.[^\W\d_]")
_CLOSERS = ".,;:!?)]}'\"…”’"


def _find(case: Case) -> Iterator[Hit]:
    for place in places(case):
        text = place.text.light.text
        if not _DOTTED.search(text):
            continue
        for left, right in dotted(text):
            for match in _ADDRESS.finditer(text, left, right):
                if hit := _judge(place, match, case.facts):
                    yield hit


def _judge(place: Place, match: re.Match[str], facts: Facts) -> Hit | None:
    end = match.start() + len(match.group().rstrip(_CLOSERS))
    host = match["host"].lower()
    if match["scheme"] and match["user"]:
        message = gettext("Bagian sebelum tanda @ menyamarkan alamat; yang dibuka ialah %s.") % host
        return place.hit(match.start(), end, message, at_most=_careful(place))
    found = imitates(host, facts.official_domains)
    if found is None or not (host.isascii() or match["scheme"] or found.domain or ".id" in host):
        return None
    replacement = None
    if found.right:
        typed = match.group()[: end - match.start()]
        at = match.start("host") - match.start()
        replacement = typed[:at] + found.right + typed[at + len(host) :]
    return place.hit(
        match.start(),
        end,
        _message(found),
        replacement=replacement,
        at_most=_careful(place) if found.sure else Severity.WEIGH,
    )


def _careful(place: Place) -> Severity | None:
    """A warning may have to name the false address; even so better not as a link."""
    return Severity.WEIGH if place.warns else None


def _message(found: Imitation) -> str:
    if not found.domain:
        return ""
    return gettext("Alamat ini mirip %s, tetapi bukan.") % found.domain


_OURS = Facts(official_domains=frozenset({"contohkab.go.id", "sukamaju.desa.id"}))


def _ours(text: str, says: str = "") -> Example:
    return Example(text, facts=_OURS, says=says)


RULE = Rule(
    id="links.lookalike",
    family="links",
    title=gettext_noop("Alamat tiruan"),
    looks_for=gettext_noop(
        "Alamat yang menyerupai domain resmi pemda atau *.go.id: huruf kembar, salah satu-dua "
        "huruf, kata tambahan, akhiran lain, domain resmi di depan domain asing, punycode; nama "
        "layanan negara dengan tawaran di luar .id (cekbansos-….com)."
    ),
    message=gettext_noop("Alamat ini menyerupai alamat pemerintah, tetapi bukan."),
    suggestion=gettext_noop(
        "Pakai alamat resmi. Dalam peringatan, tulis titiknya sebagai (titik)."
    ),
    basis=("inpres-9-2015",),
    severity=Severity.MUST,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.DOTS,
    needs=(".",),
    examples_match=(
        _ours("Cek izin di c0ntohkab.go.id ya", "nol sebagai o"),
        _ours("Buka https://contohkab.g0.id/peta"),
        _ours("Buka contohkab.qo.id", "q sebagai g"),
        _ours("Info: https://соntohkab.go.id", "huruf Kiril"),
        _ours("https://xn--cntohkab-4fg.go.id/lapor", "punycode"),
        _ours("Daftar di https://contohkab.go.id.layanan-warga.com"),
        _ours("https://contohkab.go.id@bantuan.top/isi", "akun di depan @"),
        _ours("Lihat contoh-kab.go.id/agenda", "tanda hubung"),
        _ours("Lihat contohkab.com", "akhiran lain"),
        _ours("Bayar di pajak-contohkab.vip", "kata tambahan"),
        _ours("Profil desa: https://sukamaju-desa.id", "kata tambahan"),
        _ours("surel layanan@contohkab.g0.id", "surel tiruan"),
        _ours("Lapor ke contohkba.go.id", "huruf tertukar"),
        Example("Login di bantuankab.go.id.verif-data.com", says="tanpa daftar domain resmi"),
        Example("Buka layanankabgo.id sekarang", says="titik hilang"),
        Example("Cek di http://cekbansos-kemensos.com/login", says="layanan negara"),
        Example("Klaim di daftar-prakerja.xyz", says="layanan negara"),
    ),
    examples_miss=(
        *examples(
            "Data lengkap di https://www.bmkg.go.id dan bps.go.id.",
            "Rapat pukul 13.00.Tempat:aula.Peserta membawa laptop.",
            "Versi 2.0.1.15 sudah tersedia.",
            "Ikuti @pemkab.contoh di Instagram.",
            "Cek di https://cekbansos.kemensos.go.id, daftar di prakerja.go.id.",
            "Artikelnya di https://radarcontoh.com/cekbansos-kemensos.",
        ),
        _ours("Jadwal di https://puskesmas-a.contohkab.go.id/jadwal."),
        _ours("Lihat sukamaju.desa.id dan contohkab.go.id"),
        _ours("Statistik: https://contohkab.bps.go.id", "badan lain"),
        _ours("Lihat kpu-contohkab.go.id", "badan lain"),
        _ours("Desa tetangga: https://sukamaya.desa.id", "desa lain yang mirip"),
        _ours("Kirim ke contohkab@gmail.com", "surel, bukan alamat tiruan"),
        _ours("Berita di radarcontoh.com dan contohkab.wordpress.com"),
    ),
)
