"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Intake, screening, decision and the waiting list."""

    name = "referrals"
    label = "referrals"
