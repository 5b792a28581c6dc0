"""The API against its own schema: whatever is sent, an answer that the schema tells of.

Schemathesis makes requests from ``/api/v1/openapi.json``, good ones and broken ones, as a token of
the administrator: never a fault of the server, never another shape, every refusal a problem
document.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from kentongan.approval.seed import seed as seed_chains
from kentongan.config.api import api
from kentongan.config.wsgi import application
from kentongan.people.actions import create_token
from kentongan.planning import actions as planning
from kentongan.planning.seed import seed as seed_kinds
from tests.cast import NOW, Cast

pytestmark = [pytest.mark.slow, pytest.mark.no_database, pytest.mark.django_db(transaction=True)]

SCHEMA = "/api/v1/openapi.json"
EXAMPLES = 10


OPERATIONS = [
    (method.upper(), path)
    for path, item in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in item
]


@cache
def schema() -> Any:
    """As anyone reads it, and once."""
    return schemathesis.openapi.from_wsgi(SCHEMA, application)


@pytest.fixture
def secret(cast: Cast) -> str:
    """A token of the administrator, and something to find with it."""
    seed_kinds(at=NOW)
    seed_chains(at=NOW)
    planning.create_post(
        title="Jadwal", unit=cast.kecamatan, kind="layanan-rutin", text="Buka besok.",
        by=cast.admin, at=NOW, targets=[],
    )  # fmt: skip
    user = cast.administrator
    return create_token(by=user, at=NOW, user=user, unit=cast.pemda, name="uji")[1]


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[" ".join(o) for o in OPERATIONS])
def test_every_request_gets_an_answer_of_the_schema(secret: str, method: str, path: str) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=schema()[path][method].as_strategy())
    def run(case: Any) -> None:
        headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])
        if answer.status_code >= 400:
            assert answer.headers["content-type"][0].startswith("application/problem+json")
            document = answer.json()
            assert {"type", "title", "status", "detail"} <= set(document)
            assert document["status"] == answer.status_code
            assert document["detail"]

    run()
