"""Where the children live, who is responsible and who may agree (P24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from families.models import CareChange, Family
from pitservice.ui import dates
from pitservice.ui.components import Colour, Fact, FactList, Link, Section, Tag


def care_section(
    family: Family, changes: Sequence[CareChange], names: Mapping[int, str], *, may_edit: bool
) -> list[Section]:
    """The newest change of each person; nothing where nobody lives elsewhere."""
    newest = {change.person_id: change for change in changes}
    return (
        [Section("Where they live now", [_facts(family, row, names, may_edit) for row in newest.values()])]
        if newest
        else []
    )


def _facts(family: Family, change: CareChange, names: Mapping[int, str], may_edit: bool) -> FactList:
    name = names.get(change.person_id, change.person.name)
    settled = change.settled_at is not None
    tag = Tag("Settled", Colour.GREEN) if settled else Tag("Nothing goes out until it is settled", Colour.RED)
    href = reverse("families:settle_care", args=[family.key, change.key])
    settle = [] if settled or not may_edit else [Link("Settle who is told what", href, hidden=f"about {name}")]
    return FactList(
        [
            Fact(
                "What has changed",
                f"{change.get_kind_display()}, since {dates.day(change.happened_on)}",
                tags=[tag],
                actions=settle,
            ),
            Fact("Parental responsibility", change.responsible),
            Fact("May agree to the work", change.may_agree),
        ],
        name,
    )
