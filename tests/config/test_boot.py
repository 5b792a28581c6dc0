"""What a process loads before it has anything to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.no_database

LOADED = """
import json, sys
from kentongan.config.boot import start_django
start_django()
from django.urls import reverse
import kentongan.jobs.worker
reverse("healthz")
names = ("kentongan.compliance.rules.listed", "kentongan.config.api", "ninja", "pydantic")
print(json.dumps({name: name in sys.modules for name in names}))
"""


@pytest.mark.slow
def test_neither_rules_nor_the_api_are_loaded_before_they_are_asked(tmp_path: Path) -> None:
    environment = {**os.environ, "KENTONGAN_DATA": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    assert not any(json.loads(done.stdout).values()), done.stdout


@pytest.mark.django_db
def test_calls_of_the_api_are_found_and_pages_stay_where_they_are(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Kentongan"
    unknown = client.get("/api/v9/nowhere")
    assert unknown.status_code == 404
    assert unknown.headers["Content-Type"].startswith("application/problem+json")
    assert client.get("/apis").headers["Content-Type"].startswith("text/html")
