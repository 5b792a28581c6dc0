"""Whether a text says where its figures and claims come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, hit_at

#: Who or what a figure may rest on, in the form of ``Text.letters``.
_BODY = (
    r"(?:bps|bpk|bpkp|kpk|kpu|bawaslu|bmkg|bnpb|bpbd|bpom|ojk|bi|bkkbn|bkn|baznas|ombudsman|who"
    r"|unesco"
    r"|unicef|fao|bank (?:indonesia|dunia)|badan pusat statistik|kementerian|kemen\w+|menpan\w*"
    r"|lembaga \w+"
    r"|dinas|din\w{2,12}|dis\w{3,14}|dinkes|disdik|dukcapil|bapenda|bpkad|bappeda\w*|inspektorat"
    r"|puskesmas"
    r"|polres\w*|polsek|polri|polda|kepolisian|kejaksaan|pengadilan|kodim|damkar|satpol|samsat"
    r"|rsud|pdam"
    r"|perumda|universitas|institut|lemhannas|brin|lipi|lsp|lembaga|laboratorium|bmkg|pln|telkom"
    r"|pertamina"
    r"|komisi|panitia|muri|leprid|sekretariat|kecamatan|kelurahan|pemerintah|pemkab|pemkot|pemprov"
    r"|kemendagri"
    r"|desa|bumdes|karang taruna|posyandu|upt\w*|blk|bpjs|jkn|koperasi|bank)"
)
_PAPER = (
    r"(?:laporan|lkpj|lkjip|lakip|lppd|lhp|lkpd|rkpd|rpjmd\w*|renstra|renja|rencana (?:strategis"
    r"|kerja|umum)"
    r"|apbd(?:es)?|apbn|dipa|rka|dpa|perda|perdes|perbup|perwal\w*|pergub|perpres|permen\w*"
    r"|peraturan|keputusan"
    r"|sk|surat (?:keputusan|edaran)|undang-undang|uu|pp|pasal|kepmen\w*|instruksi|maklumat"
    r"|berita acara"
    r"|rekap\w*|catatan|buku (?:tamu|induk|register)|register|survei|sensus|susenas|sakernas"
    r"|riskesdas|ssgi"
    r"|e-?ppgbm|podes|profil (?:desa|kesehatan)|dokumen|naskah|jurnal|kajian|penelitian|studi"
    r"|hasil (?:survei"
    r"|pemeriksaan|audit|uji|penilaian|evaluasi|penelitian|sensus|rekap\w*|laboratorium|pantauan"
    r"|pengukuran)"
    r"|sertifikat|piagam|statistik|publikasi|siaran pers|rilis|sistem informasi|dasbor|dashboard"
    r"|aplikasi \w+)"
)
_VAGUE = (
    r"(?:kami|kita|saya|aku|warga|netizen|orang|banyak|mereka|pakar|ahli|kabar|cerita|info|isu"
    r"|sebagian"
    r"|konon|katanya|rumor|pengamat|sumber|beliau|masyarakat|pengunjung|tetangga|hemat|pendapat"
    r"|admin|mimin)"
)
_EMPTY = (
    r"(?:data|info|informasi|sumber|catatan)(?: yang)?"
    r" (?:ada|kami|beredar|lapangan|internal|terpercaya)"
)
_NAMED = Opened(
    r"\bsumber(?: data| informasi| foto)? ?[:=]"
    rf"|\b(?:menurut|miturut|numutkeun|nurutkeun|ceuk) (?!{_VAGUE}\b|{_EMPTY}\b)\w{{2,}}"
    r"|\b(?:sumber|rujukan|referensi) (?:dari|resmi|data|lengkap)\b"
    rf"|\b(?:berdasarkan|berdasar|mengacu|merujuk|bersumber|dikutip|dilansir|mengutip|sesuai"
    rf"|didasarkan|dihitung|adhedhasar|dumasar)"
    rf" (?:pada |kepada |dari |dina )?(?:hasil |data )?(?:{_BODY}|{_PAPER})\b"
    r"|\b(?:dikutip|dilansir|bersumber|diambil|dihitung|diolah|mengacu|merujuk) (?:pada|dari|ke"
    r"|kepada)\b"
    rf"|\bdata (?:resmi |terbaru |sementara |surveilans |final )*(?:dari )?{_BODY}\b"
    r"|\b(?:catatan|rekap\w*|data|laporan|hitungan|tiket) \d{1,2} (?:jan|feb|mar|apr|mei|jun"
    r"|jul|agu|sep"
    r"|okt|nov|des)\w*(?: \d{4})?\b"
    rf"|\bdata (?:per|sampai|hingga|posisi|tanggal) (?:\d|tanggal|akhir|bulan|januari|februari"
    rf"|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)"
    rf"|\b(?:per|posisi|kondisi) (?:tanggal )?\d{{1,2}} (?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt"
    rf"|nov|des)\w* \d{{4}}\b"
    rf"|\b(?:survei|laporan|rekap\w*|audit|pemeriksaan|penilaian|evaluasi|hasil uji|catatan|lhp"
    rf"|sensus|kajian|penelitian|statistik|rilis|siaran pers)(?: \w+){{0,4}} {_BODY}\b"
    r"|\b(?:lkpj|lkjip|lakip|lppd|lhp|lkpd|rpjmd\w*|renstra|rkpd"
    r"|apbd(?:es)?(?: perubahan)? (?:tahun )?(?:anggaran )?\d{4}|susenas|sakernas|riskesdas|ssgi"
    r"|survei kepuasan masyarakat|skm|ikm)\b"
    r"|\b(?:perda|perdes|perbup|perwal\w*|pergub|perpres|permen\w*|peraturan|keputusan|sk|uu|pp"
    r"|surat edaran|undang-undang|kepmen\w*) (?:(?:\w+ ){0,4}(?:nomor|no\b)|\d)"
    r"|\b(?:nomor|no\.?) ?[\w.]+/[\w.]+/\d{4}\b"
    rf"|\b(?:tercatat|tercantum|termuat|dimuat|tertuang|diumumkan|dirilis|diterbitkan"
    rf"|dipublikasikan|disampaikan|dilaporkan|ditetapkan|diakui|diberikan|dinilai|diserahkan"
    rf"|diraih|dianugerahkan) (?:di|dalam|pada|oleh|ku|dening)(?: (?:laman|situs"
    rf"|hasil))? (?:{_BODY}|{_PAPER})"
    rf"|\b(?:ujar|kata|tutur|jelas|ungkap|terang|papar|sebut|tegas|demikian|kandha"
    rf"|saur) (?:keterangan |laporan |data )?(?:kepala|direktur|sekretaris|ketua|camat|lurah"
    rf"|{_BODY})\b"
    r"|\b(?:rincian|selengkapnya|lengkapnya|dokumen|laporan|data|tabel"
    r"|hasil)\w*[^.!?\n]{0,60}\b(?:dapat|bisa|ada|tersedia|dibaca|diunduh|dilihat"
    r"|unduh)\b[^.!?\n]{0,40}(?:https?:|\.go\.id|\.desa\.id|halaman|papan|baliho|ppid|laman)"
    r"|\b(?:halaman|hlm\.?|tabel|lampiran) \d"
    r"|\brekor (?:muri|dunia guinness|leprid)\b|\bmuri\b|\bguinness\b"
    r"|\b(?:penghargaan|anugerah|award|piagam|sertifikat|akreditasi|predikat|opini|medali|piala"
    r"|juara)\b[^.!?\n]{0,80}\b(?:dari|oleh|pada ajang|ajang|lomba|tingkat|kementerian|kemen\w+"
    r"|bpk|ombudsman|provinsi|gubernur|menteri|pada)\b"
    r"|\bpemenang (?:lomba|anugerah|sayembara)\b"
)
#: ``(Polres Gemareka, Januari–Mei 2026)``, ``(BPS 2025)``.
_IN_BRACKETS = re.compile(
    rf"\((?:sumber|data|hasil|menurut|rekap)?:? ?{_BODY}\b[^()\n]{{0,80}}\)"
    rf"|\({_PAPER}\b[^()\n]{{0,80}}\)"
)
#: A link to a document, not to a form or a front page.
_DOCUMENT = re.compile(
    r"\.(?:pdf|xlsx?|docx?|csv|ods)\b|/(?:[\w-]{0,30}(?:data|lapor\w*an|statistik|publikasi"
    r"|dokumen|lkpj|lkjip|lakip|lppd|apbd|rup|survei|ikm|skm|"
    r"infografis|unduhan|download|arsip|jdih|perda|rilis|siaran|berita|bps|ppid|rekap|realisasi"
    r"|anggaran|kinerja|hasil)[\w-]{0,40})(?:[/?#.]|$)|bps\.go\.id|jdih|ppid|satudata|opendata",
    re.IGNORECASE,
)


def merged(text: Text, matches: Iterable[re.Match[str]], gap: int = 80) -> Iterator[Hit]:
    """One hit for matches in ``text.letters`` that stand close together: one thing to mend."""
    start = end = -1
    for first, last in sorted(match.span() for match in matches):
        if start >= 0 and first - end > gap:
            yield hit_at(text, text.letters, start, end)
            start = -1
        start, end = (first, last) if start < 0 else (start, max(end, last))
    if start >= 0:
        yield hit_at(text, text.letters, start, end)


def is_sourced(case: Case) -> bool:
    """Whether the source field is filled, or the words or links name a source."""
    if case.draft.source.strip():
        return True
    if case.draft.link and _DOCUMENT.search(case.draft.link):
        return True
    return names_source(case.text)


def names_source(text: Text) -> bool:
    """Whether the text names who said it, or the document it stands in."""
    if any(_DOCUMENT.search(link.text) for link in text.light_links):
        return True
    return (
        next(_NAMED.find(text), None) is not None
        or _IN_BRACKETS.search(text.letters.text) is not None
    )
