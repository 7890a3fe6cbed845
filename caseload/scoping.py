"""Visibility of what hangs on a piece of work: by its family (design §6)."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from families.scoping import FamilyScopedQuerySet

M = TypeVar("M", bound=models.Model)


class OfEpisodeQuerySet(FamilyScopedQuerySet[M]):
    """Rows with an `episode`."""

    family_path = "episode__family"
