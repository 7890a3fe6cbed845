"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "pitservice.files"
    label = "files"
