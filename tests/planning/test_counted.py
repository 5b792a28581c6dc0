"""What networks count in a post, in each part of a thread and in a first comment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, MediaFact, TextLimits
from kentongan.networks import wording
from kentongan.networks.connectors.threads import containers
from kentongan.networks.contract import Refused
from kentongan.networks.models import Account
from kentongan.planning import checking
from kentongan.planning.manners import Manner, outward
from kentongan.planning.models import LinkMarks, Post
from kentongan.planning.places import place
from tests.cast import NOW, Cast
from tests.contract.ground import item
from tests.planning.conftest import make_account
from tests.planning.test_manners import LONG, Save, post, save

__all__ = ["post", "save"]


def test_more_hashtags_mentions_or_links_than_a_network_takes_keep_a_post_back(
    post: Post, cast: Cast, save: Save
) -> None:
    for network in ("instagram", "threads"):
        make_account(cast.kecamatan, network, "kec.sumberjati")
    targets = [a.pk for a in Account.objects.filter(unit=cast.kecamatan)]
    links = " ".join(f"https://contoh.go.id/desa/{number}" for number in range(6))
    tags = " ".join(f"#Desa{number}Guyub" for number in range(31))
    save(targets=targets, text=f"Pasar murah besok pagi. {links}")

    def counted() -> dict[str, str]:
        found = checking.findings(Post.objects.get(pk=post.pk), NOW)
        told = [c for c in found if c.finding.rule == "network.counts"]
        assert all(c.stops for c in told)
        return {f"{c.network} {c.field}": c.finding.message for c in told}

    assert counted() == {"threads text": "Threads menerima paling banyak 5 tautan; ada 6."}
    save(text=f"{LONG} {links}", threads={"threads": True})
    last = "Bagian 2 dari 2: Threads menerima paling banyak 5 tautan; ada 6."
    assert counted() == {"threads text": last}  # all six would stand in the last part
    save(text=f"{links.replace('desa', 'kelurahan')} {LONG} {LONG} {links}")
    found = checking.findings(Post.objects.get(pk=post.pk), NOW)
    many = [c.finding for c in found if c.finding.rule == "network.counts"]
    assert [(f.message, f.text.rpartition("id/")[2]) for f in many] == [
        ("Bagian 1 dari 3: Threads menerima paling banyak 5 tautan; ada 6.", "kelurahan/5"),
        ("Bagian 3 dari 3: Threads menerima paling banyak 5 tautan; ada 6.", "desa/5"),
    ]
    save(text=links.replace(" ", f" {LONG} "))
    assert counted() == {}  # one or two in each part
    bare = " ".join(f"desa{number}.contoh.go.id" for number in range(6))
    save(text=f"{bare} " + links.replace(" ", f" {LONG} "))
    assert counted() == {}  # bare names are none, as in a post of one part
    save(text=f"Pasar murah besok pagi. {tags}", comments={"instagram": tags[:54]})
    assert counted() == {
        "instagram text": "Instagram menerima paling banyak 30 tagar; ada 31.",
        "instagram comment:instagram": "Instagram menerima paling banyak 4 tagar; ada 5.",
    }
    save(text="Pasar murah besok pagi. " + "@kec.lain " * 21, comments={"instagram": ""})
    told = {"instagram text": "Instagram menerima paling banyak 20 sebutan; ada 21."}
    assert counted() == told
    save(text="Pasar murah besok pagi.")
    assert counted() == {}


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("https://contoh.go.id/desa/1", 5),
        ("https://contoh.go.id/desa", 6),  # within others, and another one
        ("https://contoh.go.id/lain", 6),
    ],
)
def test_the_link_of_a_post_is_counted_as_threads_counts_it(
    post: Post, cast: Cast, save: Save, link: str, number: int
) -> None:
    make_account(cast.kecamatan, "threads", "kec.sumberjati")
    targets = [a.pk for a in Account.objects.filter(unit=cast.kecamatan)]
    text = "Peta: " + " ".join(f"https://contoh.go.id/desa/{n}" for n in range(5))
    save(targets=targets, text=text, link=link)
    found = checking.findings(Post.objects.get(pk=post.pk), NOW)
    told = [c.finding.message for c in found if c.finding.rule == "network.counts"]
    sends = item(text, link=link)
    if number == 5:
        containers.refuse_early(sends)
        assert told == []
        return
    with pytest.raises(Refused, match=f"Ada {number} tautan"):
        containers.refuse_early(sends)
    assert told == [f"Threads menerima paling banyak 5 tautan; ada {number}."]


def test_below_a_picture_a_link_that_stands_in_the_text_is_not_counted_again() -> None:
    text = "Peta: " + " ".join(f"https://contoh.go.id/desa/{n}" for n in range(5))
    pictured = Draft(text, at=NOW, link="https://contoh.go.id/desa", media=(MediaFact("Balai"),))
    facts = Facts(limits=TextLimits(label="Threads", max_links=5))
    assert wording.full_text(item(text, link=pictured.link)) == text

    def counted(draft: Draft) -> list[str]:
        return [one.message for one in check(draft, facts) if one.rule == "network.counts"]

    assert counted(pictured) == []
    assert counted(replace(pictured, link="https://contoh.go.id/lain"))
    assert counted(replace(pictured, media=()))


def test_a_first_comment_is_told_of_as_instagram_would_refuse_it(
    post: Post, cast: Cast, save: Save
) -> None:
    make_account(cast.kecamatan, "instagram", "kec.sumberjati")
    targets = [a.pk for a in Account.objects.filter(unit=cast.kecamatan)]
    address = "https://titirwangi.contoh.go.id/loket"

    def told(comment: str) -> list[str]:
        save(targets=targets, comments={"instagram": comment})
        found = checking.findings(Post.objects.get(pk=post.pk), NOW)
        return [c.finding.message for c in found if c.field == "comment:instagram" and c.stops]

    twice = ["Instagram menerima paling banyak 1 tautan; ada 2."]
    assert told(f"Peta: {address} Jadwal: {address}") == twice
    loud = ["Instagram menolak komentar yang seluruhnya huruf besar."]
    assert told("SYARAT ADA DI LOKET.") == loud
    LinkMarks.objects.create(enabled=True, hosts="contoh.go.id", medium="sosial")
    nearly = "Syaratnya di loket. " * 12 + address
    assert len(nearly) < 300
    assert told("Peta: " + address) == []
    marked = len("?utm_source=instagram&utm_medium=sosial")
    (over,) = told(nearly)  # what marks add to the link would make Instagram refuse it
    assert over.startswith("Lebih ")
    assert told(nearly[marked + 2 * 20 :]) == []


def test_a_text_of_few_letters_and_many_bytes_is_told_of_and_cut_for_bluesky(
    post: Post, cast: Cast, save: Save
) -> None:
    make_account(cast.kecamatan, "bluesky", "kec.sumberjati")
    account = Account.objects.get(unit=cast.kecamatan, network="bluesky")
    families = "👨‍👩‍👧" * 170
    assert len(families.encode()) == 3060

    def told(**fields: object) -> list[tuple[str, str]]:
        save(targets=[account.pk], **fields)
        found = checking.findings(Post.objects.get(pk=post.pk), NOW)
        return [(c.field, c.finding.message) for c in found if c.finding.rule == "network.too_long"]

    heavy = "Terlalu banyak emoji atau huruf khusus untuk Bluesky: 3060 bita dari 3000."
    assert told(text=families) == [("text", heavy)]
    assert told(text=families, threads={"bluesky": True}) == []
    out = outward(families, "", place("bluesky"), Manner(thread=True))
    assert len(out.parts) == 2
    assert max(len(part.encode()) for part in out.parts) <= 3000
    assert told(text="Halo.", comments={"bluesky": families}) == [("comment:bluesky", heavy)]
    assert told(text="Halo.", comments={"bluesky": families[:-20]}) == []
