"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Intake, screening, decision and the waiting list."""

    name = "referrals"
    label = "referrals"

    def ready(self) -> None:
        """Take part in the rooms below."""
        from referrals import registering

        registering.register()
