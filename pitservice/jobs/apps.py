"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background rows, the bell, heartbeats."""

    name = "pitservice.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Make our Celery application the one that every process rings."""
        import pitservice.celery  # noqa: F401 - importing it makes it current
