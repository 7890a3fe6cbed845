"""One family whose names are typed in many ways: a former name, accents and a hyphen, all found by the search."""

from __future__ import annotations

from families import actions
from families.enums import FamilyRole
from families.models import FamilyMember, Person
from pitservice.accounts.models import Team
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff


def tell(staff: Staff, calendar: Calendar) -> None:
    """The referral left the accents out; on the first visit Hana wrote her name down, and the one she had before."""
    by = staff.sam.actor
    with calendar.told(calendar.at(calendar.working(55), 16, 10)):
        hana = _person(staff.team, "Hana", FamilyRole.MOTHER)
        petr = _person(staff.team, "Petr", FamilyRole.FATHER)
        family = hana.memberships.get().family
        actions.change_person(person=hana, family_name="Dvořák-Nováková", by=by)
        actions.change_person(person=petr, family_name="Dvořák", by=by)
        actions.add_former_name(family=family, person=hana, family_name="Svobodová", until=calendar.day(4 * 365), by=by)


def _person(team: Team, given_name: str, role: FamilyRole) -> Person:
    places = FamilyMember.objects.filter(
        team=team, role=role, person__given_name=given_name, person__family_name="Dvorak"
    )
    return places.select_related("person").get().person
