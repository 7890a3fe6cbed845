"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    """From allocation to follow-up: work with a family."""

    name = "caseload"
    label = "caseload"

    def ready(self) -> None:
        """Take part in what the rooms below offer: decisions, words still wanted, family pages, home."""
        from caseload import registering

        registering.register_all()
