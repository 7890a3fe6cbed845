"""`make run`: everything on this machine, invented people only, plain http on localhost."""

from __future__ import annotations

import os
from datetime import timedelta

from pitservice.settings.base import *

SECRET_KEY = os.environ["SECRET_KEY"]  # made once by the launcher and kept under VAR
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEMO = True
EMAIL_GATEWAY = "outbox"  # e-mails go to a page of the demo, as texts do
SECOND_FACTOR_REQUIRED = False
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
SESSION_IDLE_TIMEOUT = timedelta(minutes=int(os.environ.get("SESSION_IDLE_MINUTES", "60")))
