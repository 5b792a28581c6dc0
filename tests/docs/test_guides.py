"""The guides in the product: every one is drawn whole and leads to the others."""

import re

from django.test import Client

from kentongan.home.guide import FOLDER
from tests.cast import Cast, sign_in

GUIDES = sorted(path.stem for path in FOLDER.glob("*.md"))
MARKS = re.compile(r"\*\*|\]\(|^#|^\s*\|", re.MULTILINE)


def test_every_guide_is_a_page_and_each_link_in_it_arrives(cast: Cast, client: Client) -> None:
    sign_in(client, cast.admin)
    assert 'href="/bantuan/"' in client.get("/").text
    led = set()
    for name in GUIDES:
        page = client.get("/bantuan/" if name == "README" else f"/bantuan/{name}/")
        assert page.status_code == 200, name
        main = page.text.partition("<main")[2].partition("</main>")[0]
        words = re.sub(r"<[^>]+>", "", main)
        assert not MARKS.search(words), (name, MARKS.search(words))
        led |= set(re.findall(r'href="(/bantuan/[^"#]*)', main))
    for address in led:
        assert client.get(address).status_code == 200, address
    assert {f"/bantuan/{name}/" for name in GUIDES if name != "README"} <= led
    assert client.get("/bantuan/tidak-ada/").status_code == 404
