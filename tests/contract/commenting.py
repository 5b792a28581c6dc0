"""What is said of a first comment while it is written is what becomes of it, on every network."""

from collections import defaultdict
from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import HealthCheck, example, given, settings, strategies as st

from kentongan.compliance.draft import Facts, Severity
from kentongan.language.lengths import COUNTS, length
from kentongan.networks import registry
from kentongan.networks.contract import Reference, Refused
from kentongan.planning import checking
from kentongan.planning.fields import manner_fields
from kentongan.planning.manners import Manner
from kentongan.planning.places import place
from tests.contract.ground import Ground, item, reference
from tests.contract.harness import Harness, Login

#: What a network may count, each as people write it; and words around them.
PIECES = (
    "Syaratnya di loket.", "BAWA KTP", "2 x 3", "Jadwal:", "\n", "\n\n", "&", "<b>", "'", "[a]",
    "👨‍👩‍👧", "é", "🇮🇩", "#Satu", "#Dua", "#tiga", "#2026", "#É", "a#b", "##ganda", "(#kurung)",
    "＃lebar", "@kec.lain", "@puskesmas_lain", "a@contoh.go.id", "https://contoh.go.id/a",
    "https://contoh.go.id/a.", "https://contoh.go.id/b?c=1&d=2", "HTTP://CONTOH.GO.ID/C",
    "http://contoh.go.id/d", "“https://contoh.go.id/e”", "https://contoh.go.id/#bagian",
    "https://contoh.go.id/f'", "(https://contoh.go.id/g)", "www.contoh.go.id",
    "contoh.go.id", "situs-yang-namanya-panjang.contoh.go.id", "Besok.Bawa",
)  # fmt: skip
FILLERS = ("a", "A ", "é", "👨‍👩‍👧", "'", "字", "#a ")


def _texts(most: int) -> st.SearchStrategy[str]:
    """Comments of such pieces, some of them about as long as ``most`` in one way of counting."""
    joined = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join)
    filled = st.builds(
        _filled, joined, st.just(most), st.sampled_from(FILLERS), st.sampled_from(COUNTS),
        st.integers(-2, 2),
    )  # fmt: skip
    return (joined | joined.map(str.upper) | filled).map(str.strip).filter(bool)


def _filled(text: str, most: int, filler: str, way: str, more: int) -> str:
    room = most + more - length(f"{text} ", way)
    return f"{text} {filler * max(0, room // length(filler, way))}"


def _told(code: str, text: str) -> bool:
    """Whether the check says that the network does not take this first comment."""
    wording = checking.Wording(
        text="Pasar murah besok pagi.",
        at=datetime.now(UTC),
        networks=(code,),
        manners={code: Manner(comment=text)},
    )
    found = checking.examine(wording, Facts(), {})
    return any(
        one.field == f"comment:{code}"
        and one.finding.family == "network"
        and one.finding.severity is Severity.MUST
        for one in found
    )


class Commenting(Ground):
    """The inherited test."""

    def test_what_is_said_of_a_first_comment_is_what_becomes_of_it(
        self, harness: Harness, login: Login
    ) -> None:
        most = registry.get(harness.code).limits.max_comment
        offered = "comment" in dict(manner_fields(place(harness.code), []))
        assert offered is bool(most)
        if not offered:
            return
        told: dict[str, bool] = {}
        taken: dict[str, bool] = {}
        posts: dict[str, list[Reference]] = defaultdict(list)
        with harness.open(login) as connector:

            def below(text: str) -> Reference:
                """A post that has none of these words yet: some networks take them only once."""
                used = posts[" ".join(text.casefold().split())]
                free = next((post for post in posts[""] if post not in used), None)
                if free is None:
                    words = f"Pasar murah hari ke-{len(posts[''])}."
                    free = reference(connector.publish(item(words), uuid4().hex))
                    posts[""].append(free)
                used.append(free)
                return free

            def takes(text: str) -> bool:
                if text not in taken:
                    try:
                        connector.publish(item(text, reply_to=below(text)), uuid4().hex)
                    except Refused:
                        taken[text] = False
                    else:
                        taken[text] = True
                return taken[text]

            @settings(
                max_examples=60, deadline=None, database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            )  # fmt: skip
            @given(text=_texts(most))
            @example(text="https://contoh.go.id/a https://contoh.go.id/a")
            @example(text="SYARAT DI LOKET, 2026")
            @example(text="#1 #2 #3 #4 #5")
            @example(text="👨‍👩‍👧" * 200)
            @example(text="a" * most)
            @example(text="'" * most)
            def hold(text: str) -> None:
                told[text] = _told(harness.code, text)
                if not harness.can.exact_comments:
                    assert harness.can.why_not["exact_comments"]
                    assert told[text] or takes(text), text
                    return
                assert told[text] != takes(text), (text, told[text])

            hold()
        assert set(told.values()) == {True, False}
