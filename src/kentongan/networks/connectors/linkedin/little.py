r"""The "little" text format of the Posts API. Pure functions.

Reserved signs that stand for themselves carry a backslash; a bare one starts an element (a
mention, a tag, a template) or cuts the text off.
learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format
"""

from __future__ import annotations

import regex

from kentongan.networks import wording

RESERVED = "\\|{}@[]()<>#*_~"
_RESERVED = regex.compile(r"[\\|{}@\[\]()<>#*_~]")
_ESCAPED = regex.compile(r"\\([\\|{}@\[\]()<>#*_~])")
_TEMPLATE = regex.compile(r"\{hashtag\|\\?#\|([^|{}]+)\}")
#: A tag is an element by itself where it holds nothing reserved.
_SIMPLE_TAG = regex.compile(r"#[\p{L}\p{M}\p{N}]+")


def escape(text: str) -> str:
    """``text`` as it is sent: signs stand for themselves, tags stay tags."""
    found, at = [], 0
    for span in wording.spans(text):
        if span.kind != "tag" or not _SIMPLE_TAG.fullmatch(text[span.start : span.end]):
            continue
        found += [_plain(text[at : span.start]), text[span.start : span.end]]
        at = span.end
    return "".join([*found, _plain(text[at:])])


def _plain(text: str) -> str:
    return _RESERVED.sub(lambda match: f"\\{match.group()}", text)


def read(little: str) -> str:
    """The words of a text in this format, with tags as people write them."""
    return _ESCAPED.sub(r"\1", _TEMPLATE.sub(r"#\1", little))
