"""StoredFile."""

from __future__ import annotations

from django.db import models

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.models import Created, Keyed, TeamOwned


class StoredFile(Keyed, TeamOwned, Created):
    """One file. Which family it is about is known by the row that points here (a letter's copy, a report):

    that row's own page serves it, through `visible_to` and the access log; nothing serves a file by its own key.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)

    objects = TeamQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("sha256",), name="file_hash"),)

    def __str__(self) -> str:
        return self.name
