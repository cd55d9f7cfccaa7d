"""Django's settings. Everything an operator may change is an environment variable listed in docs/operations.md."""

import os
from datetime import date
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from haidang.config.database import database
from haidang.config.home import home, secret

PACKAGE = Path(__file__).resolve().parent.parent
HAIDANG_HOME = home()

DEBUG = False
SECRET_KEY = secret("django").hex()
FIELD_KEY = secret("field")
BLIND_INDEX_KEY = secret("blind-index")
JOURNAL_KEY = secret("journal")
VAPID_KEY = secret("vapid")
# What is shared with the payment gateway; whoever connects a real one puts its secret into this file.
PAYMENT_GATEWAY_KEY = secret("payment-gateway")

ALLOWED_HOSTS = os.environ.get("HAIDANG_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HAIDANG_ORIGINS", "").split(",") if origin]
# Behind a TLS-terminating proxy cookies are marked secure; the embedded server on localhost speaks plain HTTP.
HTTPS_ONLY = os.environ.get("HAIDANG_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Where the public reaches this installation: it is printed on papers and stands in their QR codes.
PUBLIC_URL = os.environ.get("HAIDANG_PUBLIC_URL", "http://localhost:8000")

# No public source confirms the code of the province (DOMAIN §2.2), so it is a setting.
PROVINCE_CODE = os.environ.get("HAIDANG_PROVINCE_CODE", "H06")
PROFILE = os.environ.get("HAIDANG_PROFILE", "brvt_2024")

# Where open boards listen for hints that figures have changed: an address that a proxy leads to `haidang live`, or the
# port on which `haidang serve` runs it; with neither they only ask by themselves every half minute.
LIVE_URL = os.environ.get("HAIDANG_LIVE_URL", "")
LIVE_PORT = int(os.environ.get("HAIDANG_LIVE_PORT", "0"))
# How old the figures of a leader's board may be, in seconds; the page says of when they are. 0: always counted anew.
BOARD_SECONDS = int(os.environ.get("HAIDANG_BOARD_SECONDS", "10"))

# Where the payment gateway answers; empty: nobody can pay online. Its name stands in rows and in its call-back address.
PAYMENT_GATEWAY_URL = os.environ.get("HAIDANG_PAYMENT_GATEWAY_URL", "")
PAYMENT_GATEWAY = os.environ.get("HAIDANG_PAYMENT_GATEWAY", "cong-thanh-toan")
# Which accounts take fees in: a file like the profile's `payment_accounts.json`, which holds a sample.
PAYMENT_ACCOUNTS = os.environ.get("HAIDANG_PAYMENT_ACCOUNTS", "")
# What answers questions to the event lake: DuckDB in this process, or a Spark cluster that sees the same folder.
LAKE_ENGINE = os.environ.get("HAIDANG_LAKE_ENGINE", "duckdb")
LAKE_MEMORY = os.environ.get("HAIDANG_LAKE_MEMORY", "2GB")
SPARK_MASTER = os.environ.get("HAIDANG_SPARK_MASTER", "local[*]")
SPARK_PARTITIONS = int(os.environ.get("HAIDANG_SPARK_PARTITIONS", "32"))

# From when dossiers may be handed in at any agency of the province: by decision of the province before 1/7/2025, by
# Decree 118/2025 since. The decision of this province was not found in public, so the day is a setting.
INTAKE_ANYWHERE_FROM = date.fromisoformat(os.environ.get("HAIDANG_INTAKE_ANYWHERE_FROM", "2024-01-01"))

# The national portal's synchronisation service (DOMAIN §1.2). Without an address nothing is sent and messages wait.
_PORTAL_URL = os.environ.get("HAIDANG_PORTAL_URL", "").rstrip("/")
PORTAL: dict[str, str] = {
    "auth_url": os.environ.get("HAIDANG_PORTAL_AUTH_URL", f"{_PORTAL_URL}/auth" if _PORTAL_URL else ""),
    "services_url": os.environ.get("HAIDANG_PORTAL_SERVICES_URL", f"{_PORTAL_URL}/services" if _PORTAL_URL else ""),
    "page_url": os.environ.get("HAIDANG_PORTAL_PAGE_URL", ""),
    "username": os.environ.get("HAIDANG_PORTAL_USER", "tinh"),
    "password": os.environ.get("HAIDANG_PORTAL_PASSWORD", "mat-khau-thu"),
    "unit": os.environ.get("HAIDANG_PORTAL_UNIT", PROVINCE_CODE),
    "destination": os.environ.get("HAIDANG_PORTAL_DESTINATION", "VDXP-DVCQG"),
}
PORTAL_READ_SECONDS = float(os.environ.get("HAIDANG_PORTAL_READ_SECONDS", "60"))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "haidang.platform",
    "haidang.identity",
    "haidang.workflow",
    "haidang.notifications",
    "haidang.payments",
    "haidang.catalogue",
    "haidang.dossiers",
    "haidang.exchange",
    "haidang.steering",
    "haidang.ioc",
    "haidang.reform",
    "haidang.ui",
    "haidang.portal",
    "haidang.desk",
    "haidang.console",
    "haidang.leaders",
    "haidang.procedure_control",
    "haidang.operations",
    "haidang.scorecards",
    "haidang.open_api",
    "haidang.simulation",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "haidang.ui.language.chosen_only",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "haidang.ui.addresses.storable_only",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
ROOT_URLCONF = "haidang.config.urls"
WSGI_APPLICATION = "haidang.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "haidang.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "haidang.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "haidang.ui.forms.Renderer"

DATABASES = {"default": database(HAIDANG_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "portal:sign_in"
LOGIN_REDIRECT_URL = "portal:after_sign_in"
LOGOUT_REDIRECT_URL = "portal:home"
SESSION_COOKIE_AGE = 12 * 3600

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Local times between which notices and whatever rings wait, for whoever has set no hours of his own.
QUIET_HOURS = ("20:00", "06:30")
# Who carries e-mail, short messages and Zalo: addresses with blanks between, first choice first; none: none is sent.
MESSAGE_PROVIDERS = {
    channel: os.environ.get(f"HAIDANG_{channel.upper()}_PROVIDERS", "").split() for channel in ("email", "sms", "zalo")
}
# The push services of the common browsers; messages go to no other host.
PUSH_HOSTS = os.environ.get(
    "HAIDANG_PUSH_HOSTS",
    "fcm.googleapis.com,push.services.mozilla.com,notify.windows.com,web.push.apple.com",
).split(",")
# Hosts from which sources of the sectors' data may be pulled ("host" or "host:port"); the server asks no other.
SOURCE_HOSTS = [host for host in os.environ.get("HAIDANG_SOURCE_HOSTS", "").lower().split(",") if host]
# Below this folder lie the drop folders and SQLite files that sources may name.
SOURCE_FOLDER = Path(os.environ.get("HAIDANG_SOURCE_FOLDER", HAIDANG_HOME / "inbox"))
MAX_DOCUMENT_BYTES = int(os.environ.get("HAIDANG_MAX_DOCUMENT_MB", "20")) * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HAIDANG_LOG", "WARNING")},
}
