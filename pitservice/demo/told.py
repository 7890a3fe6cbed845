"""Families who show the contact rules that no other story of the year shows (P34). All of them are invented.

Their records were taken over from the team's paper files, so no referral stands before them.
"""

from __future__ import annotations

from datetime import date
from itertools import cycle
from typing import Any

from families import actions
from families.enums import (
    AlertKind,
    CareKind,
    ConsentPurpose,
    FamilyRole,
    LossKind,
    NeedKind,
    Place,
    PointKind,
    ProfessionalRole,
)
from families.models import ContactPoint, Family, Person, Professional
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from referrals.actions import receive
from referrals.enums import Entrance, PartyRole
from referrals.submission import Party, Submission

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
#: From here on upwards no other story takes a number (07700 900000 to 900999 belong to nobody).
_NUMBERS = cycle(range(900, 1000))


class Record:
    """One family's record while it is made, in the name given."""

    def __init__(self, staff: Staff, title: str) -> None:
        self.staff, self.by = staff, staff.admin.actor
        self.family: Family = actions.open_family(team=staff.team, title=f"{title}'s family", by=self.by)

    def add(self, role: FamilyRole, name: str, born: date | None = None, **more: Any) -> Person:
        """Somebody of this family, by first and last name."""
        given, _, family_name = name.partition(" ")
        person = actions.add_person(
            family=self.family,
            role=role,
            given_name=given,
            family_name=family_name,
            date_of_birth=born,
            by=self.by,
            **{"lives_here": YES} | more,
        )
        return person

    def says(self, person: Person, agrees: YesNoUnknown = YES) -> None:
        """They know, and agree or not."""
        actions.record_agreement(
            family=self.family, person=person, knows=YES, agrees=agrees, asked_by=self.staff.sam.name, by=self.by
        )

    def mobile(self, person: Person, number: str = "", **more: Any) -> ContactPoint:
        """A mobile of theirs, safe and open to texts where nothing else is said."""
        value = number or f"07700 900{next(_NUMBERS)}"
        return self._point(person, PointKind.MOBILE, value, **{"safe": YES, "may_text": YES} | more)

    def email(self, person: Person, value: str, **more: Any) -> ContactPoint:
        """An e-mail address of theirs."""
        return self._point(person, PointKind.EMAIL, value, **{"safe": YES} | more)

    def address(self, person: Person, line: str, postcode: str, **more: Any) -> ContactPoint:
        """An address of theirs."""
        return self._point(person, PointKind.ADDRESS, line, postcode=postcode, **{"safe": YES} | more)

    def _point(self, person: Person, kind: PointKind, value: str, **more: Any) -> ContactPoint:
        return actions.add_point(family=self.family, person=person, kind=kind, value=value, by=self.by, **more)

    def alert(self, person: Person, text: str) -> None:
        """Somebody must not learn of the work."""
        actions.raise_alert(family=self.family, kind=AlertKind.RESTRICTED_PERSON, person=person, text=text, by=self.by)

    def professional(self, name: str, role: ProfessionalRole) -> Professional:
        """Somebody in their life."""
        found = actions.keep_professional(
            team=self.staff.team,
            name=name,
            role=role,
            email=f"{name.lower().replace(' ', '.')}@example.org",
            address="Eastfield Civic Centre\n1 High Street\nEastfield\nZZ1 1AA",
            by=self.by,
        )
        actions.link_professional(family=self.family, professional=found, role=role, by=self.by)
        return found


def tell_of_contacts(staff: Staff, calendar: Calendar) -> None:
    """All of them, each on a day of its own."""
    for ago, tell in ((33, _in_prison), (31, _in_foster_care), (27, _in_a_refuge), (12, _on_the_unit)):
        with calendar.told(calendar.at(calendar.working(ago), 11)):
            tell(staff, calendar)
    for ago, tell in ((22, _who_disagree), (18, _whose_needs_differ), (16, _who_live_with_an_uncle)):
        with calendar.told(calendar.at(calendar.working(ago), 14)):
            tell(staff, calendar)
    with calendar.told(calendar.at(calendar.working(3), 10)):
        _referred_by_a_relative(staff, calendar)


def _in_prison(staff: Staff, calendar: Calendar) -> None:
    """A mother in prison, her baby just gone to a foster carer: nobody has set again who is told what (P24)."""
    record = Record(staff, "Ivy Fenwick")
    ivy = record.add(FamilyRole.BABY, "Ivy Fenwick", calendar.day(120))
    kelly = record.add(FamilyRole.MOTHER, "Kelly Fenwick", calendar.day(26 * 365), lives_here=NO)
    record.says(kelly)
    record.mobile(kelly)
    record.address(kelly, "HMP Eastfield, 1 Wall Road, Eastfield", "ZZ11 1AA", place=Place.PRISON)
    sandra = record.add(FamilyRole.FOSTER_CARER, "Sandra Pyke")
    record.says(sandra)
    record.mobile(sandra, secret_from=[kelly])
    record.address(sandra, "15 Orchard Way, Eastfield", "ZZ11 2AB", place=Place.FOSTER_HOME, secret_from=[kelly])
    actions.change_care(
        family=record.family,
        person=ivy,
        kind=CareKind.FOSTER,
        happened_on=calendar.day(33),
        responsible="Kelly, and the council under an interim care order",
        may_agree="Ivy's social worker, with Kelly's view",
        by=record.by,
    )


def _in_foster_care(staff: Staff, calendar: Calendar) -> None:
    """A mother of 15, placed together with her baby; nobody has found yet whether she can agree alone (P27)."""
    record = Record(staff, "Mila Stroud")
    record.add(FamilyRole.BABY, "Mila Stroud", calendar.day(80))
    amy = record.add(FamilyRole.MOTHER, "Amy Stroud", calendar.day(15 * 365 + 90))
    record.says(amy)
    granny = record.add(FamilyRole.GRANDPARENT, "Karen Stroud", lives_here=NO)
    record.says(granny)
    shared = record.mobile(amy)
    record.mobile(granny, shared.value)
    record.address(amy, "22 Chapel Row, Eastfield", "ZZ12 1AB", place=Place.FOSTER_HOME)


def _in_a_refuge(staff: Staff, calendar: Calendar) -> None:
    """A mother in a refuge. The baby's father has her old number; the address is kept from him (P24)."""
    record = Record(staff, "Yara Yusuf")
    record.add(FamilyRole.BABY, "Yara Yusuf", calendar.day(60))
    samira = record.add(FamilyRole.MOTHER, "Samira Yusuf", calendar.day(31 * 365))
    record.says(samira)
    adel = record.add(FamilyRole.FATHER, "Adel Yusuf", lives_here=NO)
    old = record.mobile(samira, secret_from=[adel])
    record.mobile(adel, old.value)
    record.mobile(samira, preferred=True, secret_from=[adel])
    record.email(samira, "yusufs@example.org", secret_from=[adel])
    record.email(adel, "yusufs@example.org")
    record.address(samira, "Box 4, Eastfield", "ZZ13 1AB", place=Place.REFUGE, safe=UNKNOWN, secret_from=[adel])
    record.address(adel, "40 Station Road, Eastfield", "ZZ13 2AB", safe=NO)


def _on_the_unit(staff: Staff, calendar: Calendar) -> None:
    """A baby on the neonatal unit, the mother on the ward: somebody asks there before anything goes (P24)."""
    record = Record(staff, "Noah Whitlock")
    noah = record.add(FamilyRole.BABY, "Noah Whitlock", calendar.day(14), lives_here=NO)
    record.address(noah, "Neonatal Unit, St Helen’s Hospital", "ZZ14 1AA", place=Place.NEONATAL_UNIT)
    dana = record.add(FamilyRole.MOTHER, "Dana Whitlock", calendar.day(29 * 365))
    record.says(dana)
    record.mobile(dana, may_text=UNKNOWN)
    record.address(dana, "Ward 5, St Helen’s Hospital", "ZZ14 1AA", place=Place.HOSPITAL)


def _who_disagree(staff: Staff, calendar: Calendar) -> None:
    """A father who may decide says no, the mother yes (P28); consent is set aside towards the social worker (P21)."""
    record = Record(staff, "Theo Carver")
    theo = record.add(FamilyRole.BABY, "Theo Carver", calendar.day(100))
    leah = record.add(FamilyRole.MOTHER, "Leah Carver", calendar.day(27 * 365))
    dean = record.add(FamilyRole.FATHER, "Dean Carver", calendar.day(30 * 365), lives_here=NO)
    for person, kind, basis in ((leah, FamilyRole.MOTHER, "birth_mother"), (dean, FamilyRole.FATHER, "certificate")):
        actions.relate(
            family=record.family,
            person=person,
            child=theo,
            kind=kind,
            responsibility=YES,
            basis=basis,
            by=record.by,
        )
    record.mobile(leah)
    record.mobile(dean)
    record.says(leah)
    record.says(dean, NO)
    worker = record.professional("Joan Tull", ProfessionalRole.SOCIAL_WORKER)
    _refuse(record, leah, worker, calendar.day(24))
    actions.set_consent_aside(
        family=record.family,
        professional=worker,
        reason="Dean said that he would take Theo out of the country this week.",
        until=calendar.at(calendar.day(-20), 17),
        by=staff.lead.actor,
    )


def _refuse(record: Record, person: Person, worker: Professional, on: date) -> None:
    actions.record_consent(
        family=record.family,
        person=person,
        purpose=ConsentPurpose.SHARE,
        recipient=worker.key,
        given=False,
        how="At the visit",
        given_on=on,
        by=record.by,
    )


def _whose_needs_differ(staff: Staff, calendar: Calendar) -> None:
    """Large print, a shared phone, a stopped one, a letter that came back; the father died; the baby is overdue."""
    record = Record(staff, "Baby of Bridget Kerr")
    record.add(FamilyRole.BABY, "", expected_date=calendar.day(4))
    bridget = record.add(FamilyRole.MOTHER, "Bridget Kerr", calendar.day(34 * 365))
    record.says(bridget)
    actions.add_need(family=record.family, person=bridget, kind=NeedKind.FORMAT, text="Large print", by=record.by)
    record.mobile(bridget, shared_with="Her sister")
    orla = record.add(FamilyRole.GRANDPARENT, "Orla Kerr", lives_here=NO)
    record.says(orla)
    actions.opt_out(point=record.mobile(orla), by=record.by)
    home = record.address(bridget, "9 Mill Street, Eastfield", "ZZ15 1AB")
    actions.mark_returned(point=home, on=calendar.day(18), by=record.by)
    niall = record.add(FamilyRole.FATHER, "Niall Kerr", calendar.day(36 * 365))
    loss = actions.record_loss(
        family=record.family, person=niall, kind=LossKind.PARENT_DIED, happened_on=calendar.day(200), by=record.by
    )
    actions.lift_loss(loss=loss, reason="Bridget told everybody herself, before we met her.", by=staff.lead.actor)


def _who_live_with_an_uncle(staff: Staff, calendar: Calendar) -> None:
    """A restricted person at home, another of whom nobody knows where he lives; a number unsafe in another record."""
    record = Record(staff, "Hugo Sharpe")
    record.add(FamilyRole.BABY, "Hugo Sharpe", calendar.day(70))
    tess = record.add(FamilyRole.MOTHER, "Tess Sharpe", calendar.day(24 * 365))
    record.says(tess)
    uncle = record.add(FamilyRole.OTHER, "Brett Sharpe")
    record.alert(uncle, "Her uncle must not learn of it: he told her to keep it in the family.")
    phone = record.mobile(tess)
    record.mobile(uncle, phone.value)
    record.address(tess, "31 Quarry Lane, Eastfield", "ZZ16 1AB")
    _refuse(record, tess, record.professional("Nora Bell", ProfessionalRole.REFERRER), calendar.day(18))
    other = Record(staff, "Elsie Marlow")
    other.add(FamilyRole.BABY, "Elsie Marlow", calendar.day(50))
    gemma = other.add(FamilyRole.MOTHER, "Gemma Marlow", calendar.day(22 * 365))
    other.says(gemma)
    other.mobile(gemma, phone.value)
    other.address(gemma, "2 Rowan Close, Eastfield", "ZZ16 2AB")
    brother = other.add(FamilyRole.OTHER, "Craig Marlow", lives_here=UNKNOWN)
    other.alert(brother, "Her brother must not know; he comes and goes.")
    _no_letters_home(other.by, other.family)


def _no_letters_home(by: Actor, family: Family) -> None:
    actions.raise_alert(
        family=family, kind=AlertKind.READ_FIRST, text="Ring Gemma first: she wants to say what may be sent.", by=by
    )
    actions.raise_alert(family=family, kind=AlertKind.UNSAFE_ADDRESS, text="Craig opens what comes by post.", by=by)


def _referred_by_a_relative(staff: Staff, calendar: Calendar) -> None:
    """A grandmother who referred is thanked and told nothing more (P13)."""
    mother = Party(
        role=PartyRole.MOTHER,
        given_name="Holly",
        family_name="Prior",
        mobile=f"07700 900{next(_NUMBERS)}",
        mobile_safe=YES,
        may_text=YES,
        knows=YES,
        agrees=YES,
        asked_by="Her mother",
    )
    submission = Submission(
        entrance=Entrance.PROFESSIONAL,
        submitted={"worries": "She will not hold him."},
        source="relative",
        received_at=calendar.at(calendar.working(3), 10),
        people=(
            Party(role=PartyRole.BABY, given_name="Jude", family_name="Prior", date_of_birth=calendar.day(30)),
            mother,
        ),
        referrer_name="Sheila Prior",
        referrer_email="sheila@example.org",
        worries="She will not hold him, and says he does not like her.",
    )
    receive(team=staff.team, submission=submission, by=staff.admin.actor)
