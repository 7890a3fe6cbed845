"""Tests: the real PostgreSQL, Redis and files; strict where production is forgiving."""

from __future__ import annotations

import os
from pathlib import Path

from pitservice.settings.base import *

SECRET_KEY = "tests-only-" + "x" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEMO = True
SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_GATEWAY = os.environ.get("TEST_EMAIL_GATEWAY", "")
MEDIA_ROOT = Path(os.environ.get("TEST_MEDIA_ROOT", VAR_DIR / "test-media"))
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
DATABASES["default"]["OPTIONS"].pop("pool")
LOGGING["root"]["level"] = "ERROR"
STATIC_ROOT = None  # nothing is collected: static files are found where they are, when they are asked for
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
