"""The outbox of the gateway that sends nothing (the embedded default)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class OutboxEntry(models.Model):
    """What the outbox gateway was given: shown on a page of the demo, and sent nowhere. `reference` is ours."""

    no_maker: ClassVar[str] = "the far end of a gateway knows no colleagues"

    reference = models.UUIDField()
    value = models.CharField(max_length=254)
    words = models.TextField()
    arrived_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "outbox entries"
        indexes = (models.Index(fields=("reference",), name="outbox_reference"),)

    def __str__(self) -> str:
        return f"{self.value}: {self.words[:30]}"
