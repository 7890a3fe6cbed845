"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters: drafted, copied by the contact rules, made into PDF, kept as sent."""

    name = "pitservice.letters"
    label = "letters"
