"""SearchEntry: all that somebody may be found by, folded, in one table kept by triggers (engineering.md 6.3, 7.5)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from families.models.people import Family, Person
from pitservice.accounts.models import Team


class SearchEntry(models.Model):
    """One name, number or address, without accents, capitals and signs. Never shown: it leads to a family."""

    no_maker: ClassVar[str] = "Kept by triggers from the rows it repeats, which say who made them."

    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=420)
    source_id = models.BigIntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "search entries"
        indexes = (
            GinIndex(fields=("text",), opclasses=("gin_trgm_ops",), name="search_text"),
            models.Index(fields=("kind", "source_id"), name="search_source"),
        )

    def __str__(self) -> str:
        return self.text
