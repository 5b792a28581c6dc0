"""Where vendors that fetch by themselves find pictures and videos: on loopback, under a name."""

from tests.fakes.server import Answer, Fake, Handler, Request


class MediaHost(Fake):
    """Serves what was put there; ``fetched`` counts by address."""

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[str, tuple[bytes, str]] = {}
        self.fetched: list[str] = []

    def put(self, data: bytes, mime: str) -> str:
        """The address of a file."""
        path = f"/berkas/{len(self._files)}"
        self._files[path] = (data, mime)
        return self.base_url + path

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/berkas/\d+", self._give)]

    def _give(self, request: Request) -> Answer:
        self.fetched.append(request.path)
        data, mime = self._files.get(request.path, (b"", ""))
        if not mime:
            return Answer(404, {})
        return Answer(200, data, {"Content-Type": mime})
