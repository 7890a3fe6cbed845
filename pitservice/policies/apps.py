"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """The register of policies: their versions, and who has read them."""

    name = "pitservice.policies"
    label = "policies"

    def ready(self) -> None:
        """The place in the navigation, what is to be read and reviewed, and the way here from the settings."""
        from pitservice.accounts.enums import Permission
        from pitservice.configuration.carried_out import register_policies
        from pitservice.policies.waiting import SOURCES, carried_out_in
        from pitservice.ui import navigation, worklist

        navigation.register(navigation.Place("Policies", "policies:list", Permission.SEE_HOME, order=80))
        register_policies(carried_out_in)
        for source in SOURCES:
            worklist.register(source)
