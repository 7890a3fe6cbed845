"""What happens to some families: twins nobody expected, a child in foster care, an adoption."""

from __future__ import annotations

from datetime import timedelta

from families import actions
from families.actions import Carer, Newborn, NewHome, NewIdentity
from families.enums import CareKind, FamilyRole, Place, ResponsibilityBasis, SealDecision
from families.models import Family, FamilyMember, Person
from families.sealing import places_of
from pitservice.db.actor import Actor
from pitservice.demo.calendar import Calendar
from pitservice.demo.intake import YES
from pitservice.demo.sign_ins import Staff

#: Numbers of the test range, which are nobody's.
_BEFORE, _NOW = "9997770013", "9997770021"


def tell(staff: Staff, calendar: Calendar) -> None:
    """Each in its own record, through the actions of families."""
    by = staff.lead.actor
    with calendar.told(calendar.at(calendar.working(70), 10)):
        _, _, unborn = _family(staff, "Grace", "Adeyemi", "", by, expected_in=35 - 70, calendar=calendar)
        care, kelly, leo = _family(staff, "Kelly", "Carter", "Leo", by, calendar=calendar)
        birth, _, ryan = _family(staff, "Carly", "Dunn", "Ryan", by, calendar=calendar)
        actions.change_person(person=ryan, nhs_number=_BEFORE, by=by)
    with calendar.told(calendar.at(calendar.working(60), 11)):
        actions.record_birth(
            person=unborn,
            date_of_birth=calendar.day(62),
            given_name="Ife",
            family_name="Adeyemi",
            sex="2",
            others=[Newborn("Tobi", "Adeyemi", "1")],
            by=by,
        )
    with calendar.told(calendar.at(calendar.working(5), 15)):
        actions.change_care(
            family=care,
            person=leo,
            kind=CareKind.FOSTER,
            happened_on=calendar.day(6),
            responsible="Kelly and the council, under an interim care order",
            may_agree="Leo's social worker, with Kelly's view",
            carer=Carer("Joy", "Bennett", FamilyRole.FOSTER_CARER),
            home=NewHome("2 Orchard Row, Eastfield", "ZZ5 2CD", Place.FOSTER_HOME, [kelly]),
            apart=[FamilyMember.objects.get(family=care, person=kelly)],
            by=by,
        )
    with calendar.told(calendar.at(calendar.working(20), 12)):
        stands = {place.name: str(SealDecision.STANDS) for place in places_of(birth, ryan)}
        actions.decide_places(family=birth, person=ryan, decisions=stands, by=staff.guardian.actor)
        actions.record_adoption(
            family=birth,
            person=ryan,
            new=NewIdentity("Ella", "Moss", _NOW),
            named=[staff.lead],
            by=staff.guardian.actor,
        )


def _family(
    staff: Staff, mother: str, surname: str, baby: str, by: Actor, *, calendar: Calendar, expected_in: int = 0
) -> tuple[Family, Person, Person]:
    """A mother and her baby; one without a name is expected on a day."""
    title = f"{baby or 'Baby of ' + mother} {surname}'s family"
    family = actions.open_family(team=staff.team, title=title, by=by)
    carer = actions.add_person(
        family=family, role=FamilyRole.MOTHER, given_name=mother, family_name=surname, lives_here=YES, by=by
    )
    child = actions.add_person(
        family=family,
        role=FamilyRole.BABY,
        given_name=baby,
        family_name=surname if baby else "",
        date_of_birth=calendar.day(200) if baby else None,
        expected_date=None if baby else calendar.today + timedelta(days=expected_in),
        lives_here=YES,
        by=by,
    )
    actions.relate(
        family=family,
        person=carer,
        child=child,
        kind=FamilyRole.MOTHER,
        responsibility=YES,
        basis=ResponsibilityBasis.BIRTH_MOTHER,
        lives_with=YES,
        by=by,
    )
    actions.record_agreement(family=family, person=carer, knows=YES, agrees=YES, asked_by="Health visitor", by=by)
    return family, carer, child
