"""House rules of templates and static files, for every feature."""

import gzip
import re
from pathlib import Path

import pytest

import kentongan

pytestmark = pytest.mark.no_database

PACKAGE = Path(kentongan.__file__).parent
STATIC = PACKAGE / "web" / "static" / "web"
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
ICONS = {
    line
    for line in (PACKAGE / "web" / "icons.txt").read_text().split("\n")
    if line and not line.startswith("#")
}
#: An opening tag, with template tags and quoted values inside it taken whole.
OPENING = re.compile(
    r"<([a-zA-Z][\w.-]*)((?:\{%.*?%\}|\{\{.*?\}\}|\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.S
)
HTMX = re.compile(r"\shx-(?:get|post|put|patch|delete|action|on)\b")
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I)


def name_of(path):
    return str(path.relative_to(PACKAGE))


def source_of(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_keeps_to_the_content_security_policy(path):
    for tag, attributes in OPENING.findall(source_of(path)):
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", attributes)
        assert not re.search(r"\sstyle\s*=", bare), f"<{tag}> has a style attribute"
        assert not re.search(r"\son[a-z]+\s*=", bare), f"<{tag}> has an inline handler"
    assert not SCRIPT.search(source_of(path)), "inline script"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_htmx_elements_carry_their_nonce(path):
    for tag, attributes in OPENING.findall(source_of(path)):
        if not tag.startswith("c-") and HTMX.search(attributes):
            assert "{% hx" in attributes, f"<{tag}> needs {{% hx %}}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_icons_named_in_a_template_are_in_the_sprite(path):
    source = source_of(path)
    named = re.findall(r"\{% icon [\"']([\w-]+)[\"']", source)
    named += re.findall(r"\{% kd [\"']\w+[\"'] [\"']([\w-]+)[\"']", source)
    named += re.findall(r"\{% jej [\"']([\w-]+)[\"']", source)
    named += re.findall(r"<c-[^>]*\sicon(?:_end)?=\"([\w-]+)\"", source)
    assert set(named) <= ICONS, f"missing in icons.txt: {set(named) - ICONS}"


def test_the_sprite_holds_the_icons_listed():
    assert set(re.findall(r'id="i-([\w-]+)"', (STATIC / "ikon.svg").read_text())) == ICONS


def test_css_and_javascript_stay_within_their_budget():
    def weight(*names):
        return sum(len(gzip.compress((STATIC / n).read_bytes(), 9)) for n in names)

    assert weight("kentongan.css") <= 30 * 1024
    assert weight("kentongan.js") <= 20 * 1024
    assert (STATIC / "plus-jakarta-sans.woff2").stat().st_size <= 20 * 1024


def test_styles_ask_no_other_host():
    css = (STATIC / "kentongan.css").read_text()
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", css)


def test_what_is_vendored_names_its_licence():
    licences = {path.name for path in (STATIC / "vendor").glob("LISENSI-*.txt")}
    assert {
        "LISENSI-htmx.txt",
        "LISENSI-tabler.txt",
        "LISENSI-plus-jakarta-sans.txt",
    } <= licences
