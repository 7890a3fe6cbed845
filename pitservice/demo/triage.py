"""A referral that may be about a record in hiding (P10), and one that its referrer changed after sending (P11)."""

from __future__ import annotations

from families.enums import FamilyRole, PointKind
from families.models import ContactPoint, FamilyMember
from pitservice.accounts.models import Team
from pitservice.configuration.actions import set_postcode_areas
from pitservice.db.actor import Actor, ActorKind
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from referrals.actions import give_receipt_link, open_amendment, propose_changes, receive
from referrals.enums import ChangeKind, Entrance, PartyRole
from referrals.intake.changes import Difference
from referrals.submission import Party, Submission


def tell(staff: Staff, calendar: Calendar) -> None:
    """Both, among yesterday's referrals; and which team looks after which postcodes."""
    set_postcode_areas(team=staff.team, areas=["ZZ", "ZZ1", "ZZ16"], by=staff.lead.actor)
    set_postcode_areas(team=Team.objects.get(slug="south"), areas=["ZZ9", "ZZ20"], by=staff.lead.actor)
    _hidden(staff, calendar)
    _amended(staff, calendar)


def _hidden(staff: Staff, calendar: Calendar) -> None:
    """A GP refers Claire Ashdown, who does not say that the team knows her already; the guardian is asked."""
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


def _amended(staff: Staff, calendar: Calendar) -> None:
    """A midwife hears more after sending, and proposes two changes by the receipt's link."""
    midwife = Actor(ActorKind.PUBLIC, "professional")
    worries, more = "Low, and afraid of the birth.", "Low, and afraid of the birth. Her own mother died in the summer."
    number = "07700 900961"
    mother = Party(
        role=PartyRole.MOTHER,
        given_name="Bronwen",
        family_name="Pryce",
        mobile=number,
        mobile_safe="yes",
        may_text="yes",
        knows="yes",
        agrees="yes",
        asked_by="Siobhan Doyle",
    )
    submission = Submission(
        entrance=Entrance.PROFESSIONAL,
        source="midwife",
        submitted={"Why you refer": {"What worries you about how the baby and the carers get on together?": worries}},
        people=(Party(role=PartyRole.BABY, expected_date=calendar.day(-70)), mother),
        referrer_name="Siobhan Doyle",
        referrer_role="Midwife",
        referrer_organisation="Eastfield Maternity",
        referrer_email="siobhan.doyle@example.org",
        worries=worries,
    )
    with calendar.told(calendar.at(calendar.working(2), 14, 5)):
        referral = receive(team=staff.team, submission=submission, by=midwife)
        link = give_receipt_link(referral=referral, by=midwife).link
    why, how = "Why you refer", "The baby's mother, or first carer: how to reach them"
    answers = {
        "worries": {"typed": {"worries": [more]}, "clean": {"worries": more}},
        "contact-1": {"typed": {"mobile": [number]}, "clean": {"mobile": number, "times_to_avoid": "After 6pm"}},
    }
    changes = (
        Difference(ChangeKind.ANSWER, "worries", "worries", why, "What worries you", worries, more),
        Difference(ChangeKind.ANSWER, "contact-1", "times_to_avoid", how, "Times to avoid", "", "After 6pm"),
    )
    with calendar.told(calendar.at(calendar.working(1), 16, 30)):
        draft = open_amendment(link=link, answers=answers, by=link.actor).draft
        propose_changes(draft=draft, differences=changes, reason="She told me more today.", by=midwife)
