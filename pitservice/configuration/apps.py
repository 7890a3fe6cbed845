"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    """Settings by team, lists, working days."""

    name = "pitservice.configuration"
    label = "configuration"

    def ready(self) -> None:
        """Pages are worded as the team of whoever looks calls things."""
        from pitservice.accounts.models import READ_ALONG
        from pitservice.configuration.phrases import in_words_of
        from pitservice.configuration.selectors import days_read_along, settings_read_along
        from pitservice.ui.wording import register_wording

        READ_ALONG.update(settings_row=settings_read_along, own_days=days_read_along)
        register_wording(in_words_of)
