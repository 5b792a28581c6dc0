"""Every connector is complete, free of Django, and under the contract suite."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from kentongan.networks.contract import Proof, Publishes
from kentongan.networks.registry import CONNECTORS, NoConnector, get
from tests.contract import (
    test_bluesky,
    test_email,
    test_facebook,
    test_instagram,
    test_linkedin,
    test_mastodon,
    test_sandbox,
    test_telegram,
    test_threads,
    test_tiktok,
    test_whatsapp_cloud,
    test_wordpress,
    test_x,
    test_youtube,
)
from tests.contract.harness import Harness
from tests.contract.interposer import load
from tests.contract.suite import ConnectorContract

pytestmark = pytest.mark.no_database
ROOT = Path(__file__).parents[2]
#: The page of a vendor, or the file that takes its place.
PAGE = re.compile(r"[a-z]+\.(?:[a-z]+\.)*[a-z]{2,4}/\S+|content-posting-api|rules\.py|…/")
SUITES = {
    "sandbox": test_sandbox.TestSandbox,
    "bluesky": test_bluesky.TestBluesky,
    "mastodon": test_mastodon.TestMastodon,
    "wordpress": test_wordpress.TestWordPress,
    "telegram": test_telegram.TestTelegram,
    "whatsapp_cloud": test_whatsapp_cloud.TestWhatsAppCloud,
    "x": test_x.TestX,
    "facebook": test_facebook.TestFacebook,
    "instagram": test_instagram.TestInstagram,
    "youtube": test_youtube.TestYouTube,
    "tiktok": test_tiktok.TestTikTok,
    "threads": test_threads.TestThreads,
    "linkedin": test_linkedin.TestLinkedIn,
    "email": test_email.TestEmail,
}


def test_every_connector_inherits_the_suite() -> None:
    assert set(SUITES) == set(CONNECTORS)
    for suite in SUITES.values():
        assert issubclass(suite, ConnectorContract)
        left_out = {n for n in vars(suite) if n.startswith("test_")}
        assert not left_out, f"{suite.__name__} replaces {left_out} of the contract"


@pytest.mark.parametrize("code", sorted(CONNECTORS))
def test_a_connector_says_what_it_is(code: str) -> None:
    connector = CONNECTORS[code]
    assert connector.code == code
    assert connector.label
    assert connector.limits.source
    assert issubclass(connector, Publishes)
    assert connector.credential_fields
    if connector.proof == Proof.LOOKUP:
        assert connector.settled_after is None or connector.settled_after.total_seconds() > 30
    folder = files(f"kentongan.networks.connectors.{code}")
    readme = (folder / "README.md").read_text()
    assert "## Verified" in readme
    assert "## Not verified" in readme
    steps = readme.partition("\n## Cara mendapat akses\n")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\d\. ", steps, re.MULTILINE)) >= 2, "how a pemda gets access"
    limits = [line for line in readme.splitlines() if line.startswith("| ")]
    named = [line for line in limits if PAGE.search(line)]
    assert named or PAGE.search(readme.partition("**Limits**")[2]), "limits, with their pages"
    for name in Harness.fixtures:
        assert load(code, name).source


def test_an_unknown_network_has_no_connector() -> None:
    with pytest.raises(NoConnector, match="tidak punya penghubung"):
        get("friendster")


def test_connectors_are_free_of_django() -> None:
    code = "import sys, kentongan.networks.registry; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
