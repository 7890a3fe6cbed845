"""Families, whole ones: a mother, a baby, a father, ways to reach them, and what each of them said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from families import actions
from families.enums import (
    AlertKind,
    ConsentPurpose,
    FamilyRole,
    NeedKind,
    PointKind,
    ProfessionalRole,
    ResponsibilityBasis,
    SealDecision,
)
from families.models import ContactPoint, Family, Person, Professional
from families.sealing import places_of
from pitservice.accounts.models import Team
from pitservice.configuration.enums import YesNoUnknown
from tests.make.accounts import BY, make_team

_numbers = count(1)
YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


@dataclass
class MadeFamily:
    """What was made, by name, so that tests can reach for it."""

    family: Family
    mother: Person
    baby: Person
    father: Person | None = None
    mobile: ContactPoint = field(default_factory=ContactPoint)
    address: ContactPoint = field(default_factory=ContactPoint)
    twin: Person | None = None
    sibling: Person | None = None
    professionals: dict[str, Professional] = field(default_factory=dict)

    @property
    def about(self) -> str:
        """As the contact rules are asked."""
        return f"family:{self.family.pk}"

    @property
    def team(self) -> Team:
        """Its team."""
        return self.family.team


def mobile_number() -> str:
    """A number that belongs to nobody (07700 900000 to 900999), another one each time."""
    return f"07700 900{next(_numbers) % 1000:03}"


def nhs_number() -> str:
    """A made-up NHS number of the 999 range with a right check digit, another one each time."""
    while True:
        digits = f"999{next(_numbers) + 100_000:06}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
        if check != 10:
            return f"{digits}{0 if check == 11 else check}"


def make_family(
    team: Team | None = None,
    *,
    mother: str = "Aisha",
    surname: str = "Khan",
    baby: str = "Zayn",
    born: date | None = None,
    expected: date | None = None,
    father: str = "",
    knows: YesNoUnknown = YES,
    agrees: YesNoUnknown = YES,
    safe: YesNoUnknown = YES,
    may_text: YesNoUnknown = YES,
    title: str = "",
) -> MadeFamily:
    """A family of a mother and a baby of seven weeks (or one expected on `expected`), in a new team by default.

    The mother knows and agrees, has a safe mobile that takes texts, and a safe address. With `father`, a father who
    lives there, knows and agrees, and has a safe mobile of his own.
    """
    team = team or make_team()
    family = actions.open_family(team=team, title=title or f"{baby or 'Baby'} {surname}", by=BY)
    made = MadeFamily(family, _person(family, FamilyRole.MOTHER, mother, surname, lives_here=YES), Person())
    made.baby = _baby(family, baby, surname, born, expected)
    actions.relate(
        family=family,
        person=made.mother,
        child=made.baby,
        kind=FamilyRole.MOTHER,
        responsibility=YES,
        basis=ResponsibilityBasis.BIRTH_MOTHER,
        lives_with=YES,
        by=BY,
    )
    actions.record_agreement(family=family, person=made.mother, knows=knows, agrees=agrees, by=BY)
    made.mobile = add_mobile(made, made.mother, safe=safe, may_text=may_text)
    made.address = add_address(made, made.mother, f"{next(_numbers)} Rowan Close", "ZZ16 5AU", safe=safe)
    if father:
        made.father = _person(family, FamilyRole.FATHER, father, surname, lives_here=YES)
        actions.record_agreement(family=family, person=made.father, knows=YES, agrees=YES, by=BY)
        add_mobile(made, made.father)
    return made


def make_hard_family(team: Team | None = None) -> MadeFamily:
    """The family of P8: parents apart, a father who must not know, a mother who reads Polish and needs an interpreter,
    unborn twins, and a school-age sister with another surname.

    The health visitor referred; the GP may be told, the midwife may not.
    """
    made = make_family(
        team,
        mother="Zofia",
        surname="Nowak",
        baby="",
        expected=timezone.localdate() + timedelta(weeks=9),
        title="Baby of Zofia Nowak",
    )
    family, expected = made.family, made.baby.expected_date
    made.twin = _person(family, FamilyRole.BABY, "", "", expected_date=expected, lives_here=YES)
    made.sibling = _person(
        family, FamilyRole.SIBLING, "Maja", "Wiśniewska", date_of_birth=_years_ago(8), lives_here=YES
    )
    made.father = _person(family, FamilyRole.FATHER, "Daniel", "Hughes", lives_here=NO)
    for child, basis in ((made.baby, ""), (made.twin, ""), (made.sibling, "")):
        actions.relate(
            family=family,
            person=made.father,
            child=child,
            kind=FamilyRole.FATHER,
            basis=basis,
            lives_with=NO,
            by=BY,
        )
    add_mobile(made, made.father)
    add_address(made, made.father, "3 Mill Lane", "ZZ17 1AB")
    actions.record_agreement(family=family, person=made.father, knows=NO, agrees=UNKNOWN, by=BY)
    actions.raise_alert(
        family=family,
        kind=AlertKind.RESTRICTED_PERSON,
        person=made.father,
        text="Daniel must not learn of the referral.",
        by=BY,
    )
    add_need(made, NeedKind.INTERPRETER, "Polish, a woman")
    add_need(made, NeedKind.READING_LANGUAGE, "Polish")
    made.professionals["referrer"] = add_professional(made, "Mary Hill", ProfessionalRole.REFERRER)
    made.professionals["gp"] = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    made.professionals["midwife"] = add_professional(made, "Jo March", ProfessionalRole.MIDWIFE, consent=False)
    return made


def add_mobile(
    made: MadeFamily,
    person: Person,
    number: str = "",
    *,
    safe: YesNoUnknown = YES,
    may_text: YesNoUnknown = YES,
    **more: Any,
) -> ContactPoint:
    """A mobile of this person."""
    return actions.add_point(
        family=made.family,
        person=person,
        kind=PointKind.MOBILE,
        value=number or mobile_number(),
        safe=safe,
        may_text=may_text,
        by=BY,
        **more,
    )


def add_address(
    made: MadeFamily, person: Person, line: str, postcode: str, *, safe: YesNoUnknown = YES, **more: Any
) -> ContactPoint:
    """A postal address of this person."""
    return actions.add_point(
        family=made.family,
        person=person,
        kind=PointKind.ADDRESS,
        value=line,
        postcode=postcode,
        safe=safe,
        by=BY,
        **more,
    )


def add_need(made: MadeFamily, kind: NeedKind, text: str, **more: Any) -> None:
    """A need of the mother."""
    actions.add_need(family=made.family, person=made.mother, kind=kind, text=text, by=BY, **more)


def add_professional(
    made: MadeFamily, name: str, role: ProfessionalRole, *, consent: bool | None = None
) -> Professional:
    """A professional of this family with an address, e-mail and phone; `consent`: what the mother said about them."""
    team = made.family.team
    slug = name.lower().replace(" ", ".")
    organisation = actions.keep_organisation(team=team, name="Hillside Health Centre", address="1 Hill Road", by=BY)
    professional = actions.keep_professional(
        team=team,
        name=name,
        role=role,
        organisation=organisation,
        email=f"{slug}@example.org",
        address="Hillside Health Centre, 1 Hill Road, ZZ18 2CD",
        phone="01632 960001",
        by=BY,
    )
    actions.link_professional(family=made.family, professional=professional, role=role, by=BY)
    if consent is not None:
        for purpose in (ConsentPurpose.INFORM, ConsentPurpose.SHARE):
            actions.record_consent(
                family=made.family,
                person=made.mother,
                purpose=purpose,
                recipient=professional.key,
                given=consent,
                how="In person",
                given_on=timezone.localdate(),
                by=BY,
            )
    return professional


def _baby(family: Family, name: str, surname: str, born: date | None, expected: date | None) -> Person:
    if expected:
        return _person(family, FamilyRole.BABY, name, surname if name else "", expected_date=expected, lives_here=YES)
    born = born or timezone.localdate() - timedelta(weeks=7)
    return _person(family, FamilyRole.BABY, name, surname, date_of_birth=born, lives_here=YES)


def _person(family: Family, role: FamilyRole, given_name: str, family_name: str, **more: Any) -> Person:
    return actions.add_person(family=family, role=role, given_name=given_name, family_name=family_name, by=BY, **more)


def _years_ago(years: int) -> date:
    return timezone.localdate() - timedelta(days=years * 366)


def let_stand(family: Family, person: Person) -> None:
    """Everything in whose words this child's names stand may stand (P23)."""
    decisions = {place.name: str(SealDecision.STANDS) for place in places_of(family, person)}
    actions.decide_places(family=family, person=person, decisions=decisions, by=BY)
