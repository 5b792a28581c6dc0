"""Settings and documentation agree; locks agree with each other and name no host."""

from __future__ import annotations

import re

from kentongan.config.environment import Environment
from tests.house.tree import PACKAGE, ROOT

VARIABLE = re.compile(r"\bKENTONGAN_[A-Z_]+[A-Z]\b")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE | re.IGNORECASE)


def test_every_variable_that_the_code_names_is_documented() -> None:
    documented = {row["name"] for row in Environment.documented()}
    named = {
        name
        for path in [*PACKAGE.rglob("*.py"), ROOT / "kentongan"]
        for name in VARIABLE.findall(path.read_text("utf-8"))
    }
    assert named - documented == set()
    assert all(row["help"] for row in Environment.documented())


def test_the_lock_of_the_tests_holds_all_of_the_lock_of_the_product() -> None:
    product = set(PIN.findall((ROOT / "requirements.lock").read_text("utf-8")))
    tests = set(PIN.findall((ROOT / "requirements-test.lock").read_text("utf-8")))
    assert product
    assert product <= tests


def test_the_lock_with_s3_is_that_of_the_product_and_more() -> None:
    product = set(PIN.findall((ROOT / "requirements.lock").read_text("utf-8")))
    assert product < set(PIN.findall((ROOT / "requirements-s3.lock").read_text("utf-8")))


def test_the_lock_for_several_hosts_is_that_with_s3_and_more() -> None:
    with_s3 = set(PIN.findall((ROOT / "requirements-s3.lock").read_text("utf-8")))
    assert with_s3 < set(PIN.findall((ROOT / "requirements-scale.lock").read_text("utf-8")))


def test_locks_name_no_host() -> None:
    locks = [path.name for path in ROOT.glob("requirements*.lock")]
    assert len(locks) >= 4
    for name in (*locks, "package-lock.json"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"index-url|find-links|\"resolved\"\s*:\s*\"https?:", text), name
