"""Submission: each POST form sent, so that sending it twice has one effect."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Submission(models.Model):
    """A form that had its effect: digests of its number and address, and where its sender was led, sealed with the
    number (`submissions`): no private link can be read from here (P11).

    Written in the same transaction as the effect. A double click, a second tab or a repeated request waits for that
    transaction and is then led to the same place (design §6).
    """

    digest = models.CharField(max_length=64, unique=True)
    path_digest = models.CharField(max_length=64)
    result = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    no_maker: ClassVar[str] = "the effect it belongs to says who; a public form's sender has no account"

    def __str__(self) -> str:
        return self.digest
