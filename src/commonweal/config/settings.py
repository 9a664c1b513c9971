"""
Django settings, one file for every place: what differs comes from the environment.

COMMONWEAL_HOME   data directory: embedded database, files, secret key
DATABASE_URL      a PostgreSQL server (15 or newer) instead of the embedded one
COMMONWEAL_MODE   demo | test | live (default). Demo and test have the movable clock
COMMONWEAL_HOSTS  names this site answers to, separated by commas
COMMONWEAL_SMTP   mail server of a live house: smtp[s|+tls]://user:password@host:port
COMMONWEAL_MAIL_FROM  the address its letters come from
COMMONWEAL_SCOPE  rows a fresh connection may see: "*" all (jobs, verbs), "" none (web)
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from commonweal.config import secrets

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "commonweal"
HOME = Path(os.environ.get("COMMONWEAL_HOME", ROOT / ".commonweal")).resolve()
FILES = HOME / "files"
MODE = os.environ.get("COMMONWEAL_MODE", "live")
CLOCK_IS_MOVABLE = MODE in ("demo", "test")

DEBUG = False
SECRET_KEY = secrets.secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("COMMONWEAL_HOSTS", "localhost,127.0.0.1").split(",")
INTERNAL_IPS: list[str] = []

ROOMS = [
    "kernel",
    "ledger",
    "access",
    "documents",
    "letters",
    "members",
    "clients",
    "banking",
    "activities",
    "employment",
    "payroll",
    "invoicing",
]
FACES = ["shell", "portal", "desk", "public"]

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    *[f"commonweal.{room}" for room in ROOMS],
    *[f"commonweal.sites.{face}" for face in FACES],
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "commonweal.config.urls"
WSGI_APPLICATION = "commonweal.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dj_database_url.config(default="postgresql:///commonweal", conn_max_age=600),
        "ATOMIC_REQUESTS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c jit=off -c commonweal.scope={os.environ.get('COMMONWEAL_SCOPE', '*')}"
)

# Cotton and partials each rewrite the loaders when left alone, and the last one wins:
# both use their simple configuration and the chain is written out here.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
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
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Mail leaves a live house only; in a demo and in tests letters stay in the tray (/mail/).
_smtp = urlsplit(os.environ.get("COMMONWEAL_SMTP", "smtp://localhost:25"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MODE == 'live' else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp.scheme == "smtps", _smtp.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("COMMONWEAL_MAIL_FROM", "commonweal@localhost")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
LETTERS_CABINET = "commonweal.documents.queries"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
