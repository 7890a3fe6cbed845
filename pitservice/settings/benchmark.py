"""Benchmarks: production's guards, and the Django admin to compare with (installed nowhere else)."""

from __future__ import annotations

from pitservice.settings.testing import *  # noqa: F403 - a settings module is its base with differences

INSTALLED_APPS = ["django.contrib.admin", *INSTALLED_APPS]  # noqa: F405
