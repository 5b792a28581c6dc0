"""Is set-up up to date? Answered in a few milliseconds and without Django."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kentongan.config.environment import Environment, write_private

PACKAGE = Path(__file__).resolve().parent.parent

#: What goes into each part of the set-up, relative to the package.
SOURCES: dict[str, tuple[str, ...]] = {
    "database": ("*/migrations/*.py", "*/seed.py", "*/seed/**/*.py", "*/data/**/*"),
    "texts": ("locale/*/LC_MESSAGES/*.po", "*/locale/*/LC_MESSAGES/*.po"),
    "static": ("*/static/**/*",),
}
LOCK = PACKAGE.parent.parent / "requirements.lock"


@dataclass
class Stamps:
    """What was set up, by part; kept as ``setup.json`` in the data folder."""

    parts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, environment: Environment) -> Stamps:
        """The stamps kept; none on the first run, or when the file cannot be read."""
        try:
            return cls(dict(json.loads((environment.data_dir / "setup.json").read_text())))
        except (OSError, ValueError, TypeError):
            return cls()

    @staticmethod
    def all_parts() -> list[str]:
        """The names of all parts."""
        return list(SOURCES)

    def due(self, environment: Environment) -> list[str]:
        """Parts that have to be done (again)."""
        return [part for part in SOURCES if self.parts.get(part) != _stamp(environment, part)]

    def done(self, environment: Environment, part: str) -> None:
        """Note that a part was done just now."""
        self.keep(environment, part, _stamp(environment, part))

    def keep(self, environment: Environment, part: str, value: str) -> None:
        """Write one value down."""
        if self.parts.get(part) == value:
            return
        self.parts[part] = value
        write_private(environment.data_dir / "setup.json", json.dumps(self.parts, indent=1))


def _stamp(environment: Environment, part: str) -> str:
    digest = hashlib.sha256()
    for pattern in SOURCES[part]:
        for file in sorted(PACKAGE.glob(pattern)):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(str(file.relative_to(PACKAGE)).encode() + b"\0" + file.read_bytes())
    if part != "texts":
        digest.update(LOCK.read_bytes() if LOCK.exists() else b"")
    if part == "static":
        digest.update(b"debug" if environment.on else str(environment.data_dir).encode())
    if part == "database":
        digest.update(_fingerprint(environment).encode())
    return digest.hexdigest()


def _fingerprint(environment: Environment) -> str:
    """Which database this is and how far it was migrated: an older copy put back must differ."""
    query = "SELECT count(*), max(applied) FROM django_migrations"
    if environment.database:
        import psycopg

        try:
            with psycopg.connect(environment.database, connect_timeout=10) as server:
                return f"{environment.database} {server.execute(query).fetchone()}"
        except psycopg.Error:
            return "none"
    file = environment.data_dir / "kentongan.sqlite3"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)) as own:
            return repr(own.execute(query).fetchone())
    except sqlite3.Error:
        return "none"
