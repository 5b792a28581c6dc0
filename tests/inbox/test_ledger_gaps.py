"""The ledger beside an integrity report: who sees a part learns of no line that is missing."""

from __future__ import annotations

import csv
import re

import pytest
from django.test import Client

from kentongan.inbox.actions import cases, intake
from kentongan.inbox.models import Case
from kentongan.ledger.models import Entry
from kentongan.ledger.verify import verify
from kentongan.networks.models import Account
from kentongan.people.models import User
from tests.cast import NOW, Cast, grant, make_user, sign_in
from tests.inbox.conftest import comment

pytestmark = pytest.mark.usefixtures("times")
PAGE, FILE, PROOF = "/jejak/", "/jejak/unduh.csv", "/jejak/periksa/"


def written(account: Account) -> list[Entry]:
    """Three acts in a row, the second of them in an integrity report; the lines in order."""
    said = [comment(text) for text in ("Jalan rusak", "Ada pungli di loket", "Lubang di pasar")]
    first = Entry.objects.count()
    for item in said:
        intake.take_in(account, [item], at=NOW)
    assert Case.objects.filter(secret=True).count() == 1
    return list(Entry.objects.order_by("seq")[first:])


def table(client: Client) -> list[dict[str, str]]:
    """The ledger as it is downloaded."""
    text = client.get(FILE).content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def listed(client: Client, **asked: str) -> str:
    """The list on the page, without what stands around it."""
    whole: str = client.get(PAGE, asked).content.decode()
    return whole[whole.index('id="daftar"') :].partition("</table>")[0]


def outsiders(cast: Cast) -> list[User]:
    """Who reads the ledger of the pemda, but no integrity report."""
    everything = make_user("Serba Bisa", cast.diskominfo)
    for role in ("administrator", "penyelia", "pembina", "pengarah", "bagian_hukum"):
        grant(everything, role, cast.pemda)
    return [cast.administrator, cast.camat, everything]


def test_who_sees_a_part_is_shown_no_number_that_another_one_could_be_missing_from(
    cast: Cast, account: Account, client: Client
) -> None:
    lines = written(account)
    for user in outsiders(cast):
        sign_in(client, user)
        body = listed(client)
        shown = [line for line in lines if line.hash[:8] in body]
        assert len(shown) == 2, user.name
        for line in lines:
            assert not re.search(rf">\s*{line.seq}\s*<", body), user.name
        rows = table(client)
        assert "nomor" not in rows[0]
        assert {line.hash for line in shown} <= {row["sidik"] for row in rows}
        assert lines[1].hash not in {row["sidik"] for row in rows}


def test_nothing_in_the_address_of_the_next_page_counts_the_lines(
    cast: Cast, account: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kentongan.people.views.ledger.PER_PAGE", 1)
    lines = written(account)
    sign_in(client, cast.administrator)
    body = client.get(PAGE).content.decode()
    (after,) = set(re.findall(r"setelah=([\w.=-]+)", body))
    assert after == lines[2].hash
    assert lines[2].hash[:8] in listed(client)
    onward = listed(client, setelah=after)
    assert lines[0].hash[:8] in onward
    assert lines[2].hash[:8] not in onward
    for unknown in (lines[1].hash, "0" * 64, "WzFd", "1"):
        assert client.get(PAGE, {"setelah": unknown}).status_code == 404, unknown


def test_the_proof_tells_who_sees_a_part_that_it_is_whole_and_no_more(
    cast: Cast, account: Account, client: Client
) -> None:
    written(account)
    sign_in(client, cast.administrator)
    before = client.post(PROOF).content.decode()
    cases.take(Case.objects.get(secret=True), by=cast.auditor, at=NOW)
    after = client.post(PROOF).content.decode()
    bare = [re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page) for page in
            (before, after)]  # fmt: skip
    assert "Utuh" in before
    assert bare[0] == bare[1]


def test_the_inspektorat_has_the_numbers_and_the_fingerprint_to_keep(
    cast: Cast, account: Account, client: Client
) -> None:
    lines = written(account)
    sign_in(client, cast.auditor)
    body = listed(client)
    for line in lines:
        assert re.search(rf">\s*{line.seq}\s*<", body)
    rows = table(client)
    assert [row["nomor"] for row in rows[:3]] == [str(line.seq) for line in reversed(lines)]
    proof = client.post(PROOF).content.decode()
    assert verify().head in proof
    assert str(Entry.objects.count()) in proof


def test_whether_numbers_are_shown_does_not_hang_on_there_being_a_report(
    cast: Cast, account: Account, client: Client
) -> None:
    intake.take_in(account, [comment("Jalan rusak")], at=NOW)
    sign_in(client, cast.administrator)
    assert "nomor" not in table(client)[0]
    sign_in(client, cast.auditor)
    assert "nomor" in table(client)[0]
