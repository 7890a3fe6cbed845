"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Texts and e-mails: the row is the message, sent exactly once."""

    name = "pitservice.messaging"
    label = "messaging"
