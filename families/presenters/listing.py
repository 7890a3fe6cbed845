"""A family as a row of the list, and why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from families.enums import AlertKind
from families.models import Family
from families.names import adult_words, babies_words, family_label, names_in
from families.presenters.banner import ALERT_TAGS, loss_words
from families.searching import Match
from families.selectors import adults_of, members_of
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Tag

COLUMNS = (Column("Family"), Column("Babies"), Column("Adults"), Column("Look out for"), Column("Since"))
#: Of what was found: why, in place of since when.
FOUND_COLUMNS = (*COLUMNS[:1], Column("Found by"), *COLUMNS[1:4])

_FOUND_BY = {
    "name": "Name of {}",
    "former": "Former name of {}",
    "nhs": "NHS number of {}",
    "born": "Date of birth of {}",
    "due": "Expected date of {}",
    "phone": "Phone of {}",
    "email": "E-mail of {}",
    "postcode": "Postcode of {}",
    "title": "Title of the record",
    "reference": "Reference",
}
_POINTS = ("phone", "email", "postcode")


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


def found_row(family: Family, match: Match, today: date) -> Sequence[Cell]:
    """The same row, with why it was found beside its title."""
    title, *middle, _ = row(family, today)
    return title, Cell(found_words(family, match)), *middle


def found_words(family: Family, match: Match) -> str:
    """ "Former name of Zofia Nowak". A former name itself is not said: it is found by, and calls nobody."""
    names = names_in(list(family.members.all()))
    words = _FOUND_BY[match.kind].format(names.get(match.person_id or 0, "somebody"))
    if match.past:
        words += ", no longer used" if match.kind in _POINTS else ", who has left this family"
    return f"{words}, spelt or sounding like it" if match.near else words


def _tags(family: Family) -> list[Tag]:
    kinds = dict.fromkeys(AlertKind(alert.kind) for alert in family.alerts.all())
    restricted = [Tag("Restricted record", Colour.RED)] if family.restricted else []
    return restricted + [ALERT_TAGS[kind] for kind in kinds]


def _quiet(family: Family, names: dict[int, str]) -> list[str]:
    return [loss_words(loss, names) for loss in family.losses.all()]
