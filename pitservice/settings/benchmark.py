"""Benchmarks: production's guards, and the Django admin to compare with (installed nowhere else)."""

from __future__ import annotations

from pitservice.settings.testing import *

INSTALLED_APPS = ["django.contrib.admin", *INSTALLED_APPS]
