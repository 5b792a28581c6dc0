"""What all tests of the contract stand on: an account, a key, and ways to break the network."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from kentongan.networks.contract import Outgoing, Published, Reference
from tests.contract.harness import Harness, Login
from tests.contract.interposer import Interposer
from tests.servers import Chaos

TEXT = "Pelayanan KTP-el besok pindah ke balai desa, pukul 08.00–11.00. Bawa KK ya! 🙏"
LONG = "kata " * 25_000
#: How our sentences begin to say what a person does next.
WAY_OUT = re.compile(
    r"\b(Buat|Buka|Ganti|Isi|Jadikan|Kecilkan|Kurangi|Lengkapi|Minta|Pakai|Pastikan|Pendekkan"
    r"|Periksa|Salin|Setujui|Tunggu|Ubah|[Ss]ambungkan lagi|[Tt]erbitkan)\b"
)


def item(text: str = TEXT, **more: object) -> Outgoing:
    """A post of a moment ago."""
    made = Outgoing(text=text, created_at=datetime.now(UTC) - timedelta(seconds=1))
    return replace(made, **more)  # type: ignore[arg-type]


def reference(found: Published) -> Reference:
    return Reference(found.external_id, found.url, found.extra)


def leads_on(error: BaseException) -> bool:
    """Whether a sentence for a person ends as one and says what to do."""
    said = str(error)
    return said.endswith((".", ")", "…")) and WAY_OUT.search(said) is not None


class Ground:
    """The fixtures."""

    @pytest.fixture
    def harness(self) -> Harness:
        raise NotImplementedError("the class for a connector gives its harness")

    @pytest.fixture
    def login(self, harness: Harness) -> Login:
        return harness.login()

    @pytest.fixture
    def key(self) -> str:
        return uuid4().hex

    @pytest.fixture
    def proxy(self, harness: Harness, chaos: Callable[[str], Chaos]) -> Chaos:
        return chaos(harness.base_url)

    @pytest.fixture
    def via(self, harness: Harness, proxy: Chaos) -> str:
        return (
            proxy.base_url
            + harness.base_url.partition("//")[2].partition("/")[1]
            + (harness.base_url.partition("//")[2].partition("/")[2])
        )

    @pytest.fixture
    def front(self, harness: Harness) -> Iterator[Interposer]:
        with Interposer(harness.base_url) as front:
            yield front
