"""Parts of a page that are drawn once and kept: ``{% drawn %}…{% enddrawn %}``.

For menus, dialogs and lists of choices, which look the same on every page and to everybody, and
for the rows of a list that is asked for every few seconds, of which hardly any has changed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NoReturn

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

#: So many drawings of one place are kept, where it does not say; then they begin anew.
MOST = 64


class _Elsewhere:
    """Stands for what belongs to one person or one request: any use of it is an error."""

    def _refuse(self, *_: Any) -> NoReturn:
        raise TemplateSyntaxError("drawn: what belongs to one person or request is not kept")

    __bool__ = __str__ = __iter__ = __len__ = __getitem__ = __getattr__ = _refuse


_HIDDEN = dict.fromkeys(
    ("request", "csrf_token", "user", "messages", "perms", "shell"), _Elsewhere()
)


class Drawn(Node):
    """A part that sees nothing but ``given``, and is kept for each language and those values.

    So it shows nobody what belongs to another: equal values are the same part.
    """

    def __init__(
        self, nodelist: NodeList, given: Mapping[str, FilterExpression], most: int = MOST
    ) -> None:
        self.nodelist = nodelist
        self.given = given
        self.most = most
        self.kept: dict[Hashable, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """What was drawn before for the same values, or the part."""
        given = {name: value.resolve(context) for name, value in self.given.items()}
        # With their types: 1 is True, and what is safe is equal to what must be escaped.
        key = (get_language(), *((type(value), value) for value in given.values()))
        known = self.kept.get(key)
        if known is None:
            if len(self.kept) >= self.most:
                self.kept.clear()
            alone = context.new({**_HIDDEN, **given})
            known = self.kept[key] = self.nodelist.render(alone)
        return known


def compile_drawn(parser: Parser, token: Token) -> Drawn:
    """``{% drawn %}``, or with what it shows: ``{% drawn entries=shell.nav here=path %}``.

    Each value is hashable and says everything that the part shows; nothing else can be used in it,
    least of all the request, its token and its nonce. No times: they change under the same values.
    ``most=1000``: so many are kept, where the part is a row of a list.
    """
    _tag, *bits = token.split_contents()
    given = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"drawn: takes name=value only, not {bits[0]}")
    most = int(str(given.pop("most"))) if "most" in given else MOST
    nodelist = parser.parse(("enddrawn",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise TemplateSyntaxError("drawn: a block would be kept for pages that fill it otherwise")
    return Drawn(nodelist, given, most)
