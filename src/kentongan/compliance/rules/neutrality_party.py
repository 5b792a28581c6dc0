"""Political parties, their people and their coalitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext_noop
from kentongan.compliance.vocabulary import ELECTION_INFO, FORBIDS, HONORIFIC

#: Names that mean nothing else.
_CLEAR = (
    r"pdi-?\s?p(?:erjuangan)?|golkar|golongan karya|gerindra|nasdem|perindo|hanura"
    r"|partai\s+(?:kebangkitan\s+(?:bangsa|nusantara)|keadilan\s+sejahtera|amanat\s+nasional|aceh"
    r"|persatuan\s+pembangunan|bulan\s+bintang|solidaritas\s+indonesia|buruh|gelora|garuda|ummat"
    r"|demokrat|gerakan\s+\w+|nasional\s+demokrat|nanggroe\s+aceh|demokrasi\s+indonesia)"
)
#: Names that also mean a tax, an agreement, a ministry, a unit of pressure; only in company.
_UNCLEAR = r"(?:pkb|pks|ppp|pan(?!\s?-?\s?rb)|psi|pbb|pkn|gelora|garuda|ummat|demokrat)"
_COMPANY = (
    r"(?:partai|kader|politi(?:si|kus)|dpc|dpw|dpp|dpd|pac|dprt|caleg|bacaleg|koalisi|simpatisan"
    r"|bendera|atribut|kaos|ketum|konstituen|pengurus\s+partai|massa|fraksi)"
)
_NAME = re.compile(
    rf"\b(?:{_CLEAR}|{_COMPANY}\s+(?:partai\s+)?{_UNCLEAR}"
    rf"|{_UNCLEAR}\s+(?:(?:resmi\s+)?(?:meng)?usung|mengusung|menang|solid|resmi\s+mendukung))\b"
)
_GENERAL = re.compile(
    r"\b(?:partai\s+(?:pengusung|pendukung|koalisi|kita|kami)|mesin\s+partai|kader\s+partai"
    r"|(?:bendera|atribut|kaos|seragam|lambang)\s+partai|koalisi\s+(?:partai|pengusung|pendukung|besar)"
    r"|timses|tim\s+(?:sukses|pemenangan)|relawan\s+(?:pemenangan|paslon|pendukung|calon|cabup)"
    rf"|relawan\s+(?:{HONORIFIC}\s+)\w+|deklarasi\s+(?:dukungan|pemenangan|capres|cabup|relawan)"
    r"|posko\s+pemenangan|kampanye\s+akbar)\b"
)
_DUTY = re.compile(
    r"\b(?:penertiban|menertibkan|ditertibkan|satpol|kesbangpol|bantuan keuangan|pendidikan politik"
    r"|verifikasi|peserta pemilu|bencana|pmi|covid|vaksin\w*|siaga|posyandu)\b"
)
_COUNCIL = re.compile(r"\b(?:fraksi|dprd|paripurna|pansus|komisi|pandangan umum|badan anggaran)\b")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for pattern in (_NAME, _GENERAL):
            for match in text.find(pattern):
                sentence = text.sentence(*match.span())
                informs = ELECTION_INFO.search(sentence) or _DUTY.search(sentence)
                if text.is_lesson or FORBIDS.search(sentence) or (pattern is _GENERAL and informs):
                    continue
                if _COUNCIL.search(sentence) or informs:
                    yield hit_at(text, text.letters, *match.span(), at_most=Severity.HINT)
                else:
                    yield hit_at(text, text.letters, *match.span())


RULE = Rule(
    id="neutrality.party",
    family="neutrality",
    title=gettext_noop("Partai politik"),
    looks_for=gettext_noop(
        "Nama partai, tim sukses, koalisi, relawan calon, atribut partai. Singkatan yang "
        "bermakna lain "
        "(PKB pajak kendaraan, PKS perjanjian kerja sama, PBB pajak bumi, PAN-RB) tidak dilaporkan."
    ),
    message=gettext_noop("Akun resmi tidak menampilkan partai atau tim pendukungnya."),
    suggestion=gettext_noop("Hapus nama partai; sebut lembaga atau jabatannya saja."),
    basis=("skb-netralitas-2022", "uu-20-2023", "uu-7-2017-desa"),
    severity=Severity.WEIGH,
    by_phase={
        Phase.PRE_NOMINATION: Severity.MUST,
        Phase.CAMPAIGN: Severity.MUST,
        Phase.QUIET: Severity.MUST,
        Phase.POLLING: Severity.MUST,
    },
    passed_by="bagian_hukum",
    find=_find,
    examples_match=examples(
        "Bakti sosial bersama DPC PKB di Sukamaju.",
        "Golkar siap menang.",
        "Terima kasih kader Gerindra atas bantuannya",
        "Partai Demokrat menyalurkan sembako",
        "Partai pengusung berkumpul di alun-alun",
        "Tim sukses hadir di kantor desa",
        "PKS mengusung putra daerah",
        "Deklarasi dukungan relawan Kang Asep",
        Example("G0lk4r b3r5ama warga", says="angka sebagai huruf"),
        Example("Fraksi Golkar DPRD menyampaikan pandangan umum", says="kerja DPRD: hanya saran"),
    ),
    examples_miss=examples(
        "Bayar PKB di Samsat keliling, bebas denda.",
        "PKB dan BBNKB bisa dibayar lewat bank.",
        "Penandatanganan PKS dengan universitas.",
        "Jatuh tempo PBB-P2 30 September.",
        "Evaluasi SAKIP oleh Kementerian PANRB dan PAN-RB",
        "Satpol PP menertibkan atribut partai di jalan protokol.",
        "ASN tidak boleh menjadi kader partai.",
        "Konser di Gelora Bung Karno, terbang dengan Garuda.",
        "Tekanan ban 30 PSI.",
        "Relawan PMI menyalurkan air bersih.",
        "Koalisi Kependudukan menggelar seminar.",
        "Verifikasi partai politik peserta pemilu oleh KPU.",
        "Pelatihan PKN tingkat II diikuti 20 pejabat.",
        Example("Pajak PBB lunas", facts=Facts(phase=Phase.CAMPAIGN)),
    ),
)
