"""Referrals to look at twice: of a family we know (P16), a record in hiding (P10), changed after sending (P11), out of
a consultation (CNS-1).
"""

from __future__ import annotations

from datetime import date

from consultation.actions import agree_to_carry, refer
from consultation.enums import AgreedBy, Carried, ConsultationOutcome
from consultation.models import Consultation
from families.enums import FamilyRole, PointKind
from families.models import ContactPoint, FamilyMember
from pitservice.accounts.models import Team
from pitservice.configuration.actions import set_postcode_areas
from pitservice.db.actor import Actor, ActorKind
from pitservice.demo.calendar import Calendar
from pitservice.demo.records import pdf
from pitservice.demo.sign_ins import Staff
from referrals.actions import attach, give_receipt_link, open_amendment, propose_changes, put_aside, receive
from referrals.enums import ChangeKind, Entrance, PartyRole, ReferralState
from referrals.intake.changes import Difference
from referrals.models import Referral
from referrals.submission import Party, Submission


def tell(staff: Staff, calendar: Calendar) -> None:
    """All of them, among the last days' referrals; and which team looks after which postcodes."""
    set_postcode_areas(team=staff.team, areas=["ZZ", "ZZ1", "ZZ16"], by=staff.lead.actor)
    set_postcode_areas(team=Team.objects.get(slug="south"), areas=["ZZ9", "ZZ20"], by=staff.lead.actor)
    _expected(staff, calendar)
    _aside(staff, calendar)
    _hidden(staff, calendar)
    _amended(staff, calendar)
    _out_of_a_consultation(staff, calendar)


def _expected(staff: Staff, calendar: Calendar) -> None:
    """A baby whom a record still expects is referred after the birth, the mother's name misspelt by a letter."""
    unborn = FamilyMember.objects.filter(
        team=staff.team,
        role=FamilyRole.BABY,
        person__date_of_birth=None,
        person__expected_date__range=(calendar.day(12), calendar.day(-70)),
        family__restricted=False,
    )
    points = ContactPoint.objects.filter(
        family__in=unborn.values("family"), kind=PointKind.MOBILE, person__memberships__role=FamilyRole.MOTHER
    )
    point = points.select_related("person").order_by("pk").first()
    if point is not None:
        with calendar.told(calendar.at(calendar.working(2), 10, 15)):
            sender = Actor(ActorKind.PUBLIC, "professional")
            receive(team=staff.team, submission=_misspelt(point, calendar.day(5)), by=sender)


def _misspelt(point: ContactPoint, born: date) -> Submission:
    """Two letters of the mother's name are swapped."""
    given, family = point.person.given_name, point.person.family_name
    worries = "Cries much since the birth, and so does her mother."
    mother = Party(
        role=PartyRole.MOTHER,
        given_name=f"{given[:-2]}{given[-1]}{given[-2]}",
        family_name=family,
        mobile=point.value,
        mobile_safe="yes",
        knows="yes",
        agrees="yes",
        asked_by="Fatima Begum",
    )
    return Submission(
        entrance=Entrance.PROFESSIONAL,
        source="health_visitor",
        submitted={"What worries you": worries},
        people=(Party(role=PartyRole.BABY, given_name="Nia", family_name=family, date_of_birth=born), mother),
        referrer_name="Fatima Begum",
        referrer_role="Health visitor",
        referrer_organisation="Eastfield 0-19 Service",
        referrer_email="fatima.begum@example.org",
        worries=worries,
    )


def _aside(staff: Staff, calendar: Calendar) -> None:
    """The newest that nobody screens yet is put aside until its referrer is back."""
    waiting = Referral.objects.filter(team=staff.team, state=ReferralState.RECEIVED, screener=None, warning="")
    referral = waiting.order_by("-received_at", "-pk").first()
    if referral is not None:
        why = "The health visitor is on leave and knows the family best."
        until = calendar.day(-4)
        with calendar.told(calendar.at(calendar.working(1), 11, 30)):
            put_aside(referral=referral, until=until, why=why, by=staff.lead.actor)


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


def _out_of_a_consultation(staff: Staff, calendar: Calendar) -> None:
    """The consultee was advised to refer; the family agreed to it, and to what goes along from the conversation."""
    advised = Consultation.objects.filter(team=staff.team, outcome=ConsultationOutcome.ADVISED_REFERRAL, referred=False)
    consultation = advised.select_related("team", "consultant").order_by("-held_on", "-pk").first()
    if consultation is None:
        return
    by = consultation.consultant.actor
    carried = [Carried.REFERRER, Carried.THEMES, Carried.TOGETHER]
    with calendar.told(calendar.at(calendar.working(3), 13, 20)):
        agree_to_carry(consultation=consultation, carried=carried, agreed_by=AgreedBy.FAMILY, by=by)
        consultation.refresh_from_db()
        referral = refer(consultation=consultation, submission=_carried(consultation, calendar), by=by)
        content = pdf("What we saw at home. Invented for the demo.")
        attach(to=referral, content=content, name="What we saw at home.pdf", by=staff.admin.actor)


def _carried(consultation: Consultation, calendar: Calendar) -> Submission:
    mother = Party(
        role=PartyRole.MOTHER,
        given_name="Shona",
        family_name="Tully",
        mobile="07700 900964",
        mobile_safe="yes",
        may_text="yes",
        knows="yes",
        agrees="yes",
        asked_by=consultation.consultee_name,
        asked_on=calendar.day(4),
    )
    finn = Party(role=PartyRole.BABY, given_name="Finn", family_name="Tully", date_of_birth=calendar.day(68))
    worries = "She asked herself whether somebody could help her and the baby to find each other."
    return Submission(
        entrance=Entrance.CONSULTATION,
        source=consultation.consultee_role,
        submitted={"Why you refer": {"What worries you": worries}},
        people=(finn, mother),
        referrer_name=consultation.consultee_name,
        referrer_role=consultation.get_consultee_role_display(),
        referrer_email="referrer@example.org",
        worries=f"{consultation.themes}. {worries}",
    )
