"""A family as a row of the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from families.enums import AlertKind
from families.models import Family
from families.presenters.banner import ALERT_TAGS, loss_words
from families.presenters.names import adult_words, babies_words, family_label, names_in
from families.selectors import adults_of, members_of
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Tag

COLUMNS = (Column("Family"), Column("Babies"), Column("Adults"), Column("Look out for"), Column("Since"))


def row(family: Family, today: date) -> Sequence[Cell]:
    """Title, babies with their ages, adults, alerts in words. The family was fetched with `banner_prefetches`."""
    names = names_in(members_of(family))
    adults = [adult_words(member, today, names[member.person_id]) for member in adults_of(family)]
    return (
        Cell(family_label(family), href=reverse("families:family", args=[family.key]), hint=family.key),
        Cell("; ".join(babies_words(family, today)) or "None recorded"),
        Cell("; ".join(adults) or "None recorded"),
        Cell(tags=_tags(family), hint=" ".join(_quiet(family, names))),
        Cell(dates.day(family.created_at.date())),
    )


def _tags(family: Family) -> list[Tag]:
    kinds = dict.fromkeys(AlertKind(alert.kind) for alert in family.alerts.all())
    restricted = [Tag("Restricted record", Colour.RED)] if family.restricted else []
    return restricted + [ALERT_TAGS[kind] for kind in kinds]


def _quiet(family: Family, names: dict[int, str]) -> list[str]:
    return [loss_words(loss, names) for loss in family.losses.all()]
