"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """Consultation to other professionals."""

    name = "consultation"
    label = "consultation"
