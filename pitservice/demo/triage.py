"""A referral that may be about a record in hiding: the guardian is asked, the screener learns nothing (P10)."""

from __future__ import annotations

from families.enums import FamilyRole, PointKind
from families.models import ContactPoint, FamilyMember
from pitservice.db.actor import Actor, ActorKind
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from referrals.actions import receive
from referrals.enums import Entrance, PartyRole
from referrals.submission import Party, Submission


def tell(staff: Staff, calendar: Calendar) -> None:
    """A GP refers Claire Ashdown, who does not say that the team knows her already."""
    known = FamilyMember.objects.filter(team=staff.team, role=FamilyRole.MOTHER, person__family_name="Ashdown")
    member = known.filter(family__restricted=True).select_related("person").order_by("pk").first()
    if member is None:
        return
    point = ContactPoint.objects.filter(person=member.person, kind=PointKind.MOBILE).order_by("pk").first()
    mother = Party(
        role=PartyRole.MOTHER,
        given_name="Clare",
        family_name="Ashdown",
        mobile=point.value if point else "07700 900998",
        knows="yes",
        agrees="yes",
        asked_by="Dr Amit Rao",
    )
    submission = Submission(
        entrance=Entrance.PROFESSIONAL,
        source="gp",
        submitted={"What worries you": "Cannot settle the baby and does not sleep."},
        people=(Party(role=PartyRole.BABY, given_name="Poppy", family_name="Ashdown"), mother),
        referrer_name="Dr Amit Rao",
        referrer_role="GP",
        referrer_organisation="Rowan Surgery",
        referrer_email="amit.rao@example.org",
        worries="Cannot settle the baby and does not sleep.",
    )
    with calendar.told(calendar.at(calendar.working(1), 9, 40)):
        receive(team=staff.team, submission=submission, by=Actor(ActorKind.PUBLIC, "professional"))
