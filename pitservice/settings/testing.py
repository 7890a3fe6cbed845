"""Tests: the real PostgreSQL, Redis and files; strict where production is forgiving."""

from __future__ import annotations

import os
from pathlib import Path

from pitservice.settings.base import *  # noqa: F403 - a settings module is its base with differences

SECRET_KEY = "tests-only-" + "x" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEMO = True
SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(os.environ.get("TEST_MEDIA_ROOT", VAR_DIR / "test-media"))  # noqa: F405
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405 - each test worker is one connection to a clone of its own
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
STATIC_ROOT = None  # nothing is collected: static files are found where they are, when they are asked for
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
