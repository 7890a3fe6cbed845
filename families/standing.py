"""How fathers and partners stand in the families that somebody may see: one query behind counts and lists (P26)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from families.enums import FATHER_ROLES, AlertKind, ApproachAnswer, FamilyRole
from families.models import Alert, Approach, Family, FamilyMember
from pitservice.accounts.viewer import Viewer

#: Every family is counted once, by the first of these that is true of it. The last two are what is missing.
STANDINGS: Mapping[str, str] = {
    "takes_part": "Takes part",
    "invited": "Invited, no answer yet",
    "declined": "Asked, does not want to",
    "not_asked": "Not asked, for a reason that is written down",
    "not_here": "Not in the baby’s life, or nobody knows who or where",
    "recorded": "Recorded, and nobody has asked yet",
    "nobody": "Nobody recorded, and nobody has asked",
}
#: What is missing: everything else is a complete answer, the two about safety too.
GAPS = ("recorded", "nobody")


def families_with_standing(viewer: Viewer) -> QuerySet[Any]:
    """Families with a baby, born or expected and not lost, each with its `standing`."""
    babies = FamilyMember.objects.filter(
        family=OuterRef("pk"), role=FamilyRole.BABY, ends_on=None, person__lost=False, person__died_on=None
    )
    families: QuerySet[Family] = Family.objects.visible_to(viewer).filter(Exists(babies), merged_into=None)
    fathers = FamilyMember.objects.filter(
        family=OuterRef("pk"), role__in=FATHER_ROLES, ends_on=None, person__lost=False, person__sealed=False
    )
    asked = [
        When(_newest(ApproachAnswer.TAKES_PART), then=Value("takes_part")),
        When(_newest(ApproachAnswer.INVITED), then=Value("invited")),
        When(_newest(ApproachAnswer.DECLINED), then=Value("declined")),
        When(_newest(ApproachAnswer.NOT_ASKED_UNSAFE, ApproachAnswer.MOTHER_ASKED_NOT), then=Value("not_asked")),
        When(_newest(ApproachAnswer.NOT_IN_TOUCH, ApproachAnswer.NOT_KNOWN), then=Value("not_here")),
    ]
    restricted = Alert.objects.filter(
        family=OuterRef("pk"), kind=AlertKind.RESTRICTED_PERSON, lifted_at=None, person__memberships__in=_fathers_of()
    )
    return families.annotate(
        standing=Case(
            *asked,
            When(Exists(restricted), then=Value("not_asked")),
            When(Exists(fathers), then=Value("recorded")),
            default=Value("nobody"),
            output_field=CharField(),
        )
    )


def _fathers_of() -> QuerySet[FamilyMember]:
    return FamilyMember.objects.filter(role__in=FATHER_ROLES, ends_on=None)


def _newest(*answers: ApproachAnswer) -> Exists:
    """The newest answer of somebody, or the newest about nobody who is recorded, is one of these."""
    same = Q(person=OuterRef("person")) | Q(person=None, nobody=OuterRef("nobody"))
    nobody = ExpressionWrapper(Q(person=None), output_field=BooleanField())
    rows = Approach.objects.annotate(nobody=nobody)
    later = rows.filter(same, family=OuterRef("family"), pk__gt=OuterRef("pk"))
    return Exists(rows.filter(~Exists(later), family=OuterRef("pk"), answer__in=answers))


def counts(viewer: Viewer) -> dict[str, int]:
    """How many families stand where; every standing is there."""
    rows = families_with_standing(viewer).order_by().values_list("standing").annotate(number=Count("pk"))
    return dict.fromkeys(STANDINGS, 0) | dict(rows)
