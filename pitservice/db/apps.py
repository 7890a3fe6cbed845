"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class DbConfig(AppConfig):
    """The lowest room of the house."""

    name = "pitservice.db"
    label = "db"
