"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Commissioner reports: reads everything, writes nothing clinical."""

    name = "reporting"
    label = "reporting"
