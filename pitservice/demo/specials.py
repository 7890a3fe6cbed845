"""What is special about some families: told when the record has been made, through the actions of families."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from caseload.models import Episode
from families import actions
from families.enums import AlertKind, ConsentPurpose, FamilyRole, LossKind, NeedKind, PointKind, ProfessionalRole
from families.models import Family, Person
from families.selectors import adults_of, babies_of
from pitservice.db.actor import Actor
from pitservice.demo.intake import NO, UNKNOWN, YES, Telling
from pitservice.demo.work import NOT_WANTED


def _adult(family: Family, role: str) -> Person:
    return next(member.person for member in adults_of(family) if member.role == role)


def _relate(by: Actor, family: Family, person: Person, child: Person, kind: FamilyRole, **more: Any) -> None:
    """What one is to the other, also where settling the referral has said so already."""
    given: dict[str, Any] = {"responsibility": UNKNOWN, "basis": "", "evidence": "", "lives_with": YES} | more
    given = {"seen_on": None, "court_limits": ""} | given
    known = family.relationships.filter(person=person, child=child).first()
    if known is None:
        actions.relate(family=family, person=person, child=child, kind=kind, by=by, **given)
    else:
        actions.change_relationship(relationship=known, kind=kind, by=by, **given)


def _hard(telling: Telling, family: Family, _: Episode) -> None:
    """P8: parents apart, a father who must not know, Polish, unborn twins, a sibling with another surname."""
    by, calendar = telling.staff.lead.actor, telling.calendar
    mother, father = _adult(family, FamilyRole.MOTHER), _adult(family, FamilyRole.FATHER)
    seven = calendar.day(7 * 365 + 100)
    actions.add_person(
        family=family, role=FamilyRole.SIBLING, given_name="Kacper", family_name="Zieliński", date_of_birth=seven, by=by
    )
    review = calendar.today + timedelta(days=60)
    for kind, text in (
        (NeedKind.TIMES_TO_AVOID, "School run: 8:20 to 9:10 and 2:50 to 3:40"),
        (NeedKind.DO_NOT_ASK, "What happened in the flat in March"),
        (NeedKind.NOT_INTERPRETER, NOT_WANTED),
    ):
        actions.add_need(family=family, person=mother, kind=kind, text=text, review_on=review, by=by)
    interpreter = mother.needs.get(kind=NeedKind.INTERPRETER, ended_at=None)
    text = "Polish, a woman, not from the local church"
    actions.change_need(need=interpreter, text=text, review_on=review, by=by)
    actions.raise_alert(
        family=family,
        kind=AlertKind.HOME_VISIT_RISK,
        text="Two of us, and never when the father’s van is outside.",
        by=by,
    )
    actions.add_point(
        family=family,
        person=father,
        kind=PointKind.ADDRESS,
        value="9 Quarry Lane, Eastfield",
        postcode="ZZ4 1AB",
        safe=NO,
        by=by,
    )


def _restricted(telling: Telling, family: Family, episode: Episode) -> None:
    staff = telling.staff
    lead = episode.allocations.get(role="lead").user
    named = list({user.pk: user for user in (lead, staff.guardian)}.values())
    actions.restrict(
        family=family, reason="A sister of the mother works in this service.", named=named, by=staff.guardian.actor
    )


def _teenage(telling: Telling, family: Family, _: Episode) -> None:
    by = telling.staff.lead.actor
    actions.add_person(
        family=family, role=FamilyRole.GRANDPARENT, given_name="Dawn", family_name="Hartley", lives_here=YES, by=by
    )
    worker = actions.keep_professional(
        team=telling.staff.team,
        name="Denise Holt",
        role=ProfessionalRole.SOCIAL_WORKER,
        email="denise@example.org",
        by=by,
    )
    actions.link_professional(family=family, professional=worker, role=ProfessionalRole.SOCIAL_WORKER, by=by)


def _foster(telling: Telling, family: Family, _: Episode) -> None:
    by = telling.staff.lead.actor
    baby = babies_of(family)[0].person
    carer = adults_of(family)[0].person
    _relate(by, family, carer, baby, FamilyRole.FOSTER_CARER, responsibility=NO)
    actions.raise_alert(
        family=family, kind=AlertKind.OTHER, text="The carer’s address is not told to the birth family.", by=by
    )


def _father_only(telling: Telling, family: Family, _: Episode) -> None:
    by = telling.staff.lead.actor
    father, baby = adults_of(family)[0].person, babies_of(family)[0].person
    _relate(by, family, father, baby, FamilyRole.FATHER, responsibility=YES, basis="certificate")
    actions.record_consent(
        family=family, person=father, purpose=ConsentPurpose.SHARE, recipient="gp", given=True, how="At the visit",
        given_on=telling.calendar.day(60), by=by,
    )  # fmt: skip


def _loss(telling: Telling, family: Family, _: Episode) -> None:
    baby = babies_of(family)[0].person
    day = telling.calendar.day(9)
    actions.record_loss(
        family=family, person=baby, kind=LossKind.BABY_DIED, happened_on=day, by=telling.staff.sam.actor
    )


def _couple(telling: Telling, family: Family, _: Episode) -> None:
    baby = babies_of(family)[0].person
    for role, responsibility in ((FamilyRole.MOTHER, YES), (FamilyRole.FATHER, UNKNOWN)):
        _relate(telling.staff.lead.actor, family, _adult(family, role), baby, role, responsibility=responsibility)


#: By the story's `special`; how many days ago it became known.
SPECIALS: Mapping[str, tuple[int, Callable[[Telling, Family, Episode], None]]] = {
    "hard": (50, _hard),
    "restricted": (70, _restricted),
    "teenage": (65, _teenage),
    "foster": (45, _foster),
    "father only": (90, _father_only),
    "loss": (8, _loss),
    "couple": (40, _couple),
}
