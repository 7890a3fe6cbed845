"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    """From allocation to follow-up: work with a family."""

    name = "caseload"
    label = "caseload"
