"""Addresses of what is put forward are asked afterwards; what does not open reaches the people."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from kentongan.approval import actions
from kentongan.approval.models import ApprovalRequest
from kentongan.approval.present import evidence_view
from kentongan.compliance.models import LinkLook
from kentongan.jobs.models import Job
from kentongan.ledger.models import Entry
from kentongan.people.models import Notice
from kentongan.planning import checking
from kentongan.planning.models import Post
from tests.cast import NOW, Cast

Write = Callable[..., Post]
GONE = "https://salah-ketik.contoh.go.id/jadwal"


@pytest.fixture
def asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names that were asked for; a name server knows none under ``contoh.go.id``."""
    settings.LINK_CHECK = True
    names: list[str] = []
    known = socket.getaddrinfo

    def answer(host: str, *args: Any, **kwargs: Any) -> Any:
        if not host.endswith("contoh.go.id"):
            return known(host, *args, **kwargs)
        names.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "nama tidak dikenal")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return names


@pytest.fixture
def request_(asked: list[str], write: Write, cast: Cast) -> ApprovalRequest:
    """Put forward with an address whose name nobody knows."""
    post = write(text=f"Jadwal lengkap ada di laman kami: {GONE}")
    return actions.submit(post, by=cast.admin, at=NOW, version=post.version)


def test_an_address_that_is_gone_joins_the_evidence_and_writers_are_told(
    request_: ApprovalRequest, asked: list[str], cast: Cast
) -> None:
    assert asked == []
    job = Job.objects.get(kind="approval.links")
    actions.note_links(request_id=request_.pk, at=NOW)
    request_.refresh_from_db()
    (found,) = [f for f in request_.evidence["findings"] if f["rule"] == "links.unopened"]
    assert (found["text"], found["reason"], job.args) == (
        GONE, None, {"request": str(request_.pk)},
    )  # fmt: skip
    assert found["rule"] in {f["rule"] for f in evidence_view(request_.evidence).weighed}
    assert GONE in Notice.objects.get(key=f"approval-links:{request_.pk}").text
    assert request_.state == "open"
    lines = Entry.objects.count()
    actions.note_links(request_id=request_.pk, at=NOW)
    assert Entry.objects.count() == lines


def test_a_decided_request_is_left_alone(
    request_: ApprovalRequest, asked: list[str], cast: Cast
) -> None:
    actions.recall(request_, by=cast.admin, at=NOW)
    actions.note_links(request_id=request_.pk, at=NOW)
    assert asked == []


def test_words_without_addresses_put_no_work_in_line(
    asked: list[str], write: Write, cast: Cast
) -> None:
    post = write()
    actions.submit(post, by=cast.admin, at=NOW, version=post.version)
    assert not Job.objects.filter(kind="approval.links").exists()


def test_known_addresses_cost_the_writer_a_reason_and_sending_nothing(
    asked: list[str], write: Write, cast: Cast
) -> None:
    post = write(text=f"Jadwal ada di {GONE}")
    LinkLook.objects.create(
        key=LinkLook.key_of(GONE), address=GONE, status=0, opens=False,
        at=NOW,
    )  # fmt: skip
    found = checking.findings(post, NOW, with_recent=True)
    rules: dict[str, Any] = {c.finding.rule: c for c in found}
    assert rules["links.unopened"].blocks
    assert "links.unopened" not in {c.finding.rule for c in checking.findings(post, NOW)}
