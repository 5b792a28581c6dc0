"""Our documents on a page: escaped, without HTML of their own, links only where they may lead."""

import pytest

from kentongan.web.prose import drawn

pytestmark = pytest.mark.no_database


def test_what_a_document_says_is_escaped_and_links_lead_only_where_they_may() -> None:
    said = drawn(
        "<b>a</b> **b** `<i>` [x](javascript:alert) [y](https://y.example/?a=1&b=2)"
        "\n\n<script>alert(1)</script>\n\n<!-- catatan -->\n\n[z](z.md)"
    ).html
    assert "<b>" not in said
    assert "<strong>b</strong> <code>&lt;i&gt;</code>" in said
    assert "<script" not in said
    assert "catatan" not in said
    assert "javascript" not in said.replace("[x](javascript:alert)", "")
    assert '<a class="taut" href="https://y.example/?a=1&amp;b=2">y</a>' in said
    assert "<span>z</span>" in said


def test_a_link_that_is_all_a_line_says_is_one_for_thumbs() -> None:
    said = drawn("- [a](https://a.example)\n- lihat [b](https://b.example)").html
    assert '<a class="taut sendiri" href="https://a.example">' in said
    assert '<a class="taut" href="https://b.example">' in said


def test_the_title_stands_apart_and_headings_can_be_linked_to() -> None:
    found = drawn("# Judul kita\n\n## Bagian dua\n\n1. satu\n   - di bawah\n\n|a|\n|---|\n|b|")
    assert found.title == "Judul kita"
    assert "Judul" not in found.html
    assert '<h2 id="bagian-dua">Bagian dua</h2>' in found.html
    assert '<th scope="col">a</th>' in found.html
    assert drawn("tanpa judul").title == ""
