"""The launcher on good and on bad machines: one clear line each time, nothing half-installed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.checkout import Checkout, base_python, make_checkout

pytestmark = [pytest.mark.slow, pytest.mark.no_database]

NOBODY = 65534
OLD_PYTHON = """\
case "$1" in
--version) echo 'Python 3.9.2' ;;
*) exit 1 ;;
esac"""
#: A Python as Debian ships it: everything but ensurepip, until the file `installed` appears.
DEBIAN_PYTHON = """\
case "$*" in
*ensurepip*) [ -e {marker} ] || exit 1 ;;
esac
exec {python} "$@\""""


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that other users may enter, too; pytest's own is private."""
    path = Path(tempfile.mkdtemp(prefix="kentongan-launcher-"))
    path.chmod(0o755)
    yield path
    subprocess.run(["chmod", "-R", "u+w", str(path)], check=False)
    shutil.rmtree(path)


@pytest.fixture
def checkout(room: Path) -> Checkout:
    return make_checkout(room)


@pytest.fixture(scope="module")
def once() -> Iterator[Path]:
    """The room of a checkout that has made its environment: making one takes seconds."""
    with tempfile.TemporaryDirectory(prefix="kentongan-launcher-") as outer:
        made = make_checkout(Path(outer) / "room").run("migrate")
        assert made.returncode == 0, made.stderr
        shutil.copytree(Path(outer) / "room", Path(outer) / "kept", symlinks=True)
        yield Path(outer)


@pytest.fixture
def started(once: Path) -> Checkout:
    """A checkout with its environment, as it was made: at the same place, which it is bound to."""
    shutil.rmtree(once / "room")
    shutil.copytree(once / "kept", once / "room", symlinks=True)
    return Checkout(*(once / "room" / name for name in ("kentongan", "bin", "wheels")))


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The only line on standard error, which begins with the program's name."""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("kentongan: ")
    assert done.returncode == 1
    return lines[0]


def test_the_first_start_installs_and_the_second_does_nothing(checkout: Checkout) -> None:
    first = checkout.run("up", "--port", "0")
    assert first.returncode == 1  # port 0 does not exist: said before anything is installed
    assert checkout.leftovers() == []

    second = checkout.run("migrate", "--data", "/tmp/a b")
    assert second.returncode == 0, second.stderr
    assert "Memasang 2 pustaka Python" in second.stdout
    assert "CALLED migrate --data /tmp/a b" in second.stdout
    assert f"PREFIX {checkout.folder / '.venv'}" in second.stdout
    assert checkout.leftovers() == [".venv"]
    script = (checkout.folder / ".venv/bin/django-tool").read_text()
    assert script.startswith(f"#!{checkout.folder / '.venv/bin/python'}")

    third = checkout.run("migrate")
    assert third.stdout.splitlines()[0] == "CALLED migrate"


def test_a_changed_lock_is_installed_anew(started: Checkout) -> None:
    started.write_lock("requirements.lock", {"django": "5.3", "waitress": "3.0"})
    assert "Memasang" in started.run("migrate").stdout
    assert list(started.folder.glob(".venv/lib/*/site-packages/django-5.3.dist-info"))


def test_the_tools_of_the_tests_are_added_to_the_same_environment(started: Checkout) -> None:
    assert "Memasang 3 pustaka Python" in started.run("test", "fast").stdout
    assert started.run("test", "fast").stdout.splitlines()[0] == "CALLED test fast"
    assert started.run("migrate").stdout.splitlines()[0] == "CALLED migrate"
    started.write_lock("requirements.lock", {"django": "5.3", "waitress": "3.0"})
    started.write_lock("requirements-test.lock", {"django": "5.3", "waitress": "3.0"})
    assert "Memasang 2 pustaka" in started.run("check-code").stdout


def test_a_bucket_brings_what_speaks_to_it(started: Checkout) -> None:
    started.write_lock(
        "requirements-s3.lock", {"django": "5.2", "waitress": "3.0", "storages": "1.14"}
    )
    assert started.run("migrate").stdout.splitlines()[0] == "CALLED migrate"
    started.variables["KENTONGAN_S3_BUCKET"] = "berkas"
    assert "Memasang 3 pustaka" in started.run("migrate").stdout
    assert list(started.folder.glob(".venv/lib/*/site-packages/storages"))
    assert started.run("migrate").stdout.splitlines()[0] == "CALLED migrate"


def test_a_broker_brings_what_speaks_to_it_and_commands_without_it_take_nothing_away(
    checkout: Checkout,
) -> None:
    with_s3 = {"django": "5.2", "waitress": "3.0", "storages": "1.14"}
    checkout.write_lock("requirements-s3.lock", with_s3)
    checkout.write_lock("requirements-scale.lock", {**with_s3, "celery": "5.7"})
    checkout.variables["KENTONGAN_BROKER_URL"] = "redis://127.0.0.1/0"
    assert "Memasang 4 pustaka" in checkout.run("worker").stdout
    del checkout.variables["KENTONGAN_BROKER_URL"]  # as in the shell of an operator
    assert checkout.run("backup").stdout.splitlines()[0] == "CALLED backup"
    assert list(checkout.folder.glob(".venv/lib/*/site-packages/celery"))


def test_a_broken_environment_is_remade(started: Checkout) -> None:
    (started.folder / ".venv/bin/python").unlink()
    assert "Memasang" in started.run("migrate").stdout
    shutil.rmtree(next(started.folder.glob(".venv/lib/*/site-packages/django")))
    assert "Memasang" in started.run("migrate").stdout
    assert started.run("migrate").stdout.startswith("CALLED")


def test_a_folder_that_was_moved_gets_a_new_environment(started: Checkout, room: Path) -> None:
    started.folder = started.folder.rename(room / "pindah dengan spasi")
    done = started.run("migrate")
    assert "Memasang" in done.stdout
    assert f"PREFIX {started.folder / '.venv'}" in done.stdout


def test_the_launcher_may_be_called_through_a_link(checkout: Checkout, room: Path) -> None:
    (room / "tautan").symlink_to(checkout.folder / "kentongan")
    done = subprocess.run(
        [str(room / "tautan"), "version"],
        env=checkout.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "CALLED version" in done.stdout


def test_help_needs_no_environment(checkout: Checkout) -> None:
    for argument in ("--help", "help", "version"):
        assert f"CALLED {argument}" in checkout.run(argument).stdout
    assert "CALLED" in checkout.run().stdout
    assert "CALLED token create --help" in checkout.run("token", "create", "--help").stdout
    assert checkout.leftovers() == []


def test_an_old_python_is_named_with_what_to_do(checkout: Checkout) -> None:
    checkout.program("python3", OLD_PYTHON)
    words = one_line(checkout.run("up"))
    assert "Python 3.11 atau lebih baru" in words
    assert "3.9.2" in words


def test_no_python_at_all_is_said(checkout: Checkout) -> None:
    (checkout.bin / "python3").unlink()
    assert "tidak ada" in one_line(checkout.run("up"))


def test_a_newer_python_beside_an_old_one_is_found(checkout: Checkout) -> None:
    checkout.program("python3", OLD_PYTHON)
    checkout.program("python3.11", f'exec {base_python()} "$@"')
    assert "CALLED version" in checkout.run("version").stdout


def test_the_python_of_a_version_manager_comes_after_the_systems(checkout: Checkout) -> None:
    shims = checkout.folder / "shims"
    shims.mkdir()
    checkout.variables["PATH"] = f"{shims}:{checkout.bin}"
    shim, used = shims / "python3", checkout.folder / "used"
    shim.write_text(f'#!/bin/sh\n: >"{used}"\nexec {base_python()} "$@"\n')
    shim.chmod(0o755)
    assert "CALLED version" in checkout.run("version").stdout
    assert not used.exists()
    (checkout.bin / "python3").unlink()
    assert "CALLED version" in checkout.run("version").stdout
    assert used.exists()


def test_a_python_that_was_pointed_at_is_used_or_refused(checkout: Checkout) -> None:
    checkout.variables["PYTHON"] = str(checkout.bin / "tua")
    checkout.program("tua", OLD_PYTHON)
    assert "PYTHON=" in one_line(checkout.run("up"))
    checkout.program("python3", OLD_PYTHON)
    checkout.variables["PYTHON"] = base_python()
    assert "CALLED version" in checkout.run("version").stdout


def test_without_venv_an_ordinary_user_is_told_the_command(checkout: Checkout) -> None:
    python = DEBIAN_PYTHON.format(marker=checkout.bin / "installed", python=base_python())
    checkout.program("python3", python)
    checkout.program("id", "echo 1000")
    checkout.program("apt-get", "exit 99")
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    for command in (["migrate"], ["test", "fast"]):
        assert f"sudo apt-get install {package}" in one_line(checkout.run(*command))
    # One command for all that the whole run needs, not first this package and then the others.
    installer = checkout.folder / "tools/install-test-servers.sh"
    assert f"sudo {installer}" in one_line(checkout.run("test"))
    assert checkout.leftovers() == []


def test_without_venv_root_on_debian_gets_the_one_package_and_is_told(checkout: Checkout) -> None:
    marker = checkout.bin / "installed"
    checkout.program("python3", DEBIAN_PYTHON.format(marker=marker, python=base_python()))
    checkout.program("id", "echo 0")
    # The lists of packages are old on a fresh machine: the first try fails, then they are fetched.
    checkout.program(
        "apt-get",
        f'case "$1" in update) : >{marker}.lists ;; *) [ -e {marker}.lists ] || exit 100\n'
        f'  for last; do :; done; echo "$last" >{marker} ;; esac',
    )
    done = checkout.run("migrate")
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert done.returncode == 0, done.stderr
    assert f"Memasang paket Debian yang kurang: {package}" in done.stdout
    assert marker.read_text().strip() == package


def test_without_venv_and_without_apt_the_reason_is_said(checkout: Checkout) -> None:
    python = DEBIAN_PYTHON.format(marker=checkout.bin / "installed", python=base_python())
    checkout.program("python3", python)
    assert "ensurepip" in one_line(checkout.run("migrate"))


def test_no_network_is_one_line_and_leaves_nothing(checkout: Checkout) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, not listening: every connection is refused
        checkout.variables.update(
            PIP_NO_INDEX="0",
            PIP_FIND_LINKS="",
            PIP_INDEX_URL=f"http://127.0.0.1:{closed.getsockname()[1]}/simple",
        )
        done = checkout.run("migrate")
    assert "tidak ada jaringan" in one_line(done)
    assert checkout.leftovers() == []


def test_a_package_that_differs_from_the_lock_is_refused(checkout: Checkout) -> None:
    lock = checkout.folder / "requirements.lock"
    text = "".join(
        line if "sha256" not in line else f"    --hash=sha256:{'0' * 64}\n"
        for line in lock.read_text().splitlines(keepends=True)
    )
    lock.write_text(text)
    assert "tidak cocok dengan kuncian" in one_line(checkout.run("migrate"))
    assert checkout.leftovers() == []


def test_a_failed_update_keeps_the_environment_that_worked(started: Checkout) -> None:
    good = (started.folder / "requirements.lock").read_text()
    (started.folder / "requirements.lock").write_text(good.replace("5.2", "9.9"))
    assert started.run("migrate").returncode == 1
    (started.folder / "requirements.lock").write_text(good)
    assert started.run("migrate").stdout.startswith("CALLED")


def test_an_interrupted_installation_leaves_nothing(checkout: Checkout) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        checkout.variables.update(
            PIP_NO_INDEX="0",
            PIP_FIND_LINKS="",
            PIP_INDEX_URL=f"http://127.0.0.1:{silent.getsockname()[1]}/simple",
            PIP_DEFAULT_TIMEOUT="5",
        )
        process = subprocess.Popen(
            [str(checkout.folder / "kentongan"), "migrate"],
            env=checkout.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        silent.settimeout(120)
        connection, _ = silent.accept()  # pip asks: the installation is under way
        assert checkout.leftovers() == [".venv.new"]
        os.killpg(process.pid, signal.SIGINT)  # Ctrl-C reaches the whole group
        assert process.wait(300) != 0
        connection.close()
    assert checkout.leftovers() == []


def test_a_read_only_folder_is_named(checkout: Checkout) -> None:
    checkout.program("python3", 'exec /usr/bin/python3 "$@"')  # one that every user may run
    checkout.folder.chmod(0o555)
    user = NOBODY if os.geteuid() == 0 else None
    words = one_line(checkout.run("migrate", user=user))
    assert str(checkout.folder) in words
    assert "hanya bisa dibaca" in words


def test_a_port_that_is_taken_is_said_before_anything_is_installed(checkout: Checkout) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        words = one_line(checkout.run("up", "--port", str(port)))
        assert f"Porta {port} sedang dipakai" in words
        assert "--port" in words
    assert checkout.leftovers() == []


def test_two_starts_at_once_make_one_environment(checkout: Checkout) -> None:
    processes = [
        subprocess.Popen(
            [str(checkout.folder / "kentongan"), "migrate"],
            env=checkout.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=300)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    assert sum("Memasang" in answer for answer in answers) == 1
    assert checkout.leftovers() == [".venv"]
