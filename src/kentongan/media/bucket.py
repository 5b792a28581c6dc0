"""Files in a bucket that speaks S3: read and written piece by piece, handed out by signed links.

Loaded only where ``KENTONGAN_S3_BUCKET`` names one (``pip install 'kentongan[s3]'``).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError
from storages.backends.s3 import S3Storage

from kentongan.kernel.say import gettext as _
from kentongan.media.errors import StorageAway

_PIECE = 262_144
#: Larger files go up in parts of this size, one after the other: memory stays what it is.
_PART = 8 * 1024 * 1024
_TRANSFER = TransferConfig(multipart_threshold=_PART, multipart_chunksize=_PART, use_threads=False)
_GONE = frozenset({"404", "NoSuchKey", "NotFound"})
#: Seconds for a connection, and for each piece of an answer.
CONNECT_SECONDS, READ_SECONDS = 4.0, 10.0
#: For so long after it was silent only one at a time asks it; the others hear that it is away.
SILENT_SECONDS = 30.0


class _Silence:
    """Remembers in this process that the bucket did not answer.

    A page shows thirty pictures, and each would wait for as long as the bucket may take: soon all
    threads of the web process would, and with them people who want no picture at all.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.until = 0.0

    def enter(self) -> None:
        """Raises :class:`StorageAway` while it is silent; lets one try when that may be over."""
        with self._lock:
            now = time.monotonic()
            if now < self.until:
                raise StorageAway(_away())
            if self.until:
                self.until = now + SILENT_SECONDS

    def began(self) -> None:
        """It did not answer."""
        self.until = time.monotonic() + SILENT_SECONDS

    def ended(self) -> None:
        """It answered, whatever it was."""
        self.until = 0.0


silence = _Silence()


@contextmanager
def _asking(name: str = "") -> Iterator[None]:
    """Around requests: as :func:`_saying`, and at once where it was silent a moment ago."""
    silence.enter()
    with _saying(name):
        try:
            yield
        except (ConnectTimeoutError, ReadTimeoutError):
            silence.began()
            raise
        except ClientError:
            silence.ended()
            raise
        silence.ended()


@contextmanager
def _saying(name: str) -> Iterator[None]:
    """``FileNotFoundError`` for what is not there, :class:`StorageAway` for all other trouble."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise FileNotFoundError(name) from error
        raise StorageAway(_away()) from error
    except (BotoCoreError, OSError) as error:
        raise StorageAway(_away()) from error


def _away() -> str:
    return _("Penyimpanan berkas (S3) tidak menjawab. Coba lagi sebentar, atau kabari pengelola.")


class Bucket(S3Storage):
    """One bucket. Names are those of ``files``: relative, with slashes."""

    def __init__(self, **given: Any) -> None:
        # Other servers than Amazon's know only what the protocol had before 2025.
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": 2, "mode": "standard"},
        )
        super().__init__(**given, client_config=config, querystring_auth=True)

    def put(self, name: str, source: Path, mime: str) -> None:
        """Store a file of this disk under ``name``; whole or not at all."""
        with _asking(name), source.open("rb") as file:
            self.bucket.Object(name).upload_fileobj(
                file, ExtraArgs={"ContentType": mime}, Config=_TRANSFER
            )

    def length(self, name: str) -> int:
        """How many bytes it has; ``FileNotFoundError``."""
        with _asking(name):
            return int(self.bucket.Object(name).content_length)

    def holds(self, name: str) -> bool:
        """Whether it is there."""
        try:
            return self.length(name) >= 0
        except FileNotFoundError:
            return False

    def parts(self, name: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Its bytes from ``first`` to ``last``, both included, in small pieces."""
        span = f"bytes={first}-{'' if last is None else last}"
        with _asking(name):
            body = self.bucket.Object(name).get(Range=span)["Body"]
            try:
                yield from body.iter_chunks(_PIECE)
            finally:
                body.close()

    def drop(self, name: str) -> None:
        """Remove it; gone already is fine."""
        with _asking(name):
            self.bucket.Object(name).delete()

    def listed(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Names that begin so, and when each was last written."""
        with _asking(prefix):
            for row in self.bucket.objects.filter(Prefix=prefix):
                yield row.key, row.last_modified

    def link(self, name: str, mime: str, life: timedelta) -> str:
        """An address that gives it to whoever has it, for so long; nothing is asked for it."""
        with _saying(name):
            return str(
                self.bucket.meta.client.generate_presigned_url(
                    "get_object",
                    Params={
                        "Bucket": self.bucket_name,
                        "Key": name,
                        "ResponseContentType": mime,
                    },
                    ExpiresIn=int(life.total_seconds()),
                )
            )
