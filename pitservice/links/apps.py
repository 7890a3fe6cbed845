"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Private links."""

    name = "pitservice.links"
    label = "links"
