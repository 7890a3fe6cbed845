"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """The record, and who may be told what."""

    name = "families"
    label = "families"

    def ready(self) -> None:
        """Register how the facts of a family are read."""
        from families.contact.gather import family_facts
        from families.contact.registry import register_facts

        register_facts("family", family_facts)
