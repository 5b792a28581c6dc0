"""The triage: what citizens' messages are."""

import gc
import tracemalloc

import pytest
from hypothesis import given, strategies as st

from kentongan.language.triage import Flag, Gazetteer, Kind, Reading, Sentiment, read, read_many
from kentongan.language.triage.table import PATH, Table

CLEAR = {
    Kind.QUESTION: (
        "min syarat bikin KTP baru apa saja ya?",
        "jadwal imunisasi di puskesmas hari apa?",
    ),
    Kind.INFORMATION_REQUEST: (
        "mohon salinan dokumen anggaran perbaikan jalan tahun lalu",
        "minta data jumlah penerima bansos per desa untuk skripsi",
    ),
    Kind.COMPLAINT: (
        "jalan depan pasar rusak parah sudah sebulan belum diperbaiki",
        "air PDAM mati tiga hari, ditelepon tidak diangkat",
    ),
    Kind.INTEGRITY_REPORT: (
        "bansos dipotong 100 ribu oleh oknum RT",
        "petugas minta uang 50rb buat urus surat pindah",
    ),
    Kind.ASPIRATION: (
        "semoga tahun depan dibangun SMA negeri di kecamatan kami",
        "pengen ada bus sekolah gratis di desa",
    ),
    Kind.SUGGESTION: (
        "saran min, tulisan di poster dibesarkan biar terbaca",
        "sebaiknya loket lansia dipisah dari loket umum",
    ),
    Kind.CRITICISM: (
        "pencitraan terus, kerjanya mana",
        "janji doang, tidak ada perubahan dari dulu",
    ),
    Kind.APPRECIATION: (
        "terima kasih petugasnya ramah dan cepat",
        "mantap min infonya lengkap",
    ),
    Kind.FACT_CHECK: (
        "ini hoax bukan min? katanya ada bantuan lewat link",
        "min bener ga kabar di grup WA besok sekolah libur?",
    ),
    Kind.EMERGENCY: (
        "tolong min ada kebakaran di gang mawar, damkar belum datang",
        "banjir sudah sedada, ada lansia terjebak di rumah",
    ),
    Kind.ABUSE_SPAM: (
        "pinjaman dana cepat cair tanpa jaminan hubungi WA",
        "jual obat kuat herbal asli pesan lewat wa",
    ),
    Kind.CHATTER: ("wkwkwk lucu banget", "hadir min"),
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in CLEAR.items() for text in texts]
)
def test_a_clear_message_is_known_for_what_it_is(kind: Kind, text: str) -> None:
    assert read(text).likely is kind


@pytest.mark.parametrize(
    "text",
    [
        "TOLONG kebakaran di belakang pasar!!",
        "tanggul jebol min air masuk kampung, warga terjebak",
        "aku mau bunuh diri aja, udah ga kuat",
        "caah geus nepi kana dada, tulungan aya budak di jero imah",
        "tulung min omah kobongan, damkar durung teka",
    ],
)
def test_danger_to_life_is_flagged_in_any_of_the_three_languages(text: str) -> None:
    assert Flag.EMERGENCY in read(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "kapan ada simulasi kebakaran lagi di sekolah min?",
        "terima kasih damkar sudah mengambil sarang tawon di rumah kami",
        "banjir diskon di toko sebelah wkwk",
        "jadwal posyandu bulan ini tanggal berapa?",
        "tolong",
        "Tolong!",
    ],
)
def test_words_of_danger_alone_are_no_emergency(text: str) -> None:
    assert Flag.EMERGENCY not in read(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "Main di 𝐊𝐔𝐏𝐔𝟖𝟖 pasti wd, makasih rezekinya 🙏",
        "modal receh langsung maxwin di Z3US77 gacor parah",
        "m4in di sl0t ini past1 wd",
        "gacor banget situs angkasa4d auto jp tiap hari",
    ],
)
def test_gambling_is_seen_through_disguise_and_names_never_seen(text: str) -> None:
    reading = read(text)
    assert Flag.GAMBLING_SPAM in reading.flags
    assert reading.kind is Kind.ABUSE_SPAM


@pytest.mark.parametrize(
    "text",
    [
        "kacerku lagi gacor min, ikut lomba burung di lapangan kelurahan",
        "min tolong blokir situs judi online, suami saya habis gajinya",
        "slot vaksin dosis 2 tanggal 24 sudah penuh",
        "dapat antrian nomor 88 di puskesmas",
        "k4pan jalan d1perbaiki, sudah rus4k parah",
        "min kpn pos2an? anak2nya di rt05",
        "di rw03 banjir",
        "b3nar2 parah pelayanannya",
    ],
)
def test_birds_queues_and_warnings_are_no_gambling(text: str) -> None:
    assert Flag.GAMBLING_SPAM not in read(text).flags


def test_a_rude_complaint_stays_a_complaint() -> None:
    reading = read("jalan rusak gini kapan dibenerin bangsat, motor gue jatuh kena lubang")
    assert reading.likely is Kind.COMPLAINT
    assert Flag.ABUSIVE in reading.flags


def test_a_call_to_vote_is_flagged_as_political() -> None:
    assert Flag.POLITICAL in read("coblos nomor 2, menangkan paslon kita").flags
    assert Flag.POLITICAL not in read("antrian nomor 2 belum dipanggil min").flags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIK saya 3210011203850001 tolong dicek", True),
        ("hubungi saya di 0812-3344-5566 min", True),
        ("email saya budi.contoh@surel.example", True),
        ("rumah saya Jl Melati No. 5 RT 03 RW 02", True),
        ("telepon 112 atau (0233) 281111", False),
        ("surel dinas: layanan@dukcapil.contoh.go.id", False),
        ("bantuan Rp 1.500.000 cair tanggal 12-03-2025", False),
        ("kasus turun dari 3210 jadi 1203", False),
    ],
)
def test_personal_data_is_known_by_its_shape(text: str, expected: bool) -> None:
    assert (Flag.PERSONAL_DATA in read(text).flags) is expected


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("pelayanannya sangat baik dan ramah, terima kasih", Sentiment.POSITIVE),
        ("kecewa sekali, pelayanan buruk dan lama", Sentiment.NEGATIVE),
        ("untuk usia 12 tahun apakah bisa di puskesmas?", Sentiment.NEUTRAL),
    ],
)
def test_the_mood_is_that_of_the_words(text: str, mood: Sentiment) -> None:
    assert read(text).sentiment is mood


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("👍👍👏", Sentiment.POSITIVE),
        ("😢😢😭", Sentiment.NEGATIVE),
        ("@semarang @tetangga", Sentiment.NEUTRAL),
        ("https://contoh.example/a", Sentiment.NEUTRAL),
    ],
)
def test_faces_and_hands_without_a_word_have_a_mood_and_names_have_none(
    text: str, mood: Sentiment
) -> None:
    assert read(text).sentiment is mood


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kapan jalan di depan kantor desa diperbaiki", "id"),
        ("punten min, iraha jalan ka lembur abdi rek dibenerkeun", "su"),
        ("kapan dalan ngarep omahku arep didandani, wis suwe bosok", "jv"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert read(text).language == language


def test_places_are_found_by_name_in_the_words_of_the_gazetteer() -> None:
    names = Gazetteer(["Cikijing", "Desa Sukamaju", "Cikijing Kulon", "Jaya", "Maja"])
    assert names.places("jalan di kec. CIKIJING rusak") == ("Cikijing",)
    assert names.places("dari cikijing kulon ke sukamaju") == ("Cikijing Kulon", "Desa Sukamaju")
    assert names.places("majalengka maju, jaya terus!") == ()
    assert names.places("warga desa Jaya dan Maja") == ("Jaya", "Maja")
    assert read("lampu mati di Cikijing", ["Cikijing"]).places == ("Cikijing",)


def test_of_places_of_one_name_the_level_that_is_written_counts() -> None:
    names = Gazetteer(["Kecamatan Banjaran", "Desa Banjaran"])
    assert names.places("di ds banjaran") == ("Desa Banjaran",)
    assert names.places("di kec. banjaran") == ("Kecamatan Banjaran",)
    assert set(names.places("di banjaran")) == {"Kecamatan Banjaran", "Desa Banjaran"}


def test_what_is_uncertain_is_not_guessed() -> None:
    reading = read("oh jadi begitu dokumennya besok mungkin 50rb")
    assert reading.kind is None
    assert reading.confidence < 0.9


def test_many_are_read_as_one_by_one() -> None:
    texts = ["jalan rusak min", "", "terima kasih", "😂"]
    assert read_many(texts, ["Maja"]) == [read(text, ["Maja"]) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\t", "\x00\x01", "\ud800", "😂" * 10_000, "a" * 1_000_000, "@" * 100_000,
        "kebakaran " * 100_000, "0" * 100_000, "http://" * 10_000, "no rt " * 20_000, "a@" * 50_000,
        "1 2 3 4 " * 50_000, "!?" * 100_000,
    ],
    ids=range(14),
)  # fmt: skip
def test_hostile_input_gets_a_reading(text: str) -> None:
    assert isinstance(read(text, ["Maja"]), Reading)


@given(st.text(max_size=300))
def test_any_text_gets_a_reading_whose_parts_agree(text: str) -> None:
    reading = read(text)
    assert reading.kind in (None, reading.likely)
    assert 0 <= reading.confidence <= 1
    assert reading == read(text)


def test_the_table_loads_the_same_twice_and_is_small() -> None:
    packed = PATH.read_bytes()
    first, second = Table(packed), Table(packed)
    words = ["jalan", "rusak", "min"]
    assert first.scores(words) == second.scores(words)
    assert first.outputs == second.outputs
    assert sum(file.stat().st_size for file in PATH.parent.iterdir()) <= 12 * 1024 * 1024


@pytest.mark.slow
def test_ever_new_words_need_no_more_memory() -> None:
    def peak(start: int, count: int) -> int:
        gc.collect()
        tracemalloc.start()
        for number in range(start, start + count):
            read(f"kata{number:x}baru lagi{number:o}an")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(0, 200)
    assert peak(1_000, 2_000) < 40_000_000
