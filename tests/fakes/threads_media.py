"""Pictures and videos on loopback addresses, for networks that fetch by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from kentongan.networks.contract import Image, Outgoing
from tests.fakes.server import Answer, Fake, Handler, Request


@dataclass(frozen=True)
class Hosted:
    """What lies at an address."""

    data: bytes
    mime: str
    status: int = 200


class MediaHost(Fake):
    """Serves what was put there, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, Hosted] = {}

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/(?P<name>[0-9a-f]{32})", self._get)]

    def put(self, data: bytes, mime: str, *, status: int = 200) -> str:
        """The address at which ``data`` can be had from now on."""
        name = uuid4().hex
        self.files[f"{name}"] = Hosted(data, mime, status)
        return f"{self.base_url}/{name}"

    def host(self, item: Outgoing) -> Outgoing:
        """``item`` with an address for every picture that has none."""

        def one(image: Image) -> Image:
            return image if image.url else replace(image, url=self.put(image.data, image.mime))

        return replace(item, images=tuple(map(one, item.images)))

    def _get(self, request: Request) -> Answer:
        found = self.files.get(request.params["name"])
        if found is None:
            return Answer(404, b"gone")
        headers: Mapping[str, str] = {"Content-Type": found.mime}
        return Answer(found.status, found.data, headers)
