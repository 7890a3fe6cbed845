"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Screens over everything: users, audit, background work; and the documents generated from code."""

    name = "pitservice.governance"
    label = "governance"

    def ready(self) -> None:
        """Places in the navigation, and failed work on the home page."""
        from pitservice.accounts.enums import Permission
        from pitservice.governance.worklist import failed_jobs
        from pitservice.ui import navigation, worklist

        navigation.register(navigation.Place("Manage", "governance:manage", Permission.SEE_JOBS, order=90))
        navigation.register(navigation.Place("Who did what", "governance:events", Permission.SEE_AUDIT, order=91))
        worklist.register(
            worklist.Source("Failed background work", Permission.SEE_JOBS, failed_jobs, "governance:jobs")
        )
