"""The product's settings in a throw-away data folder, with fixed keys.

The environment of the person who runs the tests does not leak in; only ``KENTONGAN_DATABASE_URL``
does: with it the same tests run on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_owner = os.getpid()
if WORKER and "TESTS_ROOM" in os.environ:
    # Workers of pytest-xdist end without farewell: the controller clears up after them.
    DATA = Path(os.environ["TESTS_ROOM"]) / WORKER
    DATA.mkdir(exist_ok=True)
else:
    DATA = Path(tempfile.mkdtemp(prefix="kentongan-tests-"))
    os.environ["TESTS_ROOM"] = str(DATA)


@atexit.register
def _remove() -> None:
    if os.getpid() == _owner and not WORKER:  # not in forked children
        shutil.rmtree(DATA, ignore_errors=True)


for _name in [n for n in os.environ if n.startswith("KENTONGAN_")]:
    if _name not in {"KENTONGAN_DATABASE_URL", "KENTONGAN_CACHE"}:
        del os.environ[_name]
os.environ.update(
    KENTONGAN_DATA=str(DATA),
    KENTONGAN_SECRET_KEY="for tests only, worth nothing, and long enough to please Django",
    KENTONGAN_ENCRYPTION_KEYS="S2VudG9uZ2FuLXRlc3RzLW9ubHktbm90LXNlY3JldCE=",
    # Playwright's synchronous API runs an event loop in the thread of the test.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)

from kentongan.config.settings import *  # noqa: E402, F403
from kentongan.config.settings import DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
LINK_CHECK = False  # no test asks the outside; those of the link check turn it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads get connections of their own, as in the product.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # A connection kept open by a thread would forbid dropping the test database.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
# Tables straight from the models take half a second, by way of the migrations ten.
# ``tests/house/test_migrations.py`` shows that both are the same.
DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False
