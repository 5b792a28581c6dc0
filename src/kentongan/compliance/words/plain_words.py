"""Words of the office and what to write instead, from ``data/plain_words.txt``.

``OFFICE_WORDS`` maps a phrase in small letters to its plain replacement; where nothing can simply
be put in its place the value begins with ``~`` and says what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kentongan.kernel.say import gettext_noop

_DROP = gettext_noop("~Hapus dan langsung ke intinya.")
_SHORT = gettext_noop("~Katakan dengan kata sehari-hari.")
_WHO = gettext_noop("~Sebut siapa mengerjakan apa.")
_ASK = gettext_noop("~Ajak langsung: “Mohon …”.")

_ADVICE = {"drop": _DROP, "who": _WHO, "short": _SHORT, "ask": _ASK}
_DATA = Path(__file__).parents[1] / "data" / "plain_words.txt"

#: Ways of doing something, after "secara".
MANNERS = frozenset(
    "humanis komprehensif masif intensif optimal maksimal simultan sinergis holistik persuasif"
    " preventif represif kondusif terstruktur sistematis proporsional profesional akuntabel"
    " partisipatif kolaboratif efektif efisien berkesinambungan berkelanjutan signifikan"
    " menyeluruh terintegrasi terpadu periodik inklusif kontinu kontinyu konsisten massal"
    " persuasif-edukatif edukatif virtual faktual administratif prosedural substantif".split()
)

#: Verbs that only carry a noun: "melakukan pengisian".
LIGHT_VERBS = frozenset(
    "melakukan dilakukan melaksanakan dilaksanakan mengadakan diadakan menyelenggarakan"
    " diselenggarakan dilakukannya dilaksanakannya mengupayakan".split()
)
#: These also have a proper object: "mengadakan pelatihan".
HOSTING = frozenset("mengadakan diadakan menyelenggarakan diselenggarakan".split())
#: Nouns that say what happens, which no verb would say better.
EVENTS = frozenset(
    "pelatihan pengajian pertemuan pertandingan perlombaan pertunjukan pameran pemilihan"
    " penyuluhan perkemahan peringatan pendidikan pelayanan perayaan pelantikan perjanjian"
    " permusyawaratan pentas pesantren perjalanan pekerjaan pelanggaran penerbangan perbuatan"
    " percobaan permainan perlawanan pendakian pembunuhan penganiayaan pekan perang persidangan"
    " perundingan perdagangan peribadatan penipuan pencurian penggelapan perundungan pelecehan"
    " pemerasan penampilan pergelaran pagelaran pendaftaran perundangan pertanian peranan"
    " perusahaan pengalaman penghargaan penilaian".split()
)
#: The verb in a noun, where it takes the same object: "melakukan pengisian formulir".
VERBS = {
    noun: verb
    for noun, _, verb in (
        pair.partition(":")
        for pair in (
            "pengisian:mengisi pendataan:mendata pemeriksaan:memeriksa pembersihan:membersihkan"
            " penyemprotan:menyemprot penanaman:menanam pembayaran:membayar perbaikan:memperbaiki"
            " pengecekan:mengecek penyaluran:menyalurkan pembagian:membagikan"
            " penyerahan:menyerahkan pengukuran:mengukur penimbangan:menimbang"
            " pemantauan:memantau pengawasan:mengawasi penertiban:menertibkan penutupan:menutup"
            " pembukaan:membuka pembangunan:membangun peninjauan:meninjau pengaspalan:mengaspal"
            " pengerukan:mengeruk pemangkasan:memangkas penebangan:menebang"
            " pemotongan:memotong pengambilan:mengambil pengumpulan:mengumpulkan"
            " penjemputan:menjemput pengantaran:mengantar pemasangan:memasang"
            " penggantian:mengganti pergantian:mengganti pencegahan:mencegah pembinaan:membina"
            " pendampingan:mendampingi penyuntikan:menyuntik pemberian:memberikan"
            " penyampaian:menyampaikan pelaporan:melaporkan pengurusan:mengurus"
            " perekaman:merekam pencetakan:mencetak pencatatan:mencatat penelusuran:menelusuri"
            " pencarian:mencari penyelamatan:menyelamatkan pemadaman:memadamkan"
            " pengobatan:mengobati perawatan:merawat pemeliharaan:memelihara"
            " pengelolaan:mengelola pengolahan:mengolah pengembangan:mengembangkan"
            " peningkatan:meningkatkan penataan:menata pemindahan:memindahkan"
            " pengalihan:mengalihkan penyesuaian:menyesuaikan perubahan:mengubah"
            " pembaruan:memperbarui pembaharuan:memperbarui pemutakhiran:memutakhirkan"
            " penghapusan:menghapus pelunasan:melunasi penelitian:meneliti"
            " pengamanan:mengamankan penjagaan:menjaga evaluasi:menilai monitoring:memantau"
            " verifikasi:memeriksa aktivasi:mengaktifkan konfirmasi:memastikan"
            " kunjungan:mengunjungi sosialisasi:menjelaskan validasi:memeriksa"
            " identifikasi:mengenali pengunggahan:mengunggah pengajuan:mengajukan"
            " penggalangan:menggalang pembelian:membeli pengadaan:membeli penjualan:menjual"
            " pemesanan:memesan pembongkaran:membongkar pengecatan:mengecat penyiraman:menyiram"
            " penguburan:menguburkan penutupan:menutup pengujian:menguji penghitungan:menghitung"
            " perhitungan:menghitung penyusunan:menyusun pembuatan:membuat penulisan:menulis"
            " penandatanganan:menandatangani pengiriman:mengirim pemanggilan:memanggil"
        ).split()
    )
}  # fmt: skip


def _entries() -> Iterator[tuple[str, str]]:
    advice = ""
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        phrase, _, plain = line.partition(" > ")
        if line.startswith("["):
            advice = _ADVICE[line.strip("[]")]
        elif line and not line.startswith("#"):
            yield phrase, plain or advice


#: Every phrase with its replacement or, after ``~``, what to do.
OFFICE_WORDS: dict[str, str] = dict(_entries())
