"""The families of rules, in the order in which people read them."""

from __future__ import annotations

from dataclasses import dataclass

from kentongan.kernel.say import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Family:
    """A group of rules with one concern."""

    id: str
    label: str
    about: str


FAMILIES: tuple[Family, ...] = (
    Family(
        "neutrality",
        _("Netralitas"),
        _("Akun resmi tidak memihak calon, partai, atau pejabat yang dapat mencalonkan diri."),
    ),
    Family(
        "civil_service",
        _("Larangan bagi ASN"),
        _("Larangan bermedia sosial bagi aparatur, sampai ke tanda suka."),
    ),
    Family(
        "personal_data",
        _("Data pribadi"),
        _("Nomor dan alamat yang menunjuk orang tertentu tidak disebarkan."),
    ),
    Family(
        "vulnerable_persons",
        _("Kelompok rentan"),
        _("Anak, pasien, dan korban dilindungi identitasnya."),
    ),
    Family(
        "hate_abuse", _("Kebencian dan kekasaran"), _("Kata yang menyerang kelompok atau orang.")
    ),
    Family("hoax_marker", _("Ciri hoaks"), _("Kalimat yang lazim dalam pesan berantai palsu.")),
    Family(
        "gambling_scam", _("Judi dan penipuan"), _("Ajakan judi, tawaran palsu, tautan jebakan.")
    ),
    Family("unsourced_claim", _("Perlu sumber"), _("Angka dan janji yang perlu disertai sumber.")),
    Family("copyright", _("Hak cipta"), _("Asal dan izin gambar, musik, dan tulisan.")),
    Family("readability", _("Keterbacaan"), _("Kalimat yang dapat dipahami sekali baca.")),
    Family("spelling", _("Ejaan"), _("Salah ketik dan kata tidak baku.")),
    Family("conventions", _("Kelaziman penulisan"), _("Waktu, tanggal, dan uang menurut EYD.")),
    Family(
        "accessibility",
        _("Aksesibilitas"),
        _("Isi dapat dinikmati pembaca layar dan semua orang."),
    ),
    Family("network", _("Batas jejaring"), _("Panjang teks dan jumlah gambar tiap jejaring.")),
    Family("links", _("Tautan"), _("Alamat yang rusak, dipendekkan, atau menyerupai yang asli.")),
    Family("duplicate", _("Unggahan kembar"), _("Yang sama baru saja terbit.")),
    Family("local", _("Aturan daerah"), _("Kata yang diawasi pemda sendiri.")),
)
BY_ID: dict[str, Family] = {family.id: family for family in FAMILIES}
