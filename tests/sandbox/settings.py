"""The network alone, without any feature above it: proof that it stands on its own feet."""

from kentongan.config.settings import *  # noqa: F403
from kentongan.config.settings import MIDDLEWARE as ALL_MIDDLEWARE

INSTALLED_APPS = [
    "kentongan.kernel",
    "kentongan.web",
    "kentongan.sandbox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
]
_FRAME = ("django", "whitenoise", "csp", "kentongan.web")
MIDDLEWARE = [m for m in ALL_MIDDLEWARE if m.startswith(_FRAME)]
AUTH_USER_MODEL = "auth.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "tests.sandbox.urls"
WSGI_APPLICATION = "django.core.wsgi.get_wsgi_application"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
