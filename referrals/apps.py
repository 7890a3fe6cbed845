"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Intake, screening, decision and the waiting list."""

    name = "referrals"
    label = "referrals"

    def ready(self) -> None:
        """Tell the rooms below how to read a referral and whether a decision still stands."""
        from families.contact import register_facts
        from pitservice.messaging import wanted
        from referrals.contact_facts import referral_facts
        from referrals.telling import still_wanted

        register_facts("referral", referral_facts)
        wanted.register("decision", still_wanted)
