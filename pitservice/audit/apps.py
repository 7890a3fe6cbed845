"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Events, access and seals."""

    name = "pitservice.audit"
    label = "audit"
