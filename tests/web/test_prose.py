"""Our Markdown on a page: escaped, and with links only where they may lead."""

import pytest

from kentongan.web.prose import blocks, inline


@pytest.mark.no_database
def test_what_a_document_says_is_escaped_and_links_lead_only_where_they_may() -> None:
    said = inline("<b>a</b> **b** `<i>` [x](javascript:alert) [y](https://y.example/?a=1&b=2)")
    assert "&lt;b&gt;a&lt;/b&gt; <b>b</b>" in said
    assert "&lt;i&gt;</code> x <a" in said
    assert 'href="https://y.example/?a=1&amp;b=2"' in said


@pytest.mark.no_database
def test_lists_tables_and_headings_are_read() -> None:
    title, points, table = blocks(
        "# Judul\n1. satu\n   lanjut\n   - di bawah\n2. dua\n\n|a|b|\n|---|---|\n|c|d|"
    )
    assert (title.kind, title.anchor) == ("heading", "judul")
    assert points.points == [("satu lanjut", ("di bawah",)), ("dua", ())]
    assert table.rows == [("a", "b"), ("c", "d")]
