"""What browser tests need beside Playwright: the system's Chromium and the source of axe-core."""

from tests.servers.npm import node_modules
from tests.servers.process import ServerMissing, find_program

CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-background-networking")


def chromium() -> str:
    """The path of an installed Chromium or Chrome, for Playwright's `executable_path`."""
    return find_program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def axe_source() -> str:
    """The JavaScript of axe-core, to be evaluated in a page before `axe.run()`."""
    source = node_modules("browser") / "axe-core" / "axe.min.js"
    if not source.exists():
        raise ServerMissing("axe-core")
    return source.read_text()
