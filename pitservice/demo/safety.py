"""Sharing, safeguarding and record keeping in the demo year: one family for each thing that can be seen."""

from __future__ import annotations

from families import actions
from families.enums import IncidentKind, ProtectionKind, RequestKind, SharingBasis
from families.models import Concern, Family, Person
from families.selectors import babies_of
from pitservice.accounts.models import User
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

#: How long ago the record was opened that is due to be looked at: 26 years.
LONG_AGO = 26 * 365 + 20


def tell(staff: Staff, calendar: Calendar) -> None:
    """A plan and a closed concern, a concern whose referral nobody has answered, a request, a breach, a hold."""
    _teenage(_family("Hartley"), staff, calendar)
    _couple(_family("Tate"), staff, calendar)
    _records(staff, calendar)
    _long_ago(staff, calendar)


def _family(name: str) -> Family:
    person = Person.objects.filter(family_name=name).order_by("pk").first()
    assert person is not None
    return Family.objects.filter(members__person=person).order_by("pk")[0]


def _concern(family: Family, words: str, next_step: str, ago: int, by: User, calendar: Calendar) -> Concern:
    return actions.raise_concern(
        family=family,
        person=babies_of(family)[0].person,
        words=words,
        happened_on=calendar.day(ago),
        next_step=next_step,
        next_on=calendar.day(ago - 2),
        by=by.actor,
    )


def _teenage(family: Family, staff: Staff, calendar: Calendar) -> None:
    """A concern from its first day to its outcome; a plan in force; what was shared, and what was not."""
    by = staff.sam
    words = "Roman was left with a cousin of 12 for an evening. Jade told us herself, and was frightened."
    with calendar.told(calendar.at(calendar.day(58), 15)):
        concern = _concern(family, words, "Ask Denise Holt for advice", 58, by, calendar)
    with calendar.told(calendar.at(calendar.day(57), 11)):
        actions.add_step(
            concern=concern,
            kind="advice",
            done_on=calendar.day(57),
            who="Denise Holt",
            words="To be talked through at the next meeting with Jade and her mother. No referral needed today.",
            next_step="Meeting with Jade, Dawn and Denise",
            next_on=calendar.day(50),
            by=by.actor,
        )
        actions.add_status(
            family=family,
            person=babies_of(family)[0].person,
            kind=ProtectionKind.IN_NEED,
            starts_on=calendar.day(57),
            by=by.actor,
        )
    _shared_and_not(family, staff, calendar)
    with calendar.told(calendar.at(calendar.day(49), 16)):
        actions.close_concern(concern=concern, outcome="Dawn is there on Fridays. Reviewed with the plan.", by=by.actor)


def _shared_and_not(family: Family, staff: Staff, calendar: Calendar) -> None:
    """What the social worker was told, and what the school was not."""
    by = staff.sam
    with calendar.told(calendar.at(calendar.day(57), 12)):
        actions.record_sharing(
            family=family,
            what="That Roman was left with a cousin of 12 for an evening",
            with_whom="Denise Holt, social worker",
            purpose="To plan what help Jade needs in the evenings",
            basis=SharingBasis.SAFEGUARDING,
            shared=True,
            why="Roman could have come to harm. Jade was told that we would say so.",
            decided_on=calendar.day(57),
            decided_name=by.name,
            by=by.actor,
        )
    with calendar.told(calendar.at(calendar.day(50), 9)):
        actions.record_sharing(
            family=family,
            what="Whether Jade comes to our appointments",
            with_whom="Eastfield Academy, Jade’s school",
            purpose="They asked by e-mail",
            basis=SharingBasis.OTHER,
            shared=False,
            why="Jade does not want school to know where she goes, and nobody is at risk by that.",
            decided_on=calendar.day(50),
            decided_name=staff.lead.name,
            by=staff.lead.actor,
        )


def _couple(family: Family, staff: Staff, calendar: Calendar) -> None:
    """A concern that was referred to social care, who have not answered."""
    words = "Albie had a small round bruise on his arm. Neither parent knew how it came."
    with calendar.told(calendar.at(calendar.working(6), 12)):
        concern = _concern(family, words, "Ring the duty social worker", 6, staff.megan, calendar)
        actions.refer_to_social_care(
            concern=concern,
            to_whom="Duty team, Eastfield Children’s Services",
            phoned_on=calendar.at(calendar.working(6), 11, 30),
            by=staff.megan.actor,
        )


def _records(staff: Staff, calendar: Calendar) -> None:
    """A father asks for a copy; a letter went next door; a record is held for a court."""
    by = staff.admin.actor
    bevan = _family("Bevan")
    with calendar.told(calendar.at(calendar.working(24), 10)):
        request = actions.receive_request(
            family=bevan,
            kind=RequestKind.ACCESS,
            asked_by="Gareth Bevan",
            whose=babies_of(bevan)[0].person,
            received_on=calendar.working(24),
            words="I would like to see what you have written about Cerys and me.",
            by=by,
        )
    with calendar.told(calendar.at(calendar.working(22), 10)):
        actions.check_request(
            request=request, identity_how="Passport, at the clinic", responsibility_how="Birth certificate seen", by=by
        )
    with calendar.told(calendar.at(calendar.working(1), 15)):
        actions.open_incident(
            team=staff.team,
            family=_family("Royle"),
            kind=IncidentKind.BREACH,
            words="A neighbour brought back an opened letter: the house number was wrong.",
            known_on=calendar.at(calendar.working(1), 14, 40),
            by=by,
        )
        actions.hold_record(family=_family("Cole"), why="Care proceedings in the family court", by=staff.lead.actor)


def _long_ago(staff: Staff, calendar: Calendar) -> None:
    """A record whose retention date is past: somebody looks at it."""
    with calendar.told(calendar.at(calendar.day(LONG_AGO), 10)):
        family = actions.open_family(team=staff.team, title="Holly Marsh's family", by=staff.lead.actor)
        actions.add_person(
            family=family,
            role="baby",
            given_name="Holly",
            family_name="Marsh",
            date_of_birth=calendar.day(LONG_AGO + 60),
            by=staff.lead.actor,
        )
