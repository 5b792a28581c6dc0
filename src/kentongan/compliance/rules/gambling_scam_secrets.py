"""Offers that are after secrets: PIN, OTP, bank data, a false form, a malicious app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Span, Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.scams import (
    Bad,
    bad_links,
    foreign_links,
    hit_over,
    mobiles,
    typed,
    warns_of_fraud,
)
from kentongan.kernel.say import gettext_noop

_ASK = (
    r"(?:kirim\w*|isi\w*|isikan|sebut\w*|masuk\w*|beri\w*|balas|login|log in|tulis\w*|input|bagi\w*"
    r"|share|setor\w*|serahkan|siapkan|konfirmasi\w*|kintun\w*|pasih\w*|kirimno|wenehno|lebetkeun"
    r"|verifikasi|cantumkan|informasikan|bacakan|daftarkan|sertakan|lengkapi|lampirkan|foto(?:kan)?"
    r"|serat\w*|wenehana|isinen|tinggal (?:isi|kirim))"
)
_HIDDEN = (
    r"(?:(?:kode )?otp|kode (?:verifikasi|rahasia|enam|6|sms|aktivasi|keamanan|unik|yang masuk"
    r"|yang dikirim)|pin(?: (?:atm|kartu|rekening|bank|m-?banking))?(?! (?:lokasi|google|maps"
    r"|point))"
    r"|cvv2?|cvc|(?:tiga|3) (?:angka|digit) (?:di )?(?:belakang|balik)\w*"
    r"|nomor kartu (?:atm|debit|kredit|taspen|bank)|kartu atm|(?:foto|data) (?:kartu )?(?:atm|bank"
    r"|kredit)"
    r"|data (?:rekening|perbankan|m-?banking)|user ?(?:id|name) (?:m-?banking|bank)|m-?banking"
    r"|(?:password|kata sandi|sandi)(?! wi-?fi)|nama (?:gadis )?ibu kandung|akses sms|saldo (?:atm"
    r"|rekening))"
)
_ASKED = Opened(rf"\b{_ASK}\b[^.!?\n]{{0,60}}?\b{_HIDDEN}\b")
#: Where a secret is typed in earnest: an app of one's own.
_OWN_APP = re.compile(
    r"\b(?:aplikasi|ikd|jkn mobile|portal|laman resmi|akun sscasn|ponsel anda|hp anda|sso|siasn"
    r"|e-?kinerja|layar)\b"
)
_TO_SOMEONE = re.compile(
    r"\b(?:petugas|admin|kami|nomor|wa|whatsapp|pesan|inbox|dm|telepon|menelepon|cs|operator|link"
    r"|tautan|balas|sebut\w*|bacakan|rekening|hangus|disita|cair|transfer|formulir|form|g-?form)\b"
)
_BAIT = Opened(
    r"\b(?:bansos|blt|pkh|bpnt|bantuan|subsidi|bsu|hibah|santunan|dana|pencairan|cair\w*|dicairkan"
    r"|pemutihan|prakerja|kuota|pulsa|token|hadiah|undian|voucher|umroh|umrah|lowongan|loker"
    r"|rekrut\w*"
    r"|honorer|cpns|pppk|kerja|gaji|tilang|etle|pajak|pbb|denda|tagihan|disita|diblokir"
    r"|dinonaktifkan"
    r"|hangus|verifikasi|aktivasi|validasi|klaim|diskon|promo|gratis"
    r"|giveaway|beasiswa|pinjaman|tunjangan|thr|insentif|kompensasi|pensiun|sembako|login|artos"
    r"|dhuwit"
    r"|bantosan|saldo|penerima|akun)\b"
)
#: Baits of money; an imitated address with any other is a matter of the rule on addresses.
_MONEY = re.compile(
    r"\b(?:rekening|bansos|blt|pkh|bpnt|bsu|hibah|santunan|bantuan (?:tunai|langsung|sosial"
    r"|pemerintah"
    r"|modal|umkm)|pencairan|cair\w*|dicairkan|saldo|hadiah|undian|voucher|pulsa|kuota|lowongan"
    r"|loker"
    r"|cpns|pppk|honorer|subsidi|giveaway|umroh|umrah|data bank|kartu kredit|pemutihan|tunjangan"
    r"|thr)\b"
)
_ACT = Opened(
    r"\b(?:klik|pencet|tekan|isi\w*|daftar\w*|klaim|login|log in|unduh|download|pasang|instal\w*"
    r"|masuk\w*"
    r"|verifikasi|perbarui|kirim\w*|ambil|dapatkan|buka|kunjungi|lewat|melalui|cek|di sini|lengkapi"
    r"|segera|bagikan|pesan|hubungi|bayar|aktifkan|izinkan)\b"
)
#: Promises that no office makes.
_BRIGHT = re.compile(
    r"\b(?:sudah (?:bisa )?(?:cair|dicairkan)|langsung (?:cair|masuk|ditransfer|diterima)"
    r"|saldo masuk|masuk otomatis"
    r"|tunggu transfer|dalam \d+ menit|\d+ menit (?:cair|masuk)|cair (?:dalam )?\d+ (?:menit|jam"
    r"|hari)|cair hari ini|langsung transfer|tanpa (?:tes|seleksi|syarat|antre"
    r"|ribet)"
    r"|selamat,? (?:anda|bapak|ibu|kamu|nomor)|(?:anda|nomor anda|kamu) (?:terpilih|beruntung"
    r"|mendapat\w*|menang)"
    r"|\d+ orang (?:tercepat|pertama)|(?:pendaftar|orang) (?:pertama|tercepat)|hangus|disita"
    r"|diblokir"
    r"|dinonaktifkan|semua (?:warga|orang) (?:dapat|pasti)|terakhir (?:hari ini|malam ini|besok)"
    r"|paling lambat besok|sebelum (?:hangus|ditutup|malam)|jangan sampai (?:terlewat|hangus"
    r"|ketinggalan)"
    r"|(?:bagikan|sebarkan|share) ke \d+|kuota gratis|pulsa gratis|separuh harga|otomatis|gaji \d+"
    r"|\d+ (?:juta|jt)(?: rupiah)? (?:per|tiap|untuk|sebulan)|buruan|semua tunggakan)\b"
)
#: Pressure that goes with a private number.
_HURRY = Opened(
    r"\b(?:hangus|disita|dinonaktifkan|klaim|(?:orang|pendaftar) tercepat|anda terpilih"
    r"|anda beruntung)\b"
)
_APK = Opened(
    r"\b(?:unduh|download|pasang|instal\w*|buka|klik)\b[^!?\n]{0,40}\bapk\b|\bapk\b[^.!?\n]{0,40}"
    r"\b(?:unduh|download|pasang|instal\w*|dibuka|diunduh|dipasang|klik|buka)\b"
)

_MOST = 40


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        if (spans := _spans(case, text)) and not warns_of_fraud(text):
            yield hit_over(text, spans)


def _spans(case: Case, text: Text) -> list[Span]:
    plain = text.letters.text
    secrets, hurry = list(_ASKED.find(text)), list(_HURRY.find(text))
    apk = typed(text, _APK.find(text)) if "apk" in plain else []
    baits = typed(text, _BAIT.find(text))
    if not (secrets or hurry or apk or baits):
        return []
    bad = bad_links(case, text)
    links = [*(span for span, _ in bad), *foreign_links(case, text)]
    if secrets and (links or mobiles(text) or _is_for_someone(plain)):
        return [*typed(text, secrets), *links]
    if hurry and _MONEY.search(plain) and (phones := mobiles(text)):
        return [*typed(text, hurry), *phones]
    if apk and (links or baits):
        return [*apk, *links]
    if not baits or not links:
        return []
    bright = typed(text, islice(_BRIGHT.finditer(plain), _MOST))
    acts = typed(text, _ACT.find(text))
    if bright or (acts and _are_risky(plain, {kind for _, kind in bad})):
        return [*links, *(bright or acts), *baits]
    return []


def _are_risky(plain: str, kinds: set[Bad]) -> bool:
    """Shortened links alone are everyday life of offices; a rule of its own asks about them."""
    return Bad.RISKY in kinds or (Bad.IMITATION in kinds and _MONEY.search(plain) is not None)


def _is_for_someone(plain: str) -> bool:
    return _TO_SOMEONE.search(plain) is not None and _OWN_APP.search(plain) is None


RULE = Rule(
    id="gambling_scam.secrets",
    family="gambling_scam",
    title=gettext_noop("Penawaran jebakan"),
    looks_for=gettext_noop(
        "Permintaan PIN, OTP, nomor kartu, sandi; bansos, hadiah, lowongan, pajak dengan tautan "
        "asing; aplikasi APK. Tidak dilaporkan: peringatan dan tautan resmi."
    ),
    message=gettext_noop("Bagian ini terbaca sebagai jebakan pencuri data."),
    suggestion=gettext_noop(
        "Jangan terbitkan. Untuk layanan sungguhan, arahkan ke laman *.go.id dan loket."
    ),
    basis=("uu-27-2022", "uu-1-2024"),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    opened_by=(_ASKED, _HURRY, _APK, _BAIT),
    examples_match=examples(
        "Bansos sudah bisa dicairkan! Isi data di https://bantuan-rakyat.top",
        "Kirim kode OTP yang masuk ke nomor petugas kami",
        "Agar tidak hangus, sebutkan nomor kartu Taspen dan kode enam digit ke petugas",
        "Unduh APK cek penerima BLT di https://blt-cair.click lalu izinkan akses SMS",
        "Masukkan nomor kartu ATM dan tiga angka di belakangnya di https://token-murah.shop",
        "Verifikasi akun PBB agar rumah tidak disita, login di https://pajak-warga.com",
        "Selamat, Anda terpilih menerima hadiah. Klaim di https://undian-desa.site",
        "Isi nomor rekening dan PIN di https://pemutihan-utang.site paling lambat besok",
        "Bantosan sumuhun parantos cair, kintun PIN ATM ka petugas",
        "Pulsa gratis untuk 100 orang tercepat: pulsa-gratis.xyz",
    ),
    examples_miss=examples(
        "Jalur kanal bakal diblokir. Kabarkota.com, Jakarta - Pemilik akun mengisi daftar hadir.",
        "Jangan sebutkan PIN atau kode OTP kepada siapa pun.",
        "Waspada! Tautan bansos-cair.top itu palsu, jangan diklik.",
        "Penerima BLT dapat dicek di https://cekbansos.kemensos.go.id.",
        "Undangan berbentuk APK? Jangan dibuka.",
        "Masukkan kode OTP di aplikasi IKD di ponsel Anda.",
        "Kirim pin lokasi titik banjir lewat aplikasi Lapor.",
        "Lowongan perawat: unggah berkas di https://rsud.contohkab.go.id/karier.",
        "Pembagian bantuan benih, daftar di bit.ly/benih-desa",
        "Kata sandi Wi-Fi ruang tunggu ada di meja loket.",
        "Diskon tiket museum bagi pelajar, cek https://museum.contoh.ac.id",
    ),
)
