"""Django's settings, all of them, in one typed file. What may be changed: environment.py."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from kentongan.config.environment import Environment

ENV = Environment()
PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = ENV.data_dir
SITE_URL: str = (ENV.url or f"http://{ENV.host}:{ENV.port}").rstrip("/")
INTERNAL_URL: str = f"http://127.0.0.1:{ENV.port}"

DEBUG: bool = ENV.on
SECRET_KEY, ENCRYPTION_KEYS = ENV.keys()
_site = urlsplit(SITE_URL)
SECURE_SITE = _site.scheme == "https"
ALLOWED_HOSTS = (
    ["*"] if DEBUG else sorted({_site.hostname or "", ENV.host, "localhost", "127.0.0.1", "[::1]"})
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "kentongan.kernel",
    "kentongan.web",
    "kentongan.ledger",
    "kentongan.jobs",
    "kentongan.sandbox",
    "kentongan.people",
    "kentongan.media",
    "kentongan.networks",
    "kentongan.compliance",
    "kentongan.delivery",
    "kentongan.subscribers",
    "kentongan.planning",
    "kentongan.approval",
    "kentongan.publishing",
    "kentongan.inbox",
    "kentongan.home",
    "kentongan.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "tree_queries",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kentongan.web.middleware.LanguageMiddleware",
    "kentongan.config.api_door.ApiDoorMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kentongan.web.middleware.ErrorsMiddleware",
    "kentongan.people.middleware.PeopleMiddleware",
    "axes.middleware.AxesMiddleware",
]

_loaders = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django_cotton.cotton_loader.Loader",
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _loaders,
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "kentongan.web.templatetags.kentongan",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kentongan.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "kentongan.web.forms.Renderer"

ROOT_URLCONF = "kentongan.config.urls"
WSGI_APPLICATION = "kentongan.config.wsgi.application"
DATABASES: dict[str, Any] = {"default": ENV.databases()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "kentongan.people.backends.PasswordBackend",
]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "home:desk"
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validators}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validators}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "kentongan.people.views.sign_in.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "kentongan.web.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE_SITE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb")
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [DATA_DIR / "locale"]  # compiled there by set-up, from every feature's .po
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "/berkas/"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
#: ``files``: the bucket in which pictures and videos lie, where one is named.
STORAGES |= ENV.bucket()
S3_DIRECT: bool = ENV.s3_direct.strip().lower() != "tidak"
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

IMAP_URL: str = ENV.imap_url.strip()
IMAP_UNIT: str = ENV.imap_unit.strip()

_smtp = ENV.smtp()
MAIL_ON = bool(_smtp.host)
EMAIL_HOST, EMAIL_PORT = _smtp.host, _smtp.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp.user, _smtp.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.starttls, _smtp.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = ENV.sender()

CLAMD: str = ENV.clamd.strip()
#: Anything but the word for accepting refuses: a typing error must not open the door.
CLAMD_REFUSES: bool = ENV.clamd_away.strip().lower() != "terima"

#: ``host:port`` pairs that outgoing requests may reach although they are not public addresses.
INNER_HOSTS = tuple(
    h for h in (f"127.0.0.1:{ENV.port}", *(p.strip() for p in ENV.inner_hosts.split(","))) if h
)
BROKER_URL: str = ENV.broker()
LINK_CHECK: bool = ENV.link_check.strip().lower() != "tidak"
MISFIRE_DAYS = int(ENV.misfire_days)
ENCLOSURE_DAYS = int(ENV.enclosure_days)
WORKER_THREADS = int(ENV.worker_threads)
WORKER_PROCESSES = int(ENV.worker_processes)
WEB_THREADS = int(ENV.web_threads)
LOG_LEVEL = ENV.log_level.upper()
METRICS_TOKEN: str = ENV.metrics_token
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "kentongan.config.logs.formatter", "style": ENV.log_format}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "httpx2": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        "celery.app.trace": {"level": "ERROR"},  # a message that is handed back is no trouble
    },
}
