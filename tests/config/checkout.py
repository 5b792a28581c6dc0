"""A checkout in miniature for tests of the launcher: two tiny packages, and a command line that
only tells how it was called. No network is needed, and nothing of the product is."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAIN = """\
import sys
print("CALLED", *sys.argv[1:])
print("PREFIX", sys.prefix)
"""
#: What the launcher may use from the machine; everything else is kept out of its PATH.
TOOLS = "awk cat cut date dirname flock grep head id mkdir mktemp mv printf"
TOOLS += " readlink rm sha256sum tail"


@dataclass
class Checkout:
    """A folder with the launcher, and the PATH that it sees."""

    folder: Path
    bin: Path
    wheels: Path
    variables: dict[str, str] = field(default_factory=dict)

    def write_lock(self, name: str, packages: Mapping[str, str]) -> None:
        """A hashed lock over ``packages`` (name to version), whose wheels are made here."""
        lines = []
        for package, version in packages.items():
            digest = hashlib.sha256(make_wheel(self.wheels, package, version).read_bytes())
            lines.append(f"{package}=={version} \\\n    --hash=sha256:{digest.hexdigest()}\n")
        (self.folder / name).write_text("".join(lines))

    def program(self, name: str, script: str) -> None:
        """Put a shell script on the PATH."""
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        """No variable of the person who runs the tests."""
        return {
            "PATH": str(self.bin),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
            **self.variables,
        }

    def run(self, *arguments: str, user: int | None = None) -> subprocess.CompletedProcess[str]:
        """Run the launcher to its end."""
        return subprocess.run(
            [str(self.folder / "kentongan"), *arguments],
            cwd="/",
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            user=user,
        )

    def leftovers(self) -> list[str]:
        """Environments in the folder, whole or half made."""
        return sorted(p.name for p in self.folder.glob(".venv*") if p.is_dir())


def make_checkout(room: Path) -> Checkout:
    """A fresh checkout below ``room``, with this Python as the only one on its PATH."""
    folder, programs, wheels = room / "kentongan", room / "bin", room / "wheels"
    for path in (folder / "src" / "kentongan" / "config", programs, wheels):
        path.mkdir(parents=True)
    shutil.copy(ROOT / "kentongan", folder)
    shutil.copy(ROOT / "src/kentongan/config/ports.py", folder / "src/kentongan/config")
    (folder / "src/kentongan/__init__.py").touch()
    (folder / "src/kentongan/__main__.py").write_text(MAIN)
    for name in ("sh", *TOOLS.split()):
        if found := shutil.which(name):
            (programs / name).symlink_to(found)
    checkout = Checkout(folder, programs, wheels)
    checkout.program("python3", f'exec {base_python()} "$@"')
    checkout.write_lock("requirements.lock", {"django": "5.2", "waitress": "3.0"})
    checkout.write_lock(
        "requirements-test.lock", {"django": "5.2", "waitress": "3.0", "pytest": "9.2"}
    )
    return checkout


def base_python() -> str:
    """The Python that this environment was made with."""
    return str(getattr(sys, "_base_executable", sys.executable))


def make_wheel(folder: Path, package: str, version: str) -> Path:
    """A wheel with one empty package."""
    path = folder / f"{package}-{version}-py3-none-any.whl"
    if path.exists():
        return path
    info = f"{package}-{version}.dist-info"
    files = {
        f"{package}/__init__.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{package}-tool = {package}:main\n",
    }
    record = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return path


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
