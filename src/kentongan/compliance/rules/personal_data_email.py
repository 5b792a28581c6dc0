"""A private e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity, Suggestion
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.hosts import MAIL_PROVIDERS
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import around, emails

_PUBLIC = re.compile(
    r"(?:.*\.)?(?:go|desa|mil|kec|kel|sch|ac)\.id|(?:.*\.)?(?:contoh|example)\.\w+"
)

_PROVIDERS = (*MAIL_PROVIDERS, "mailcom", "gimel", "jimel")
_NAMES = "|".join((*MAIL_PROVIDERS, "mailcom", "gimail", "g mail", "gmal", "gmial"))
_PROVIDER = re.compile(rf"(?:{_NAMES})(?:\.[a-z.]{{2,8}})?")
#: Local parts of a desk, not of a person.
_DESK = re.compile(
    r"(?:^|[._\-+\d])(?:admin|info|humas|layanan|pelayanan|pengaduan|aduan|puskesmas|pkm|dinas"
    r"|dinkes"
    r"|dinsos|disduk\w*|diskominfo|dishub|disdik|bpbd|bpkad|bapenda|kec(?:amatan)?[._\-]|kecamatan"
    r"|kel[._\-]|kelurahan|desa[._\-]|pemdes|desa|kantor|sekretariat|setda|satpol|damkar|rsud"
    r"|pdam|perumda"
    r"|perpus\w*|sdn?\d|sdn|smpn|sman|smkn|paud|tk[._\-]|posyandu|bumdes|karang|pkk|koperasi"
    r"|panitia|ppid"
    r"|cs[._\-]|cs$|kontak|contact|support|help|redaksi|umkm|samsat|uptd|pasar|terminal|mpp|blk"
    r"|upt)"
)
_AT = (
    r"(?:\s?@\s?|\s?[(\[{<]\s?(?:a|at|et|ad|@|keong|a keong|pada)\s?[)\]}>]\s?"
    r"|\s(?:at|et|ad|add|keong|a keong|at keong|tanda at|pakai at)\s)"
)
_DOT = (
    r"(?:\s?[(\[{<]\s?(?:dot|titik|point|\.)\s?[)\]}>]\s?"
    r"|\s?(?:dot|titik|point)(?:\s|(?=com|co|id|net))|\s?[.,]\s?)"
)
#: Each part is bounded, so that a long text is read once.
_HIDDEN = re.compile(
    rf"(?<![\w.@+-])(?P<local>[a-z0-9][a-z0-9._+-]{{1,40}}(?:\s(?:titik"
    rf"|dot)\s[a-z0-9_]{{1,20}}){{0,3}}){_AT}"
    rf"(?P<domain>(?:{_NAMES})(?![a-z])|[a-z0-9-]{{2,30}}(?=\s?[\[({{<]\s?(?:dot|titik)))"
    rf"(?P<end>(?:{_DOT}(?:com|co|id|net|org|go|desa|sch|ac|my|uk|me)\b){{0,3}})"
)
_BRACKET = re.compile(r"[\[({<]\s?(?:dot|titik)\s?[\])}>]")
_IN_URL = re.compile(r"https?://\S*$")


def is_official(address: str, facts: Facts) -> bool:
    """Whether an address is a public body's or on the allow-list (whole, or by its domain)."""
    low = address.lower()
    domain = low.rpartition("@")[2]
    return (
        _PUBLIC.fullmatch(domain) is not None
        or low in facts.allowed_emails
        or f"@{domain}" in facts.allowed_emails
        or any(domain == own or domain.endswith(f".{own}") for own in facts.official_domains)
    )


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for start, end, address in _addresses(text):
            domain = address.rpartition("@")[2]
            is_private = _PROVIDER.fullmatch(domain) is not None
            is_desk = _DESK.search(address.rpartition("@")[0]) is not None
            if is_official(address, case.facts) or (is_desk and not is_private):
                continue
            soft = is_desk or not is_private
            yield hit_typed(
                text,
                start,
                end,
                message=_desk_message() if soft else "",
                suggestion=_instead(case),
                at_most=Severity.WEIGH if soft else None,
            )


def _addresses(text: Text) -> Iterator[tuple[int, int, str]]:
    """Addresses as typed spans, written plainly or in disguise."""
    for mail in emails(text.light.text):
        if not around(text.light_links, mail.start, mail.end):
            start, end = text.light.span(mail.start, mail.end)
            if not _IN_URL.search(text.original[max(0, start - 200) : start]):
                yield start, end, mail.text.lower()
    low = text.folded.text
    if any(name in low for name in _PROVIDERS) or _BRACKET.search(low):
        for match in _HIDDEN.finditer(low):
            domain = _plain_domain(match.group("domain"), match.group("end") or "")
            yield (*text.folded.span(*match.span()), f"{_local(match.group('local'))}@{domain}")


def _local(written: str) -> str:
    return re.sub(r"\s*(?:\btitik\b|\bdot\b|\bpoint\b|\(dot\)|\[dot\])\s*", ".", written)


def _plain_domain(domain: str, end: str) -> str:
    plain = re.sub(_DOT, ".", f"{domain} {end}".replace(" ", "")) if end else domain
    return re.sub(r"\.+", ".", plain.replace(" ", "")).strip(".") if end else f"{domain}.com"


def _desk_message() -> str:
    return gettext(
        "Alamat ini mungkin milik kantor, tetapi belum tercatat sebagai surel resmi. Pastikan "
        "bukan milik pribadi, lalu minta pembina mencatatnya."
    )


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
        "Alamat surel di luar *.go.id, *.desa.id, sekolah, kampus, dan daftar surel resmi; juga "
        "yang disamarkan: (at), [dot], “titik”, spasi."
    ),
    message=gettext_noop("Alamat surel pribadi tidak untuk umum tanpa persetujuan."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    needs=(
        "@",
        "mail",
        "yahoo",
        "outlook",
        "icloud",
        "live",
        "proton",
        "gmx",
        "aol",
        "yandex",
        "plasa",
        "dot",
        "titik",
    ),
    examples_match=examples(
        "Kirim berkas ke asep.sunandar@gmail.com",
        "Pelapor (rina_m@yahoo.co.id) sudah dihubungi",
        "SITI99@HOTMAIL.COM",
        "surel: budi+desa@outlook.com.",
        Example("a\u200bsep@gmail.com", says="disela huruf tak terlihat"),
        "hubungi dewi@majalengkakab.go.id.com",
        Example("puskesmas.mawar@gmail.com", says="mungkin milik kantor: ditimbang"),
        "Emailnya rina titik marlina at gmail titik com ya, Bu",
        "dewi_lestari97(at)yahoo(dot)co(dot)id",
        "asep.sunandar @ gmail . com",
        "tantri [at] outlook [dot] com",
        "bagus.setyo(a)gmail,com",
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
        "humas [at] contohkab [dot] go [dot] id",
        Example("layanan@kecamatan-maju.com", says="surel sebuah kantor"),
        "Bukti masuk ke gmail atau yahoo, cek juga folder spam.",
        "https://contoh.go.id@hibah.top/verifikasi",
    ),
)
