"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Outcome measures."""

    name = "measures"
    label = "measures"

    def ready(self) -> None:
        """Take part in family pages, home, the session page and copies of records."""
        from measures import registering

        registering.register_all()
