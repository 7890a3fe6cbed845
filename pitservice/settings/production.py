"""Production: secrets from the environment, TLS in front, a second factor for everybody."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from pitservice.settings.base import *


def _required(name: str) -> str:
    """The environment variable, or one sentence that says which is missing."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: production does not start without it.")
    return value


SECRET_KEY = _required("SECRET_KEY")
DATABASE_URL = _required("DATABASE_URL")
REDIS_URL = _required("REDIS_URL")
ALLOWED_HOSTS = _required("ALLOWED_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "pitservice.demo"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "1"))
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_USE_TLS = True
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "webmaster@localhost")
# The outbox gateway is for the demo: in production a team without a gateway sees its texts held on the worklist (P42).
MESSAGING_GATEWAY = os.environ.get("MESSAGING_GATEWAY", "")
EMAIL_GATEWAY = os.environ.get("EMAIL_GATEWAY", "")
PUBLIC_URL = (os.environ.get("PUBLIC_URL") or f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
