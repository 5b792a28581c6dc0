"""``POST /api/v1/checks``."""

from datetime import date

import pytest

from kentongan.compliance import actions
from kentongan.compliance.actions import ElectionEntry
from kentongan.compliance.draft import Phase
from kentongan.people.actions.tokens import create_token
from tests.cast import NOW, Cast

URL = "/api/v1/checks"


@pytest.fixture
def call(cast: Cast, client):
    _token, secret = create_token(
        by=cast.administrator, at=NOW, user=cast.administrator, unit=cast.kecamatan, name="uji"
    )

    def post(body: object, bearer: str = secret):
        return client.post(
            URL,
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {bearer}"},
        )

    return post


def test_findings_come_back_for_every_draft(cast: Cast, call) -> None:
    answer = call({"drafts": [{"id": "a", "text": "Coblos nomor 2"}, {"text": "Posyandu buka."}]})
    assert answer.status_code == 200
    body = answer.json()
    assert body["unit"] == cast.kecamatan.code
    (finding,) = body["results"][0]["findings"]
    assert (finding["rule"], finding["severity"], finding["start"], finding["end"]) == (
        "neutrality.vote_call", "must", 0, 14,
    )  # fmt: skip
    assert finding["basis"][0]["certainty"].startswith("rujukan belum diverifikasi")
    assert body["results"][1] == {"id": "", "phase": "normal", "findings": []}


def test_the_time_of_publication_decides_the_phase(cast: Cast, call) -> None:
    entry = ElectionEntry(name="Pilkada", dates={Phase.QUIET: (date(2030, 1, 1), date(2030, 1, 3))})
    actions.create_election(unit=cast.pemda, entry=entry, by=cast.pembina, at=NOW)
    text = "Calon bupati hadir"
    body = call(
        {
            "drafts": [
                {"text": text},
                {"text": text, "at": "2030-01-02T08:00:00+07:00"},
                {"text": text, "phase": "campaign"},
            ]
        }
    ).json()
    assert [r["phase"] for r in body["results"]] == ["normal", "quiet", "campaign"]
    assert [r["findings"][0]["severity"] for r in body["results"]] == ["weigh", "must", "must"]


def test_limits_and_alt_texts_are_checked(call) -> None:
    body = call({"drafts": [{"text": "a" * 400, "network": "x", "alt": [""]}]}).json()
    rules = [f["rule"] for f in body["results"][0]["findings"]]
    assert rules == ["network.too_long", "accessibility.alt_missing"]


def test_without_a_good_token_nothing_is_checked(call) -> None:
    assert call({"drafts": [{"text": "a"}]}, bearer="salah").status_code == 401


def test_a_unit_out_of_reach_is_missing(cast: Cast, call) -> None:
    body = {"unit": cast.kecamatan_lain.code, "drafts": [{"text": "a"}]}
    assert call(body).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {}, {"drafts": []}, {"drafts": [{}]}, {"drafts": [{"text": 5}]},
        {"drafts": [{"text": "a" * 100_001}]},
        {"drafts": [{"text": "a", "kind": "lain"}]}, {"drafts": [{"text": "a", "phase": "lain"}]},
        {"drafts": [{"text": "a", "at": "2026-08-12T08:00:00"}]}, {"drafts": [{"text": "a",
        "at": "x"}]},
        {"drafts": [{"text": "a", "network": "zzz"}]},
        {"drafts": [{"text": "a"}] * 51}, {"drafts": [{"text": "a", "alt": ["a"] * 21}]},
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_a_problem_document(call, body: object) -> None:
    answer = call(body)
    assert answer.status_code == 422
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


@pytest.mark.parametrize("text", ["", "\x00", "\u202e", "👍" * 5000, "\\ud800"])
def test_any_text_gets_an_answer(call, text: str) -> None:
    assert call({"drafts": [{"text": text}]}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        '{"drafts": [{"text": "a\\ud800 NIK 3204116508790002"}]}',
        b'{"drafts": [{"text": "\xff"}]}', "[" * 100_000,
        '{"drafts": [{"text": "a", "id": 1%s}]}' % ("0" * 5000), "{rusak", b"\x00", "",
        '{"drafts": [{"text": "a", "title": NaN}]}', '{"drafts": [{"text": "a", "at": 1e999}]}',
    ],
    ids=["half a character", "no UTF-8", "deep", "long number", "no JSON", "NUL", "empty", "NaN",
         "endless"],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_and_breaks_nothing(call, body: str | bytes) -> None:
    answer = call(body)
    assert answer.status_code in {400, 422}
    assert answer["content-type"] == "application/problem+json"


def test_a_word_that_is_no_choice_is_told_as_one(call) -> None:
    answer = call({"drafts": [{"text": "a", "kind": "lain", "actor": "admin"}]})
    assert [(e["field"], e["message"]) for e in answer.json()["errors"]] == [
        ("drafts.0.kind", "Bukan salah satu pilihan yang ada."),
        ("drafts.0.actor", "Bukan salah satu pilihan yang ada."),
    ]
