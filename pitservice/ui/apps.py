"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Page bases, fields, components."""

    name = "pitservice.ui"
    label = "ui"
