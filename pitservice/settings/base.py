"""What every place where the product runs has in common."""

from __future__ import annotations

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from pitservice.settings.logs import logging_config
from pitservice.settings.redis_url import broker_url

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR") or BASE_DIR / "var")

PRODUCT_NAME = "Parent-infant case management"
DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "crispy_forms",
    "django_htmx",
    "pitservice.db",
    "pitservice.audit",
    "pitservice.accounts",
    "pitservice.jobs",
    "pitservice.links",
    "pitservice.files",
    "pitservice.ui",
    "pitservice.configuration",
    "pitservice.policies",
    "families",
    "pitservice.letters",
    "pitservice.messaging",
    "referrals",
    "caseload",
    "measures",
    "consultation",
    "reporting",
    "pitservice.governance",
    "pitservice.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "pitservice.accounts.middleware.SessionTimeoutMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pitservice.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pitservice.ui.middleware.PrivatePagesMiddleware",
    "pitservice.audit.middleware.RequestContextMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pitservice.urls"
WSGI_APPLICATION = "pitservice.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pitservice.ui.context.shell",
            ],
        },
    }
]

# --- Database: the web and worker processes connect as a role that owns nothing (design §7) ---

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgresql://pit_app@127.0.0.1:5432/pitservice"),
        conn_max_age=0,
        # A connection of the pool is looked at before it is used: a restarted database costs nobody an error.
        conn_health_checks=True,
    )
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {
    "pool": {"min_size": 1, "max_size": int(os.environ.get("DATABASE_POOL", "8")), "timeout": 10},
    # A web request never waits long for a lock, and never holds a transaction open while idle.
    "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c timezone=UTC",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache and sessions live in PostgreSQL: without Redis every page still works (engineering 6.3).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_TIMEOUT = timedelta(minutes=int(os.environ.get("SESSION_IDLE_MINUTES", "15")))
SESSION_ABSOLUTE_TIMEOUT = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE_TIMEOUT.total_seconds())

# --- Who signs in ---

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_ADAPTER = "pitservice.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "pitservice.accounts.forms.NewPasswordForm",
    "reset_password_from_key": "pitservice.accounts.forms.ForgottenPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by a manager, who knows the colleague
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# Wrong passwords are counted by axes alone, by person and address together: allauth's own count by address would shut
# out every colleague behind the same address, its count by person would let anybody shut a colleague out from afar.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the manager who made the account vouches for the address
MFA_TOTP_ISSUER = PRODUCT_NAME
SECOND_FACTOR_REQUIRED = True
DEMO = False

# axes is told the e-mail under this name by allauth; "login" would store no name and lock out a whole address.
AXES_USERNAME_FORM_FIELD = "email"
AXES_CLIENT_IP_CALLABLE = "pitservice.accounts.callers.caller_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_ENABLE_ADMIN = False

# --- Pages ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CRISPY_ALLOWED_TEMPLATE_PACKS = "nhsuk"
CRISPY_TEMPLATE_PACK = "nhsuk"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Never served by the web server as they are: only through a page that asks for permission (pitservice.files).
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
# A folder that gets a copy of each downtime pack, for whoever takes it off the machine (P71); empty: none.
DOWNTIME_ROOT = os.environ.get("DOWNTIME_ROOT", "")
VIRUS_SCANNER = os.environ.get("VIRUS_SCANNER", "")  # ClamAV's "host:port" or socket; empty: none is asked

# --- Background work: the row is the message, Redis is only the doorbell (engineering §3) ---

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 3,
    "socket_connect_timeout": 1,
    "max_retries": 1,  # at once, for kombu would wait two seconds, and a person waits for the commit that rings
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Row history ---

# Triggers are put in place by the guards at the end of every `migrate`, not by migrations: they follow the models as
# they are, and a migration of the whole schema stays quick (docs/decisions/0002).
PGTRIGGER_MIGRATIONS = False

# --- E-mail and texts: nothing leaves the machine unless a place says so ---

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MESSAGING_GATEWAY = "pitservice.messaging.gateways.outbox.OutboxGateway"
EMAIL_GATEWAY = ""  # e-mails to families and professionals; sign-in mails go by EMAIL_BACKEND
MESSAGING_RECEIVES = os.environ.get("MESSAGING_RECEIVES", "") == "yes"  # the number that texts come from takes replies
MESSAGING_TIMEOUT = float(os.environ.get("MESSAGING_TIMEOUT", "10"))  # seconds a gateway may take to answer
MESSAGING_LEASE = float(os.environ.get("MESSAGING_LEASE", "90"))  # seconds a claim holds; then the gateway is asked
TEXT_PENCE = Decimal(os.environ.get("TEXT_PENCE", "2.4"))  # for each part of a text (domain.md §5.2)
MESSAGING_BATCH = 20
MESSAGING_IN_FLIGHT = int(os.environ.get("MESSAGING_IN_FLIGHT", "4"))  # at once, where the gateway can
NOTIFY_BASE_URL = os.environ.get("NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk")
NOTIFY_API_KEY = os.environ.get("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = os.environ.get("NOTIFY_TEMPLATE_ID", "")
NOTIFY_CALLBACK_TOKEN = os.environ.get("NOTIFY_CALLBACK_TOKEN", "")
TWILIO_BASE_URL = os.environ.get("TWILIO_BASE_URL", "https://api.twilio.com")
TWILIO_ACCOUNT_SID = os.environ.get("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN = os.environ.get("TWILIO_AUTH_TOKEN", "")
TWILIO_SENDER = os.environ.get("TWILIO_SENDER", "")  # a number of Twilio's, or a messaging service ("MG...")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")  # where gateways, and private links, reach us

LOGGING = logging_config()
SILENCED_SYSTEM_CHECKS: list[str] = []
