"""Free, but for whom and paid by what?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.scams import warns_of_fraud
from kentongan.compliance.words.sources import is_sourced, merged
from kentongan.kernel.say import gettext_noop

#: What the state calls its programmes is no claim.
_FREE = re.compile(r"\b(?<!bergizi )(?:gratis(?:an|s+)?|cuma-cuma|haratis|nol rupiah)\b")
_PEOPLE = (
    r"(?:warga|wargi|masyarakat|umum|peserta|pelajar|siswa\w*|murid|anak\w*|balita|bayi|lansia"
    r"|ibu\w*|bapak|keluarga|pelaku|umkm|pengunjung|pasien"
    r"|penyandang|guru|petani|nelayan|mahasiswa|pemudik|penumpang|pemilik|santri|kader|pedagang"
    r"|semua\w*|seluruh|siapa\w*|pemegang|usia|umur|berusia"
    r"|kucing|hewan|anjing|ternak|remaja|perempuan|wanita|calon|jemaah|jamaah|pekerja|buruh"
    r"|penerima|difabel|disabilitas|kendaraan|pendonor|pegawai|asn"
    r"|setiap|tiap|penghuni|penduduk|kk|ktp|wni|orang|pengguna|anggota|pemohon|pelamar|pencari"
    r"|korban|pengungsi|kaum|duafa|dhuafa|yatim|veteran|pensiunan"
    r"|rumah|sekolah|kelompok|pendaftar|\d+|pemula|perokok|penderita|tamu|wisatawan|kalangan"
    r"|mereka|yang|sadaya|sakabeh|sedaya|kabeh|barudak|bocah|sepuh"
    r"|pendatang|putra|putri|lulusan|karyawan|kanca|dulur|sedulur|driver|ojol|sopir|pengemudi"
    r"|pejalan|pesepeda|fakir|dusun|desa|rt|rw)"
)
_FOR = re.compile(
    rf"\b(?:bagi|untuk|utk|buat|khusus|kanggo|kangge|keur|pikeun|kagem|teruntuk|terbuka untuk"
    rf"|diperuntukkan|peserta|pemegang) (?:para |semua |seluruh |setiap )?{_PEOPLE}\b"
    rf"|\b(?:warga|pelajar|siswa|anak|lansia|ibu hamil|balita|peserta|pengunjung|pelanggan"
    rf"|penumpang)\b[^.!?\n]{{0,30}}\b(?:gratis|cuma-cuma|haratis)\b(?! (?:nih|lho|ya|dong))"
    r"|\b(?:gratis|cuma-cuma|haratis) dari (?!pemerintah|kami|mimin|admin|pusat)\w+"
    r"|\b(?:ditanggung|dibiayai|didanai|dijamin|dibayar|disubsidi|biaya dari|dana (?:bok|desa|apbd"
    r"|bos|hibah|csr|cukai|bagi hasil|dbhcht)|apbd\w*|apbn|bok|dbhcht|csr|jkn|bpjs|baznas"
    r"|sponsor\w*|kerja sama|bekerja sama|bantuan dari|hibah|donatur|disediakan (?:oleh )?(?:dinas"
    r"|pmi|yayasan|puskesmas))\b"
    r"|\b(?:sesuai|menurut|berdasarkan|amanat|mengacu) (?:\w+ ){0,2}?(?:perda|perbup|perwal\w*|uu"
    r"|undang-undang|peraturan|pasal|permen\w*|perpres|pp|ketentuan)\b"
    r"|\b(?:syarat\w*|cukup (?:bawa|tunjukkan|membawa|menunjukkan)|dengan (?:menunjukkan|membawa)"
    r"|tunjukkan|bawa (?:ktp|kartu|buku)|membawa (?:ktp|kartu)|ber-?ktp|kuota \d+|\d+ (?:orang"
    r"|peserta|pendaftar) pertama)\b"
)
_NO = re.compile(
    r"\b(?:tidak|bukan|tak|belum|ga|gak|nggak|ora|teu|sanes|dudu|tidak ada yang|apakah"
    r"|apa) (?:\w+ )?(?:gratis|cuma-cuma|haratis)|\bgratis(?:kah)?\?|\bgratis (?:ongkir|biaya"
    r"|denda|bea|pajak)"
)

_MOST = 20


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    plain = text.letters.text
    found = [
        match
        for match in islice(text.find(_FREE), _MOST)
        if not _NO.search(plain[max(0, match.start() - 30) : match.end() + 12])
    ]
    if not found or text.has(_FOR) or warns_of_fraud(text) or is_sourced(case):
        return
    yield from merged(text, found, gap=200)


RULE = Rule(
    id="unsourced_claim.free",
    family="unsourced_claim",
    title=gettext_noop("Gratis untuk siapa?"),
    looks_for=gettext_noop(
        "Gratis atau cuma-cuma tanpa menyebut bagi siapa, dengan syarat apa, atau atas dasar apa."
    ),
    message=gettext_noop("Sebutkan gratis untuk siapa dan atas dasar apa."),
    suggestion=gettext_noop("Misalnya: “gratis bagi warga ber-KTP …, ditanggung APBD”."),
    basis=("permenpanrb-83-2012",),
    severity=Severity.HINT,
    find=_find,
    opened_by=(_FREE,),
    examples_match=examples(
        "Periksa mata gratis! Ajak keluarga, Sabtu pagi.",
        "Wifi gratis se-kecamatan!",
        "Ambulans desa gratis 24 jam.",
        "Kelas ibu hamil gratis nih, siapa mau ikut?",
        "Pamariksaan panon haratis, Saptu énjing.",
        "Konsultasi hukum cuma-cuma di kantor kami",
    ),
    examples_miss=examples(
        "Pemeriksaan gratis bagi warga berusia 60 tahun ke atas.",
        "Wi-Fi gratis untuk pengunjung ruang tunggu.",
        "Ambulans gratis, bahan bakar ditanggung APBDes.",
        "Kopi gratis dari kantin menunggu di ruang jaga.",
        "Pelatihan tidak gratis, biaya bahan Rp50.000.",
        "Kuota gratis? Itu penipuan, jangan diklik.",
        "Vaksin rabies gratis untuk kucing dan anjing.",
        "Urus KTP-el gratis sesuai Undang-Undang Administrasi Kependudukan.",
    ),
)
