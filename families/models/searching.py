"""SearchEntry: all that somebody may be found by, folded, in one table kept by triggers (engineering.md 6.3, 7.5)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from families.models.people import Family, Person
from pitservice.db.models import TeamOwned


class SearchEntry(TeamOwned):
    """One name, number or address, without accents, capitals and signs. Never shown: it leads to a family."""

    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=420)
    source_id = models.BigIntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "search entries"
        indexes = (
            GinIndex(fields=("text",), opclasses=("gin_trgm_ops",), name="search_text"),
            models.Index(fields=("kind", "source_id"), name="search_source"),
        )

    def __str__(self) -> str:
        return self.text
