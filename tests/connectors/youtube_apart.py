"""The fake YouTube in a process of its own, so that its memory is not ours.

Prints one line with what is needed to talk to it; for every line it reads, one with its films.
"""

import json
import sys

from tests.connectors.youtube_ground import desk_on
from tests.fakes.youtube import FakeYouTube


def main() -> None:
    with FakeYouTube() as server:
        desk = desk_on(server)
        about = {"base_url": server.base_url, "secret": dict(desk.secret), "id": desk.channel.id}
        print(json.dumps(about), flush=True)
        for _ in sys.stdin:
            films = [{"id": f.id, "size": f.size, "sha256": f.sha256} for f in desk.films]
            print(json.dumps({"films": films, "sessions": len(server.sendings)}), flush=True)


if __name__ == "__main__":
    main()
