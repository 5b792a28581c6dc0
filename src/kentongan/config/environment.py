"""Settings a person may change, read from the environment once, typed and explained.

``docs/pengaturan.md`` is generated from this list; a test holds the two together.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def _var(name: str, help_: str, default: Any) -> Any:
    return field(
        default_factory=lambda: os.environ.get(name, default),
        metadata={"name": name, "help": help_, "default": default},
    )


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything read from ``KENTONGAN_*``. All values are text as given."""

    data: str = _var("KENTONGAN_DATA", "Folder data: basis data, berkas, kunci.", "var")
    database: str = _var(
        "KENTONGAN_DATABASE_URL",
        "postgres://pengguna:sandi@host:5432/nama; kosong: SQLite di folder data.",
        "",
    )
    url: str = _var(
        "KENTONGAN_URL", "Alamat yang dibuka orang, misalnya https://medsos.contoh.go.id.", ""
    )
    host: str = _var("KENTONGAN_HOST", "Alamat tempat server mendengarkan.", "127.0.0.1")
    port: str = _var("KENTONGAN_PORT", "Porta server.", "8000")
    debug: str = _var("KENTONGAN_DEBUG", "1 untuk pengembangan; jangan di server.", "")
    secret_key: str = _var(
        "KENTONGAN_SECRET_KEY", "Kunci tanda tangan; kosong: dibuat di folder data.", ""
    )
    encryption_keys: str = _var(
        "KENTONGAN_ENCRYPTION_KEYS",
        "Kunci Fernet dipisah koma, yang pertama mengenkripsi; kosong: dibuat di folder data.",
        "",
    )
    inner_hosts: str = _var(
        "KENTONGAN_INNER_HOSTS",
        "host:porta dipisah koma yang boleh beralamat dalam (server jejaring milik sendiri).",
        "",
    )
    demo_password: str = _var(
        "KENTONGAN_DEMO_PASSWORD", "Sandi semua akun contoh; kosong: acak dan dicetak.", ""
    )
    worker_threads: str = _var("KENTONGAN_WORKER_THREADS", "Utas tiap proses pekerja.", "16")
    worker_processes: str = _var(
        "KENTONGAN_WORKER_PROCESSES", "Proses pekerja yang berbagi isi yang dimuat.", "1"
    )
    broker_url: str = _var(
        "KENTONGAN_BROKER_URL",
        "redis://:sandi@host:6379/0 untuk membagi pekerjaan ke banyak mesin; kosong: tiap pekerja"
        " mengambil sendiri.",
        "",
    )
    web_threads: str = _var("KENTONGAN_WEB_THREADS", "Utas proses web.", "8")
    trusted_proxy: str = _var(
        "KENTONGAN_TRUSTED_PROXY",
        "Alamat IP proksi (nginx) yang kepala X-Forwarded-For/-Proto-nya dipercaya;"
        " kosong: 127.0.0.1 bila KENTONGAN_URL diawali https, selain itu tidak ada.",
        "",
    )
    clamd: str = _var(
        "KENTONGAN_CLAMD",
        "Pemindai virus clamd: /run/clamav/clamd.ctl atau host:porta; kosong: tidak dipindai.",
        "",
    )
    clamd_away: str = _var(
        "KENTONGAN_CLAMD_AWAY",
        "Bila pemindai tidak menjawab: tolak (berkas menunggu), atau terima dengan peringatan di"
        " log.",
        "tolak",
    )
    s3_bucket: str = _var(
        "KENTONGAN_S3_BUCKET",
        "Nama ember S3 tempat berkas disimpan; kosong: di folder data.",
        "",
    )
    s3_url: str = _var(
        "KENTONGAN_S3_URL", "Alamat server S3, misalnya https://s3.contoh.go.id; kosong: AWS.", ""
    )
    s3_region: str = _var("KENTONGAN_S3_REGION", "Wilayah S3.", "us-east-1")
    s3_key: str = _var("KENTONGAN_S3_KEY", "Kunci akses S3.", "")
    s3_secret: str = _var("KENTONGAN_S3_SECRET", "Rahasia kunci akses S3.", "")
    s3_direct: str = _var(
        "KENTONGAN_S3_DIRECT",
        "Jejaring yang mengambil sendiri menerima tautan ke ember: ya, atau tidak bila ember itu"
        " tak tercapai dari internet.",
        "ya",
    )
    imap_url: str = _var(
        "KENTONGAN_IMAP_URL",
        "Kotak surat warga: imaps://pengguna:sandi@host/INBOX, imap://… (STARTTLS), atau"
        " imap://…?tls=tidak di jaringan sendiri; hanya dibaca. Kosong: tidak ada.",
        "",
    )
    imap_unit: str = _var(
        "KENTONGAN_IMAP_UNIT", "Kode unit yang menerima surat itu; kosong: unit teratas.", ""
    )
    smtp_url: str = _var(
        "KENTONGAN_SMTP_URL",
        "Server surel keluar: smtp://pengguna:sandi@host:587 (STARTTLS), smtps://… (TLS sejak"
        " awal), atau smtp://host:25?tls=tidak di jaringan sendiri. Kosong: tidak ada surel.",
        "",
    )
    mail_from: str = _var(
        "KENTONGAN_MAIL_FROM",
        "Pengirim surel, misalnya Kentongan <medsos@contoh.go.id>; kosong: pengguna server surel"
        " itu.",
        "",
    )
    link_check: str = _var(
        "KENTONGAN_LINK_CHECK",
        "Coba sekali alamat web dalam naskah yang diajukan, apakah terbuka: ya, atau tidak.",
        "ya",
    )
    misfire_days: str = _var(
        "KENTONGAN_MISFIRE_DAYS",
        "Sesudah sekian hari naskah dalam laporan salah tangkap dihapus; 0: disimpan terus.",
        "180",
    )
    enclosure_days: str = _var(
        "KENTONGAN_ENCLOSURE_DAYS",
        "Sesudah perkaranya selesai sekian hari, foto dan berkas kiriman warga dihapus; isi"
        " pesannya tetap. 0: disimpan terus.",
        "365",
    )
    log_level: str = _var("KENTONGAN_LOG_LEVEL", "debug, info, warning, error.", "info")
    log_format: str = _var(
        "KENTONGAN_LOG_FORMAT", "text (satu baris untuk dibaca) atau json (untuk mesin).", "text"
    )
    metrics_token: str = _var(
        "KENTONGAN_METRICS_TOKEN",
        "Token Bearer untuk /metrics; kosong: hanya dari mesin ini sendiri.",
        "",
    )

    @classmethod
    def documented(cls) -> list[dict[str, str]]:
        """Name, help and default of every setting, for the documentation."""
        return [dict(f.metadata) for f in fields(cls)]

    @property
    def data_dir(self) -> Path:
        """The data folder as an absolute path."""
        return Path(self.data).expanduser().resolve()

    @property
    def on(self) -> bool:
        """Whether debugging is on."""
        return self.debug.lower() in {"1", "true", "yes", "on"}

    def bucket(self) -> dict[str, Any]:
        """Django's ``STORAGES["files"]`` for a bucket; empty where none is named."""
        name = self.s3_bucket.strip()
        if not name:
            return {}
        options = {
            "bucket_name": name,
            "endpoint_url": self.s3_url.strip() or None,
            "region_name": self.s3_region.strip() or None,
            "access_key": self.s3_key or None,
            "secret_key": self.s3_secret or None,
        }
        return {"files": {"BACKEND": "kentongan.media.bucket.Bucket", "OPTIONS": options}}

    def smtp(self) -> Smtp:
        """The mail server; without a host where none is named."""
        return Smtp.from_url(self.smtp_url.strip()) if self.smtp_url.strip() else Smtp()

    def sender(self) -> str:
        """Who mails are from; where nobody is named, the account on the mail server."""
        user, given = self.smtp().user, self.mail_from.strip()
        if not self.smtp().host or given:
            return given
        if "@" not in user:
            raise SystemExit("KENTONGAN_MAIL_FROM belum diisi: surel perlu alamat pengirim.")
        return f"Kentongan <{user}>"

    def databases(self) -> dict[str, Any]:
        """Django's ``DATABASES["default"]``."""
        if not self.database:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": self.data_dir / "kentongan.sqlite3",
                # Tests run on a file, as the product does: WAL and locks are part of the truth.
                "TEST": {"NAME": str(self.data_dir / "test.sqlite3")},
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;",
                },
            }
        parts = urlsplit(self.database)
        if parts.scheme not in {"postgres", "postgresql"}:
            raise SystemExit("KENTONGAN_DATABASE_URL harus diawali postgres://")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Compiling a statement takes longer than any of ours runs: a second for one of 13 ms.
            "OPTIONS": {"options": "-c jit=off"},
        }

    def broker(self) -> str:
        """The address of the broker; empty where each worker claims for itself."""
        address = self.broker_url.strip()
        if address and urlsplit(address).scheme != "redis":
            raise SystemExit("KENTONGAN_BROKER_URL harus diawali redis://")
        return address

    def keys(self) -> tuple[str, list[str]]:
        """The signing key and the encryption key ring; made once in the data folder (mode 600)."""
        if self.secret_key and self.encryption_keys:
            return self.secret_key, _ring(self.encryption_keys)
        made = self._made_keys()
        ring = _ring(self.encryption_keys) if self.encryption_keys else made["encryption"]
        return self.secret_key or made["secret_key"], ring

    @property
    def keys_file(self) -> Path:
        """Where keys live that the environment does not give."""
        return self.data_dir / "keys.json"

    def _made_keys(self) -> dict[str, Any]:
        if not self.keys_file.exists():
            fresh = {"secret_key": secrets.token_urlsafe(50), "encryption": [new_key()]}
            write_private(self.keys_file, json.dumps(fresh), replace=False)
        made: dict[str, Any] = json.loads(self.keys_file.read_text())
        return made


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail goes out; ``starttls``, ``tls``: encrypted after the greeting, or before it."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False

    @classmethod
    def from_url(cls, url: str) -> Smtp:
        """Read ``smtp://user:password@host:port``; ends the program where it is none."""
        parts = urlsplit(url)
        tls, plain = parts.scheme == "smtps", parts.query == "tls=tidak"
        known = parts.scheme in {"smtp", "smtps"} and parts.query in {"", "tls=tidak"}
        if not known or not parts.hostname or (tls and plain):
            raise SystemExit("KENTONGAN_SMTP_URL: smtp://pengguna:sandi@host:587 atau smtps://…")
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 25 if plain else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starttls=not tls and not plain,
            tls=tls,
        )


def _ring(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]


def new_key() -> str:
    """A Fernet key: 32 random bytes, as ``Fernet.generate_key`` makes them.

    Written out here so that the supervisor need not load the cryptography library.
    """
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def write_private(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file that only its owner reads, whole or not at all.

    ``replace=False``: a file that is there already stays, also when another process makes it
    at this very moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    if replace:
        os.replace(draft, path)
        return
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
