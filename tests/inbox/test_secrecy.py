"""What somebody who may not know of an integrity report can learn of it, on every address there is.

All addresses are read twice, before reports came in and after much was done with them: whatever
differs tells that there are some.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.inbox.actions import cases, citizens, duties, hiding, intake, ladder, replies
from kentongan.inbox.models import Attachment, Case
from kentongan.kernel import clock as clocks
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.contract import Author, Refused
from kentongan.networks.models import Account
from kentongan.people.actions import create_token
from kentongan.people.models import User
from tests.addresses import NOBODY, filled
from tests.cast import NOW, Cast, grant, make_user, sign_in
from tests.delivery.network import Uji
from tests.inbox.conftest import comment, picture

pytestmark = pytest.mark.slow
#: The same person writes openly as well.
CITIZEN = Author(external_id="w7", handle="titinsumarni", name="Titin Sumarni")
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
ANSWER = "Terima kasih, kami periksa dulu."
#: Drawn anew with every page; ``healthz`` tells of workers.
RANDOM = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"|nonce="[^"]*"')
LOOKS = [
    *(f"/kotak-masuk/?keadaan=semua&q={word}" for word in ("pungli", "Titin", "loket", "SMB")),
    *(f"/kotak-masuk/?{asked}" for asked in (
        "keadaan=lewat", "keadaan=closed", "lingkup=bebas", "lingkup=pantau",
        "jenis=integrity_report", "kanal=form",
    )),
    "/resmi/?q=pungli", "/jawaban/?q=pungli", "/kotak-masuk/denyut/?sejak=",
    "/jejak/?tindakan=inbox", "/jejak/?tindakan=delivery", "/orang/?q=a",
]  # fmt: skip


Read = dict[tuple[str, str], str]


def read(cast: Cast, outsider: User, token: str, wanted: list[str]) -> Read:
    """What the outsider, their token and a stranger are shown, where they are shown anything."""
    seen: Read = {}
    signed = sign_in(Client(), outsider, cast.pemda)
    for address in wanted:
        for who, client in (("outsider", signed), ("stranger", Client())):
            api = address.startswith("/api/")
            headers = {"Authorization": f"Bearer {token}"} if api and who == "outsider" else {}
            answer = client.get(address, headers=headers)
            if answer.status_code == 200:
                body = b"".join(answer) if answer.streaming else answer.content
                seen[who, address] = RANDOM.sub("", body.decode("utf-8", "replace"))
    return seen


def differences(before: Read, after: Read) -> list[str]:
    """The lines that came or went, with their address."""
    told = []
    for key in sorted(before):
        if before[key] != after.get(key, ""):
            lines = difflib.unified_diff(
                before[key].split(">"), after.get(key, "").split(">"), n=0, lineterm=""
            )
            told.append(f"{key}: {[' '.join(line.split()) for line in lines][2:12]}")
    return told


@pytest.fixture
def outsider(cast: Cast) -> User:
    """Holds every role at the pemda but that of the Inspektorat."""
    user = make_user("Serba Bisa", cast.diskominfo)
    for role in ("administrator", "penyelia", "pembina", "pimpinan_unit", "ppid_pelaksana"):
        grant(user, role, cast.pemda)
    return user


def report_much(cast: Cast, account: Account, network: type[Uji], work: Callable[[], int]) -> None:
    """Reports on every way, and all that those who may do with them."""
    said = [comment(text, author=CITIZEN, created_at=SOON) for text in
            ("Ada pungli di loket", "Diminta pungli lagi di loket")]  # fmt: skip
    intake.take_in(account, said, at=SOON)
    one, two = Case.objects.filter(secret=True).select_related("unit").order_by("pk")
    duties.name(one, cast.camat, by=cast.auditor, at=SOON)
    cases.take(one, by=cast.camat, at=SOON)
    cases.note(one, by=cast.camat, at=SOON, text="Panggil petugas loket")
    cases.watch(one, by=cast.camat, at=SOON)
    network.script = [Refused("ditolak")]
    replies.reply(one.messages.get(), by=cast.camat, at=NOW, text=ANSWER)
    work()
    replies.reply(two.messages.get(), by=cast.auditor, at=NOW, text=ANSWER)
    hiding.ask(one.messages.get(), by=cast.camat, at=SOON, rule="threat", reason="Ancaman")
    ladder.escalate(two, at=LATER)
    letter = citizens.Letter(
        key="surat-rahasia", text="Diminta uang di loket, ini pungli", kind="integrity_report",
        name=CITIZEN.name, contact="0812-3456-7890",
        attachments=[SimpleUploadedFile("bukti.jpg", picture().read())],
    )  # fmt: skip
    three = citizens.submit(cast.kecamatan, letter, at=SOON)
    cases.take(three, by=cast.auditor, at=SOON)
    replies.reply(three.messages.get(), by=cast.auditor, at=SOON, text=ANSWER)
    cases.close(three, by=cast.auditor, at=SOON, outcome="Petugas sudah ditegur.")
    duties.rate(three.number, three.follow_key, at=SOON, stars=5, words="Terima kasih")


@pytest.fixture
def _still(
    clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clocks, "now", lambda: LATER)
    clock.advance(seconds=21)


@pytest.mark.usefixtures("times", "_still")
def test_no_address_tells_an_outsider_that_there_is_an_integrity_report(
    cast: Cast,
    outsider: User,
    account: Account,
    network: type[Uji],
    work: Callable[[], int],
) -> None:
    intake.take_in(account, [comment("Jalan rusak", author=CITIZEN)], at=NOW)
    case = Case.objects.get()
    token = create_token(by=cast.administrator, at=NOW, user=outsider, unit=cast.pemda, name="uji")
    known = {
        "number": case.number, "code": cast.kecamatan.code, "account_id": str(account.pk),
        "pk": str(cast.camat.pk), "kind": "complaint", "stage": "first", "network": "uji",
    }  # fmt: skip
    wanted = [*filled(known), *LOOKS]
    before = read(cast, outsider, token[1], wanted)
    assert len(before) > 100
    report_much(cast, account, network, work)
    shown = list(dict.fromkeys(address for _who, address in before))
    assert differences(before, read(cast, outsider, token[1], shown)) == []


@pytest.mark.usefixtures("times", "_still")
def test_its_own_addresses_answer_an_outsider_as_those_of_nothing_do(
    cast: Cast, outsider: User, account: Account, network: type[Uji], work: Callable[[], int]
) -> None:
    report_much(cast, account, network, work)
    case = Case.objects.filter(named__user=cast.camat).get()
    message, reply = case.messages.get(), case.replies.get()
    own = {
        "number": case.number, "message_id": str(message.pk), "reply_id": str(reply.pk),
        "delivery_id": str(reply.delivery_id), "hiding_id": str(message.hidings.get().pk),
        "attachment_id": str(Attachment.objects.get().pk),
    }  # fmt: skip
    nothing = dict.fromkeys(own, NOBODY) | {"number": "SMB-000"}
    shared = {"what": "ambil", "key": "x"}
    token = create_token(by=cast.administrator, at=NOW, user=outsider, unit=cast.pemda, name="uji")
    client = sign_in(Client(headers={"Authorization": f"Bearer {token[1]}"}), outsider, cast.pemda)
    pairs = zip(filled(own | shared, only=own), filled(nothing | shared, only=own), strict=True)
    for theirs, nobodys in pairs:
        for ask in (client.get, client.post):
            told = ask(theirs)
            assert 302 <= told.status_code < 500, theirs
            assert _plain(told, own) == _plain(ask(nobodys), nothing), theirs


def _plain(answer: Any, put_in: dict[str, str]) -> tuple[int, str]:
    said = RANDOM.sub("", answer.content.decode() + answer.headers.get("Location", ""))
    for name, value in put_in.items():
        said = said.replace(value, name)
    return answer.status_code, said
