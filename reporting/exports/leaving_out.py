"""Whose data is never in a file of rows: restricted families, and those of whom anybody objected (decision 0029)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from families.consents import in_force
from families.entries import standing
from families.enums import ConsentPurpose
from families.models import Consent, Family, Person
from pitservice.accounts.models import Team
from reporting.models import Export

LEFT_OUT = (
    "Restricted families are never in a file of rows, and neither is a family of whom somebody has said no to the "
    "use of data about them beyond their own care. They are counted in reports as before."
)

CHANGED = (
    "Since it was made, something changed about who may be in such a file, or two records were merged. Remove it, and "
    "have it made anew."
)


def families_that_may_be_in(team: Team, on: date) -> frozenset[int]:
    """Ids of the team's families whose rows may be in a file: not restricted, and nobody in it objected.

    Nor is a family with a former identity that was sealed, which nothing may lead to (P23).
    """
    sealed = Person.objects.filter(families=OuterRef("pk"), sealed=True)
    mine = Family.objects.filter(team=team, restricted=False, merged_into__isnull=True)
    found = mine.filter(~Exists(sealed)).values_list("pk", flat=True)
    return frozenset(found) - _objected(team, on)


def _objected(team: Team, on: date) -> frozenset[int]:
    """Families in which the last word of anybody about the use of their data is no, wherever it was said."""
    said = standing(Consent.objects.filter(Q(team=team) | Q(person__team=team), purpose=ConsentPurpose.DATA))
    by_person: defaultdict[int, list[Consent]] = defaultdict(list)
    for row in said.order_by("given_on", "created_at", "pk"):
        by_person[row.person_id].append(row)
    against = {
        person for person, rows in by_person.items() if any(not one.given for one in in_force(rows, on).values())
    }
    theirs = Family.objects.filter(Q(people__in=against) | Q(consents__in=said, consents__person__in=against))
    return frozenset(theirs.values_list("pk", flat=True))


def may_be_given(export: Export) -> bool:
    """Whether every family in a file that was made may still be in one."""
    return frozenset(export.family_ids) <= families_that_may_be_in(export.team, timezone.localdate())
