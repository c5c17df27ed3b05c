"""The one settings file. Everything that differs between installations comes from the environment (`.env.example`)."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import cluster
from config.env import database, env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("VAR_DIR") or BASE_DIR / "var")
NODE_MODULES = BASE_DIR / "node_modules"

DEBUG = env.flag("DEBUG")


def own_secret() -> str:
    """The installation's own key, made once; containers and servers give SECRET_KEY instead."""
    file = VAR / "secret-key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)  # two first starts at once: one key wins, and nobody reads half of it
        draft.unlink()
    return file.read_text().strip()


SECRET_KEY = env.text("SECRET_KEY") or own_secret()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("HTTPS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "common.apps.OwnAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "pgtrigger",
    "pghistory",
    "leaflet",
    "csp",
    "common",
    "mapping",
    "actors",
    "initiatives",
    "portal",
    "upkeep",
]

MIDDLEWARE = [
    "common.http.RequestLog",
    "common.http.headers_only",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with random padding against guessing secrets by size
    "csp.middleware.CSPMiddleware",
    "common.http.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "common.http.ErrorAnswers",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    }
]

# --- database -------------------------------------------------------------------------------------------------------

# Without a server of its own and before the first start of the cluster under `var/` the address leads nowhere.
NOWHERE = "postgis:///quartierskarte?host=/nonexistent"
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        **database(env.text("DATABASE_URL") or cluster.url() or NOWHERE),
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 60, low=0, high=86_400),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.text("TEST_DATABASE") or None},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- languages, time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
MODELTRANSLATION_DEFAULT_LANGUAGE = "de"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("de",)
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT") or VAR / "static")
# Only the files a browser needs leave node_modules; the storage asks for the source maps of the map's scripts.
STATICFILES_DIRS = [
    (prefix, NODE_MODULES / folder)
    for prefix, folder in (
        ("vendor/leaflet", "leaflet/dist"),
        ("vendor/markercluster", "leaflet.markercluster/dist"),
        ("vendor/protomaps", "protomaps-leaflet/dist"),
        ("vendor/typeface", "@fontsource/atkinson-hyperlegible/files"),
    )
    if (NODE_MODULES / folder).is_dir()
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.sprite.SpriteFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "common.static.Files"},
}
WHITENOISE_MAX_AGE = 3600

# --- services of others ---------------------------------------------------------------------------------------------

# A raster or WMTS background instead of the own base map, who made it, and the page of its terms.
BACKGROUND_TILES = env.tiles("BACKGROUND_TILES")
BACKGROUND_ATTRIBUTION = env.text("BACKGROUND_ATTRIBUTION")
BACKGROUND_TERMS = env.address("BACKGROUND_TERMS")
if BACKGROUND_TILES and not BACKGROUND_ATTRIBUTION:
    raise ImproperlyConfigured("BACKGROUND_TILES needs BACKGROUND_ATTRIBUTION beside it: who made the map.")
BACKGROUND_ORIGINS = [f"https://{urlsplit(BACKGROUND_TILES).netloc}"] if BACKGROUND_TILES else []
OVERPASS_URL = env.text("OVERPASS_URL", "https://overpass-api.de/api/interpreter")

# --- security -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],  # the nonce appears only where a template uses it: the admin's map widget
        "style-src": [SELF],
        "img-src": [SELF, "data:", *BACKGROUND_ORIGINS],  # Leaflet uses a data image when it drops tiles
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": env.origins("FRAME_ANCESTORS") or [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by health checks from inside
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
API_ALLOW_ORIGIN = env.text("API_ALLOW_ORIGIN", "*")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "common.http.not_from_here"

# --- the product ----------------------------------------------------------------------------------------------------

OWN_DATA_LICENCE = env.text("OWN_DATA_LICENCE", "CC BY 4.0")
OPERATOR = env.text("OPERATOR") or _("Betreiberin oder Betreiber bitte eintragen")
# For people who read with difficulty or sign: shown on the start page once they exist. Only a text that readers of
# the target group have checked may be called Leichte Sprache.
EASY_LANGUAGE_PAGE = env.address("EASY_LANGUAGE_PAGE")
SIGN_LANGUAGE_PAGE = env.address("SIGN_LANGUAGE_PAGE")
OSM_FILE_MAX_MB = env.number("OSM_FILE_MAX_MB", 500, low=1, high=100_000)
LEAFLET_CONFIG = {
    "TILES": [],  # our own vector layer is added by the admin's map script
    "DEFAULT_CENTER": (51.3, 9.9),
    "DEFAULT_ZOOM": 15,
    "MAX_ZOOM": 19,
    "RESET_VIEW": False,
    "SCALE": "metric",
    "ATTRIBUTION_PREFIX": False,
}
PGHISTORY_APPEND_ONLY = False
SILENCED_SYSTEM_CHECKS = [
    # GDAL below 3.9 may open what its input names; no upload from the web ever reaches GDAL here.
    "gis.W001",
]

# --- log ------------------------------------------------------------------------------------------------------------

LOG_LEVELS = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "common.log.JsonLines"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},  # a logger without any handler would write to the console
    },
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "WARNING", LOG_LEVELS)},
    "loggers": {
        "quartierskarte": {"level": env.choice("LOG_LEVEL", "INFO", LOG_LEVELS)},
        "weasyprint": {"level": "ERROR"},  # it warns of every rule of a stylesheet that is meant for screens
        # Addresses with query strings must not reach the log: 4xx answers are in our own request line already.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
