"""Families that were found in the middle of something else, each with what to do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from families.models import Family
from families.presenters.listing import COLUMNS, row
from pitservice.ui.components import Cell, Column, Empty, Link, Section, Table, Words


def found_section(
    words: str, families: Sequence[Family], links: Mapping[int, Link], today: date, *, more: bool
) -> Section:
    """What fits the words. The families were fetched with `banner_prefetches`; `more`: not all of them are here."""
    heading = f"Found for “{words}”"
    if not families:
        return Section(heading, [Empty("No family that you may see fits this. Try part of a name, or another number.")])
    columns = [*COLUMNS[:3], Column("Action")]
    rows = [[*row(family, today)[:3], Cell(links=[links[family.pk]])] for family in families]
    note = [Words(["More families fit. Add a word to find fewer."])] if more else []
    return Section(heading, [Table(heading, columns, rows), *note])
