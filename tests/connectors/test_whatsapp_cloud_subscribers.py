"""A post to subscribers on WhatsApp: an approved template, each message by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks import wording
from kentongan.networks.connectors.whatsapp_cloud.connector import WhatsAppCloudConnector
from kentongan.networks.connectors.whatsapp_cloud.limits import LIMITS
from kentongan.networks.contract import Halted, OutcomeUnknown, Outgoing, Refused, Session, Video
from tests.contract.ground import item
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.whatsapp_cloud_harness import PERSON, WhatsAppCloudHarness
from tests.fakes import film
from tests.fakes.whatsapp_cloud import Template, WhatsAppCloud

pytestmark = pytest.mark.no_database
TERMS = {
    "text": "kabar_resmi", "image": "kabar_bergambar", "video": "kabar_bervideo", "language": "id",
}  # fmt: skip
MP4 = film.made(size=200_000)


@pytest.fixture
def harness() -> Iterator[WhatsAppCloudHarness]:
    with WhatsAppCloud() as server:
        yield WhatsAppCloudHarness(server)
        assert server.strays == []


@pytest.fixture
def login(harness: WhatsAppCloudHarness) -> Login:
    """A number with three templates, to which nobody wrote for long."""
    made = harness.login()
    made.native.written.clear()
    made.native.templates = [
        Template(name="kabar_resmi"),
        Template(name="kabar_bergambar", header="image"),
        Template(name="kabar_bervideo", header="video"),
    ]
    return made


class Sender:
    """A connector as the engine opens it, and what it was prepared with."""

    def __init__(self, harness: WhatsAppCloudHarness, login: Login, server: str = "") -> None:
        server = server or harness.base_url
        self.http = HttpClient(inner_hosts=[urlsplit(server).netloc], timeout=10)
        session = Session(
            server=server, handle=login.handle, external_id="", secret=login.secret,
            http=self.http, now=datetime.now(UTC),
        )  # fmt: skip
        self.connector = WhatsAppCloudConnector(session)

    def send(self, given: Outgoing, to: str = PERSON, **terms: str) -> Any:
        told = {**TERMS, **terms}
        shared = self.connector.prepare(given, told)
        words = replace(given, images=(), video=None)
        return self.connector.send(words, to, "kunci-1", shared=shared, terms=told)


@pytest.fixture
def sender(harness: WhatsAppCloudHarness, login: Login) -> Iterator[Sender]:
    made = Sender(harness, login)
    with made.http:
        yield made


def test_the_words_go_out_as_the_variable_of_the_template_to_whoever_did_not_write(
    sender: Sender, login: Login
) -> None:
    done = sender.send(item("Posyandu besok.\nPukul 08.00 WIB\n\n\nBawa buku\tKIA"))
    (sent,) = login.native.sent
    assert (sent.to, sent.kind, sent.opaque) == (PERSON, "template", "kunci-1")
    assert sent.text == "Posyandu besok. Pukul 08.00 WIB · Bawa buku KIA"
    assert (done.external_id, done.extra) == (sent.id, {"status": "accepted"})
    assert PERSON not in f"{done.url}{done.extra}"


def test_a_picture_is_uploaded_once_and_stands_above_the_words_of_all(
    sender: Sender, login: Login, harness: WhatsAppCloudHarness
) -> None:
    given = replace(item("Jadwal vaksin"), images=(picture("red", "Merah"),))
    shared = sender.connector.prepare(given, TERMS)
    for to in (PERSON, "6285711113333"):
        words = replace(given, images=())
        sender.connector.send(words, to, to, shared=shared, terms=TERMS)
    assert [sent.media for sent in login.native.sent] == [given.images[0].data] * 2
    assert sum(request.path.endswith("/media") for request in harness.server.seen) == 1


def test_a_video_stands_above_the_words(sender: Sender, login: Login, tmp_path: Path) -> None:
    path = tmp_path / "rekaman.mp4"
    path.write_bytes(MP4)
    clip = Video(path=path, mime="video/mp4", size=len(MP4), width=640, height=360, seconds=9)
    sender.send(replace(item("Cara cuci tangan"), video=clip))
    assert login.native.sent[0].media == MP4


@pytest.mark.parametrize(
    ("given", "terms", "words"),
    [
        (item(" "), {}, "Belum ada"),
        (item("a" * (LIMITS.max_spread + 1)), {}, "Pendekkan"),
        (item("Kabar"), {"text": ""}, "belum punya templat"),
        (item("Kabar"), {"text": "Kabar Resmi"}, "salah tulis"),
        (replace(item("Kabar"), images=(picture("red", "Merah"),)), {"image": ""}, "bergambar"),
    ],
)
def test_what_no_subscriber_could_be_sent_is_refused_before_anything_leaves(
    sender: Sender,
    harness: WhatsAppCloudHarness,
    given: Outgoing,
    terms: dict[str, str],
    words: str,
) -> None:
    with pytest.raises(Refused, match=words):
        sender.connector.prepare(given, {**TERMS, **terms})
    assert harness.server.seen == []


@pytest.mark.parametrize(
    ("template", "terms"),
    [
        (Template(name="kabar_resmi", state="PAUSED"), {}),
        (Template(name="kabar_resmi", state="DISABLED"), {}),
        (Template(name="kabar_resmi", language="en_US"), {}),
        (Template(name="kabar_resmi", header="image"), {}),
        (Template(name="kabar_resmi", around="x" * 1020), {}),
        (Template(name="kabar_resmi"), {"language": "Indonesia"}),
    ],
)
def test_trouble_with_the_template_halts_all_messages_alike(
    sender: Sender, login: Login, template: Template, terms: dict[str, str]
) -> None:
    login.native.templates = [template]
    with pytest.raises(Halted):
        sender.send(item("Kabar resmi"), **terms)
    assert login.native.sent == []


@pytest.mark.parametrize("code", [132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018])
def test_every_code_about_templates_halts_with_a_sentence_of_its_own(
    sender: Sender, login: Login, code: int
) -> None:
    login.native.barred[PERSON] = code
    with pytest.raises(Halted, match=r"WhatsApp Manager, lalu lanjutkan"):
        sender.send(item("Kabar"))


@pytest.mark.parametrize("code", [368, 131031, 131042])
def test_trouble_with_the_number_itself_halts_all_messages_too(
    sender: Sender, login: Login, code: int
) -> None:
    login.native.barred[PERSON] = code
    with pytest.raises(Halted):
        sender.send(item("Kabar"))


@pytest.mark.parametrize(
    ("code", "words"),
    [(131049, "membatasi"), (131050, "tidak menerima"), (131026, "tidak dapat sampai")],
)
def test_what_concerns_one_person_is_refused_for_that_person(
    sender: Sender, login: Login, code: int, words: str
) -> None:
    login.native.barred[PERSON] = code
    with pytest.raises(Refused, match=words):
        sender.send(item("Kabar"))


def test_a_lost_answer_is_an_unknown_outcome(harness: WhatsAppCloudHarness, login: Login) -> None:
    with Interposer(harness.base_url) as between:
        between.answer("/messages", Canned(status=502, body={}))
        made = Sender(harness, login, server=between.base_url)
        with made.http, pytest.raises(OutcomeUnknown):
            made.send(item("Kabar"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("satu", "satu"),
        ("satu\ndua", "satu · dua"),
        ("Satu.\n\nDua!\nTiga", "Satu. Dua! Tiga"),
        ("  a      b \r\n\r\n c", "a b · c"),
        ("Jadwal:\n- Senin\n- Selasa", "Jadwal: - Senin · - Selasa"),
        ("\n\n", ""),
    ],
)
def test_lines_are_joined_so_that_they_can_be_told_apart(text: str, line: str) -> None:
    assert wording.in_one_line(text) == line
    assert wording.in_one_line(line) == line
