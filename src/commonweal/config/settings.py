"""
Django settings, one file for every place: what differs comes from the environment.

COMMONWEAL_HOME   data directory: embedded database, files, secret key
DATABASE_URL      a PostgreSQL server (15 or newer) instead of the embedded one
COMMONWEAL_MODE   demo | test | live (default). Demo and test have the movable clock
COMMONWEAL_SITE   the address in the links of letters (http://localhost:8000)
COMMONWEAL_HOSTS  names this site answers to, separated by commas
COMMONWEAL_SMTP   mail server of a live house: smtp[s|+tls]://user:password@host:port
COMMONWEAL_MAIL_FROM  the address its letters come from
COMMONWEAL_PROXIES  how many proxies of ours stand before the site (default 0)
COMMONWEAL_DIMONA_URL  social security, where a live house declares work; with it
COMMONWEAL_DIMONA_TOKEN_URL, _CLIENT, _KEY  sign-in address, client, file of the private key
COMMONWEAL_PEPPOL  the access point of a live house: package.module:Class, see the room peppol
COMMONWEAL_PEPPOL_OPTIONS  what that class is called with, as JSON: {"url": "…", "key_file": "…"}
COMMONWEAL_BANK   the line to the bank of a live house: package.module:Class, see the room banking
COMMONWEAL_BANK_OPTIONS  what that class is called with, as JSON; without a class, how the bank of
                  a demo behaves: {"moods": ["silent"], "rejects": "Bram"}
COMMONWEAL_BANK_FOLDER  where files of the bank are dropped to be taken in (HOME/bank/in)
COMMONWEAL_SCOPE  rows a fresh connection may see: "*" all (jobs, verbs), "" none (web)
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from commonweal.config import postgres, secrets

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "commonweal"
HOME = Path(os.environ.get("COMMONWEAL_HOME", ROOT / ".commonweal")).resolve()
FILES = HOME / "files"
MODE = os.environ.get("COMMONWEAL_MODE", "live")
CLOCK_IS_MOVABLE = MODE in ("demo", "test")

# Where people find this house, for the links in letters.
SITE_ADDRESS = os.environ.get("COMMONWEAL_SITE", "http://localhost:8000")

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
    "peppol",
    "activities",
    "employment",
    "payroll",
    "invoicing",
    "purchases",
    "guarantee",
]
FACES = ["shell", "portal", "desk", "public"]

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.forms",
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
    "allauth.usersessions",
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
    "commonweal.sites.shell.headers.careful",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commonweal.sites.shell.sessions.expiry",
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
        **dj_database_url.config(
            default="postgresql:///commonweal", conn_max_age=600, conn_health_checks=True
        ),
        "ATOMIC_REQUESTS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c jit=off -c commonweal.scope={os.environ.get('COMMONWEAL_SCOPE', '*')}"
)
POSTGRES_PROGRAMS = str(postgres.binaries())  # pg_dump and pg_restore serve older servers too

# Cotton and partials each rewrite the loaders when left alone, and the last one wins:
# both use their simple configuration and the chain is written out here.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "sites" / "shell" / "templates"],  # before allauth's own
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
                "commonweal.sites.shell.frame.frame",
            ],
        },
    }
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # of every room
PROCRASTINATE_IMPORT_PATHS = [  # flows have no tables
    "commonweal.flows.dispatch.jobs",
    "commonweal.flows.matching.jobs",
    "commonweal.flows.payday.jobs",
    "commonweal.flows.purchasing.jobs",
    "commonweal.flows.quotes.jobs",
    "commonweal.flows.returned_mail.jobs",
    "commonweal.flows.statements.jobs",
    "commonweal.flows.billing.jobs",
    "commonweal.flows.three_in_one.jobs",
    "commonweal.flows.year_end.jobs",
]

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

# Where work is declared. Without an address a demo and the tests use a simulator.
DIMONA = {
    "url": os.environ.get("COMMONWEAL_DIMONA_URL", ""),
    "token_url": os.environ.get("COMMONWEAL_DIMONA_TOKEN_URL", ""),
    "client_id": os.environ.get("COMMONWEAL_DIMONA_CLIENT", ""),
    "key_file": os.environ.get("COMMONWEAL_DIMONA_KEY", ""),
}

# Who carries electronic invoices. Without one a demo and the tests use a simulated network.
PEPPOL = {
    "access_point": os.environ.get("COMMONWEAL_PEPPOL", ""),
    "options": json.loads(os.environ.get("COMMONWEAL_PEPPOL_OPTIONS", "{}")),
}

# The line over which payment files leave. Without one a person uploads them; a demo and the tests
# use a simulated bank.
BANK = {
    "line": os.environ.get("COMMONWEAL_BANK", ""),
    "options": json.loads(os.environ.get("COMMONWEAL_BANK_OPTIONS", "{}")),
}

# Files of the bank that are put here are taken in every minute.
BANK_FOLDER = Path(os.environ.get("COMMONWEAL_BANK_FOLDER") or HOME / "bank" / "in").resolve()

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["commonweal.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Hashed names and compressed copies once `collectstatic` has run, else straight from the source.
STATIC_IS_COLLECTED = MODE != "test" and (
    "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
)
WHITENOISE_USE_FINDERS = not STATIC_IS_COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# ---- who signs in, and how ----------------------------------------------------------------
# A live house speaks https only; a demo runs on http://localhost, where browsers make the same
# exceptions as we do. Behind a proxy, COMMONWEAL_PROXIES says how many are ours: without it
# every forwarded header is ignored.
IS_LIVE = MODE == "live"
PROXIES = int(os.environ.get("COMMONWEAL_PROXIES", "0"))
STAFF_NEED_SECOND_FACTOR = IS_LIVE
# The password of every invented person, shown on the sign-in page of a demo; none elsewhere.
DEMO_PASSWORD = "samen-sterk-2026" if MODE == "demo" else ""

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "shell:home"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if MODE == "test"
    else "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

ACCOUNT_ADAPTER = "commonweal.sites.shell.accounts.Accounts"
ACCOUNT_FORMS = {"login": "commonweal.sites.shell.accounts.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation by letter proves the first address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,20/5m/key"}  # axes locks earlier, with a page
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_ADAPTER = "commonweal.sites.shell.accounts.SecondFactors"
MFA_FORMS = {"add_webauthn": "commonweal.sites.shell.accounts.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_LIVE
MFA_TOTP_ISSUER = "Commonweal"
MFA_TOTP_TOLERANCE = 1

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "commonweal.sites.shell.lockout.account"
AXES_CLIENT_IP_CALLABLE = "commonweal.sites.shell.lockout.address"
AXES_LOCKOUT_CALLABLE = "commonweal.sites.shell.lockout.locked"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "commonweal.sites.shell.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if IS_LIVE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_LIVE else "csrf"
LANGUAGE_COOKIE_NAME = "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_LIVE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "commonweal.sites.shell.errors.csrf"

SECURE_SSL_REDIRECT = IS_LIVE
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_LIVE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_LIVE
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the preload list is for the owner of the domain
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
FORM_RENDERER = "commonweal.sites.shell.fields.HouseRenderer"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
