"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo year: invented people only."""

    name = "pitservice.demo"
    label = "demo"
