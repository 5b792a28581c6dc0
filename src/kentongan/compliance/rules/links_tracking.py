"""A tail by which advertisers follow readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.linked import places
from kentongan.kernel.say import gettext_noop

_TAIL = re.compile(
    r"[?&](?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mibextid|mc_[ce]id"
    r"|_ga|_gl|si|feature|share_id|sharer?_\w+|ref_src|ref_url|_r|_t|is_from_webapp|sender_device"
    r"|__tn__|__cft__\w*|rdid|wt_mc|oly_\w+|vero_id|spm|trk|trackingid)=[^&#\s]*",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Hit]:
    for place in places(case):
        for link in place.text.light_links:
            if "=" in link.text and _TAIL.search(link.text):
                clean = _TAIL.sub("", link.text)
                if "?" not in clean and "&" in clean:
                    clean = clean.replace("&", "?", 1)
                yield place.hit(link.start, link.end, replacement=clean)


RULE = Rule(
    id="links.tracking",
    family="links",
    title=gettext_noop("Ekor pelacak"),
    looks_for=gettext_noop("Bagian tautan yang melacak pembaca: utm_…, fbclid, igshid, si."),
    message=gettext_noop("Ekor tautan ini melacak pembaca dan tidak diperlukan."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    find=_find,
    needs=("=",),
    examples_match=examples(
        "https://contohkab.go.id/berita?utm_source=ig&utm_medium=bio",
        "https://youtu.be/abc123?si=Xy12",
        "https://www.instagram.com/p/abc/?igshid=MzRlODBi",
        "https://contohkab.go.id/a?id=7&fbclid=IwAR0abc",
        "Baca contohkab.go.id/a?gclid=1.",
        "https://www.tiktok.com/@a/video/1?is_from_webapp=1&sender_device=pc",
    ),
    examples_miss=examples(
        "https://contohkab.go.id/berita?id=2281&halaman=2",
        "https://contohkab.go.id/cari?q=utm_source",
        "https://youtube.com/watch?v=abc123",
        "https://contohkab.go.id/#si=1",
        "UTM = Universitas Trunojoyo Madura",
        "Rumus a=b&si=2 di papan tulis",
    ),
)
