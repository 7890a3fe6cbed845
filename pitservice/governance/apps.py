"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Screens over everything: users, audit, background work; and the documents generated from code."""

    name = "pitservice.governance"
    label = "governance"
