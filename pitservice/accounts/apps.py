"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig

from pitservice.db.actor import NAMERS, ActorKind


class AccountsConfig(AppConfig):
    """Tells the lowest room how a colleague is named."""

    name = "pitservice.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the namer of users, and the path converter for keys."""
        from django.urls import register_converter

        from pitservice.accounts.selectors import user_name
        from pitservice.db.keys import KeyConverter

        NAMERS[ActorKind.USER] = user_name
        register_converter(KeyConverter, "key")
