"""A private e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext, gettext_noop
from kentongan.language.tokens import emails

_PUBLIC = re.compile(
    r"(?:.*\.)?(?:go|desa|mil|kec|kel|sch|ac)\.id|(?:.*\.)?(?:contoh|example)\.\w+"
)


def is_official(address: str, facts: Facts) -> bool:
    """Whether an address is a public body's or on the allow-list (whole, or by its domain)."""
    low = address.lower()
    domain = low.rpartition("@")[2]
    return (
        _PUBLIC.fullmatch(domain) is not None
        or low in facts.allowed_emails
        or f"@{domain}" in facts.allowed_emails
    )


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for mail in emails(text.light.text):
            if not is_official(mail.text, case.facts):
                yield hit_at(text, text.light, mail.start, mail.end, suggestion=_instead(case))


def _instead(case: Case) -> Suggestion:
    if case.facts.office_email:
        return Suggestion(gettext("Pakai surel resmi unit."), case.facts.office_email)
    return Suggestion(gettext("Pakai surel resmi."), gettext("surel resmi kami"))


_LISTED = Facts(allowed_emails=frozenset({"posyandu.mawar@gmail.com", "@bumdesmaju.com"}))

RULE = Rule(
    id="personal_data.email",
    family="personal_data",
    title=gettext_noop("Surel pribadi"),
    looks_for=gettext_noop(
        "Alamat surel di luar *.go.id, *.desa.id, sekolah, kampus, dan daftar surel resmi."
    ),
    message=gettext_noop("Alamat surel pribadi tidak untuk umum tanpa persetujuan."),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    examples_match=examples(
        "Kirim berkas ke asep.sunandar@gmail.com",
        "Pelapor (rina_m@yahoo.co.id) sudah dihubungi",
        "SITI99@HOTMAIL.COM",
        "surel: budi+desa@outlook.com.",
        Example("a\u200bsep@gmail.com", says="disela huruf tak terlihat"),
        "admin@kecamatan-maju.com",
        "hubungi dewi@majalengkakab.go.id.com",
    ),
    examples_miss=examples(
        "Kirim ke kec.sukamaju@contohkab.go.id",
        "admin@sukamaju.desa.id",
        "tu@smpn1.sch.id atau humas@univ.ac.id",
        Example("posyandu.mawar@gmail.com", facts=_LISTED, says="ada di daftar resmi"),
        Example("halo@bumdesmaju.com", facts=_LISTED, says="domain ada di daftar resmi"),
        "Ikuti @kec.sukamaju di Instagram",
        "Akun @diskominfo@sosial.contoh.go.id",
        "Harga @ 5.000/kg",
    ),
)
