"""What browser tests need beside Playwright: a Chromium and the source of axe-core."""

import os
import subprocess
import sys

from tests.servers.npm import node_modules
from tests.servers.process import ServerMissing, find_program

CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-background-networking")
# In a process of its own, as two Playwrights cannot live in one.
WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as play:
    print(play.chromium.executable_path, end="")
"""


def chromium() -> str:
    """The path of an installed Chromium or Chrome, for Playwright's `executable_path`: the
    system's, else the one that Playwright has brought (Ubuntu has Chromium as a snap only)."""
    try:
        return find_program(
            "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
        )
    except ServerMissing:
        asked = [sys.executable, "-c", WHERE]
        own = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        if not os.access(own, os.X_OK):
            raise
        return own


def axe_source() -> str:
    """The JavaScript of axe-core, to be evaluated in a page before `axe.run()`."""
    source = node_modules("browser") / "axe-core" / "axe.min.js"
    if not source.exists():
        raise ServerMissing("axe-core")
    return source.read_text()
