"""Who is who in some families of the demo: three generations, a court's limit, fathers asked or rightly not asked."""

from __future__ import annotations

from families import actions
from families.enums import FATHER_ROLES, AlertKind, ApproachAnswer, FamilyRole, NeedKind
from families.models import Family, FamilyMember, Person
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
#: What came of asking, one family after another; nothing has been asked in every fourth.
_ANSWERS = (
    (ApproachAnswer.TAKES_PART, "At the first visit"),
    (ApproachAnswer.INVITED, "By text, with the mother’s agreement"),
    (ApproachAnswer.DECLINED, "By phone"),
    None,
)


def tell_people(staff: Staff, calendar: Calendar) -> None:
    """Told as of last month, when the team went through its families together."""
    by = staff.lead.actor
    with calendar.told(calendar.at(calendar.working(30), 15, 20)):
        _three_generations(_family_of(staff, "Jade", "Hartley"), calendar, staff)
        _court(_family_of(staff, "Harley", "Cole"), by)
        _own_words(_family_of(staff, "Tanya", "Royle"), by)
        _fathers(staff, calendar)


def _family_of(staff: Staff, given_name: str, family_name: str) -> Family:
    families = Family.objects.filter(team=staff.team, people__given_name=given_name, people__family_name=family_name)
    return families.order_by("pk")[0]


def _person(family: Family, role: str) -> Person:
    return FamilyMember.objects.filter(family=family, role=role, ends_on=None).order_by("pk")[0].person


def _three_generations(family: Family, calendar: Calendar, staff: Staff) -> None:
    """P27: Jade is sixteen, her mother lives with her, the father does not, a little brother has another name."""
    by = staff.lead.actor
    jade, dawn = _person(family, FamilyRole.MOTHER), _person(family, FamilyRole.GRANDPARENT)
    roman, callum = _person(family, FamilyRole.BABY), _person(family, FamilyRole.FATHER)
    sixteen = calendar.day(16 * 365 + 130)
    jade = actions.change_person(person=jade, date_of_birth=sixteen, pronouns="she/her", sex="2", gender="2", by=by)
    actions.change_person(person=dawn, sex="2", gender="2", by=by)
    actions.relate(family=family, person=dawn, child=jade, kind=FamilyRole.MOTHER, lives_with=YES, by=by)
    actions.relate(family=family, person=dawn, child=roman, kind=FamilyRole.GRANDPARENT, lives_with=YES, by=by)
    kai = actions.add_person(
        family=family,
        role=FamilyRole.SIBLING,
        given_name="Kai",
        family_name="Penrose",
        date_of_birth=calendar.day(5 * 365),
        sex="1",
        lives_here=YES,
        by=by,
    )
    actions.relate(family=family, person=dawn, child=kai, kind=FamilyRole.MOTHER, lives_with=YES, by=by)
    for member in FamilyMember.objects.filter(family=family, person__in=(jade, roman, callum)):
        here = NO if member.person == callum else YES
        actions.change_member(member=member, role=member.role, lives_here=here, by=by)
    actions.record_competence(
        family=family,
        person=jade,
        competent=YES,
        found_by=staff.megan.name,
        found_on=calendar.day(40),
        words="Told it back in her own words: who reads the notes, that she can stop, whom we would have to tell.",
        by=by,
    )
    actions.add_former_name(family=family, person=dawn, family_name="Penrose", until=calendar.day(900), by=by)


def _court(family: Family, by: Actor) -> None:
    """The birth mother of a child in foster care, with what the court has limited."""
    baby = _person(family, FamilyRole.BABY)
    kelly = actions.add_person(
        family=family, role=FamilyRole.MOTHER, given_name="Kelly", family_name="Cole", sex="2", lives_here=NO, by=by
    )
    actions.relate(
        family=family,
        person=kelly,
        child=baby,
        kind=FamilyRole.MOTHER,
        responsibility=YES,
        basis="birth_mother",
        evidence="Interim care order, shown by the social worker",
        court_limits="Contact with Harley at the contact centre alone, once a fortnight, with a supervisor.",
        lives_with=NO,
        by=by,
    )


def _own_words(family: Family, by: Actor) -> None:
    """P29: what need not be asked again, and how she wants to be reached."""
    tanya = _person(family, FamilyRole.MOTHER)
    for kind, text in (
        (NeedKind.DO_NOT_ASK, "Why I keep changing my number"),
        (NeedKind.HOW_TO_CONTACT, "Text first and say it is you. I do not pick up numbers I do not know."),
    ):
        actions.add_need(family=family, person=tanya, kind=kind, text=text, by=by)


def _fathers(staff: Staff, calendar: Calendar) -> None:
    """P26: some take part, some were invited, some are rightly not asked, and of some nobody has said anything yet."""
    by = staff.lead.actor
    for number, family in enumerate(Family.objects.filter(team=staff.team, restricted=False).order_by("pk")):
        fathers = FamilyMember.objects.filter(family=family, role__in=FATHER_ROLES, ends_on=None, person__lost=False)
        father = fathers.order_by("pk").first()
        unsafe = family.alerts.filter(kind=AlertKind.RESTRICTED_PERSON, lifted_at=None).exists()
        if unsafe:
            answer = ApproachAnswer.NOT_ASKED_UNSAFE
            actions.record_approach(family=family, person=father.person if father else None, answer=answer, by=by)
        elif father is None and number % 3:
            answer = (ApproachAnswer.MOTHER_ASKED_NOT, ApproachAnswer.NOT_IN_TOUCH)[number % 2]
            actions.record_approach(family=family, person=None, answer=answer, by=by)
        elif father is not None and (asked := _ANSWERS[number % 4]) is not None:
            answer, how = asked
            day = calendar.day(34)
            actions.record_approach(family=family, person=father.person, answer=answer, how=how, asked_on=day, by=by)
