"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    """Settings by team, lists, working days."""

    name = "pitservice.configuration"
    label = "configuration"
