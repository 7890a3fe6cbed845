"""Localities of a team as one reads them: which of them a home is in, and who works there (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from families.homes import Home
from pitservice.configuration.postcodes import beginnings
from pitservice.ui.words import listed


class Elsewhere(TextChoices):
    """Families that stand in no one locality, and as what; the value stands in an address."""

    SEVERAL = "several", "In more than one locality"
    OUTSIDE = "outside", "In no locality"
    UNKNOWN = "not-known", "Home not known"
    HIDDEN = "not-shown", "Address not shown"


@dataclass(frozen=True)
class Localities:
    """A team's localities in force by name, each with `in_areas` and `worker_ids`; without any it is false."""

    rows: Sequence[Any] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)

    def around(self, home: Home) -> list[Any]:
        """The localities in which a family lives: the longest area that fits counts. None for a home not shown."""
        by_area = {area: row for row in self.rows for area in row.in_areas}
        found = {
            by_area[fits[0]].pk
            for postcode in home.postcodes
            if (fits := [area for area in beginnings(postcode) if area in by_area])
        }
        return [row for row in self.rows if row.pk in found]

    def group(self, home: Home) -> str:
        """The key of the one locality in which a family lives, or what it is instead."""
        if home.hidden:
            return Elsewhere.HIDDEN
        if not home.postcodes:
            return Elsewhere.UNKNOWN
        found = self.around(home)
        if len(found) == 1:
            return str(found[0].key)
        return Elsewhere.SEVERAL if found else Elsewhere.OUTSIDE

    def near(self, home: Home) -> Mapping[int, Sequence[str]]:
        """By colleague's id, the localities in which they work and the family lives."""
        return _by_worker(self.around(home))

    def of_each(self) -> Mapping[int, Sequence[str]]:
        """By colleague's id, the localities in which they work."""
        return _by_worker(self.rows)


def _by_worker(rows: Sequence[Any]) -> Mapping[int, Sequence[str]]:
    ids = dict.fromkeys(user for row in rows for user in row.worker_ids)
    return {user: [row.name for row in rows if user in row.worker_ids] for user in ids}


def near_words(names: Sequence[str]) -> str:
    """ "works in Riverside, where the family lives"."""
    return f"works in {listed(names)}, where the family lives"
