"""Reading the facts of a family: a constant number of queries, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from families.contact.everywhere import compared, unsafe_anywhere
from families.contact.facts import Adult, Facts, Outsider, Point
from families.contact.normal import normal_point
from families.enums import CARING_ROLES, AlertKind, ConsentPurpose, FamilyRole, NeedKind, PointKind, ProfessionalRole
from families.models import (
    Agreement,
    Alert,
    Consent,
    ContactPoint,
    Family,
    FamilyMember,
    FamilyProfessional,
    Loss,
    Need,
    Person,
)
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.selectors import settings_of

__all__ = ["compared", "family_facts", "unsafe_anywhere"]

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
_ENGLISH = ("", "english")
_FORMATS = (NeedKind.FORMAT, NeedKind.LITERACY)


def family_facts(family_id: int) -> Facts:
    """The facts about a family as they are now, with every number and address compared everywhere (P1, P20)."""
    return compared(facts_of_record(family_id))


def facts_of_record(family_id: int) -> Facts:
    """The same before the comparison, which `registry.read_facts` makes for the facts of every kind."""
    family = Family.objects.get(pk=family_id)
    settings = settings_of(family.team_id)
    today = timezone.localdate()
    members = list(FamilyMember.objects.filter(family=family, ends_on=None).select_related("person").order_by("pk"))
    alerts = list(Alert.objects.filter(family=family, lifted_at=None))
    restricted = {alert.person_id for alert in alerts if alert.kind == AlertKind.RESTRICTED_PERSON}
    points = list(ContactPoint.objects.filter(_in_force(today), family=family).order_by("-preferred", "pk"))
    theirs = {point.normal for point in points if point.person_id in restricted}
    return Facts(
        about=f"family:{family.pk}",
        team_id=family.team_id,
        family_id=family.pk,
        adults=_adults(family, members, restricted, points),
        outsiders=_outsiders(family, theirs, today),
        loss=_loss_stands(family, members),
        overdue=any(_is_overdue(member.person, today) for member in members if member.role == FamilyRole.BABY),
        read_first=any(alert.kind == AlertKind.READ_FIRST for alert in alerts),
        unsafe_home=any(alert.kind == AlertKind.UNSAFE_ADDRESS for alert in alerts),
        texts_from=settings.texts_from,
        texts_until=settings.texts_until,
    )


def _in_force(today: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=today)


def _loss_stands(family: Family, members: Sequence[FamilyMember]) -> bool:
    """A loss that no person has lifted, of this family or of anybody who is in it now (P22)."""
    people = [member.person_id for member in members]
    return Loss.objects.filter(Q(family=family) | Q(person__in=people), lifted_at=None, undone_at=None).exists()


def _is_overdue(person: Person, today: date) -> bool:
    """The expected date is past, and neither a birth nor a loss is recorded (P22)."""
    expected = person.expected_date
    return person.is_unborn and not person.lost and expected is not None and expected < today


def _adults(
    family: Family, members: Sequence[FamilyMember], restricted: set[int | None], points: Sequence[ContactPoint]
) -> tuple[Adult, ...]:
    agreements = {row.person_id: row for row in Agreement.objects.filter(family=family)}
    needs = list(Need.objects.filter(family=family, ended_at=None).order_by("pk"))
    theirs = {point.normal for point in points if point.person_id in restricted}
    elsewhere = {point.person_id for point in points if point.kind == PointKind.ADDRESS}
    at_home = [_at_home(member, elsewhere) for member in members if member.person_id in restricted]
    found = []
    for member in members:
        if member.role not in CARING_ROLES:
            continue
        agreement = agreements.get(member.person_id)
        own_needs = [need for need in needs if need.person_id == member.person_id]
        is_restricted = member.person_id in restricted
        found.append(
            Adult(
                ref=f"person:{member.person_id}",
                name=member.person.name,
                role=member.role,
                knows=YesNoUnknown(agreement.knows) if agreement else UNKNOWN,
                agrees=YesNoUnknown(agreement.agrees) if agreement else UNKNOWN,
                restricted=is_restricted,
                died=member.person.lost or member.person.died_on is not None,
                reads=_reads(own_needs),
                formats="; ".join(need.text for need in own_needs if need.kind in _FORMATS),
                home_with_restricted=NO if is_restricted else _lives_with(member.lives_here, at_home),
                points=tuple(
                    _point(row, set() if is_restricted else theirs)
                    for row in points
                    if row.person_id == member.person_id
                ),
            )
        )
    return tuple(found)


def _reads(needs: Iterable[Need]) -> str:
    """The language they read, else the one they need an interpreter for; empty for English (P46)."""
    said = {need.kind: need.text for need in needs}
    language = said.get(NeedKind.READING_LANGUAGE, said.get(NeedKind.INTERPRETER, ""))
    return "" if language.strip().lower() in _ENGLISH else language


def _at_home(member: FamilyMember, have_address: set[int]) -> str:
    """Whether a restricted person lives here; where nobody said, an address of their own says so (and is compared)."""
    if member.lives_here == UNKNOWN and member.person_id in have_address:
        return NO
    return member.lives_here


def _lives_with(lives_here: str, at_home: Sequence[str]) -> YesNoUnknown:
    """Whether one who lives here (yes, no, not known) lives with any of the restricted (their answers)."""
    if lives_here == NO or all(answer == NO for answer in at_home):
        return NO
    return YES if lives_here == YES and YES in at_home else UNKNOWN


def _point(row: ContactPoint, theirs: set[str]) -> Point:
    return Point(
        ref=f"point:{row.pk}",
        kind=PointKind(row.kind),
        value=f"{row.value}\n{row.postcode}".strip() if row.postcode not in row.value.upper() else row.value,
        normal=row.normal,
        safe=YesNoUnknown(row.safe),
        may_text=YesNoUnknown(row.may_text),
        shared_with=row.shared_with,
        preferred=row.preferred,
        opted_out=row.opted_out_at is not None,
        returned=row.returned_on is not None,
        restricted_here=row.normal in theirs,
    )


def _outsiders(family: Family, theirs: set[str], today: date) -> tuple[Outsider, ...]:
    rows = FamilyProfessional.objects.filter(_in_force(today), family=family)
    links = rows.select_related("professional__organisation").order_by("pk")
    consents = list(Consent.objects.filter(family=family, purpose__in=(ConsentPurpose.SHARE, ConsentPurpose.INFORM)))
    parts: dict[int, list[FamilyProfessional]] = {}
    for link in links:
        parts.setdefault(link.professional_id, []).append(link)
    return tuple(_outsider(own, consents, theirs) for own in parts.values())


def _outsider(links: Sequence[FamilyProfessional], consents: Sequence[Consent], theirs: set[str]) -> Outsider:
    """One professional, once, whatever their parts: a health visitor who referred is the referrer."""
    link = next((one for one in links if one.role == ProfessionalRole.REFERRER), links[0])
    professional = link.professional
    organisation = professional.organisation
    address = professional.address or (organisation.address if organisation else "")
    ways = (
        (PointKind.ADDRESS, address),
        (PointKind.EMAIL, professional.email),
        (PointKind.LANDLINE, professional.phone),
    )
    recipients = (professional.key, *(str(one.role) for one in links))
    return Outsider(
        ref=f"professional:{professional.pk}",
        name=professional.name,
        role=ProfessionalRole(link.role),
        organisation=organisation.name if organisation else "",
        referred=link.role == ProfessionalRole.REFERRER,
        consent=consent_of(consents, recipients, (ConsentPurpose.INFORM, ConsentPurpose.SHARE)),
        shares=consent_of(consents, recipients, (ConsentPurpose.SHARE,)),
        points=tuple(
            Point(
                ref=f"professional:{professional.pk}:{kind}",
                kind=kind,
                value=value,
                normal=normal_point(kind, value),
                restricted_here=normal_point(kind, value) in theirs,
            )
            for kind, value in ways
            if value.strip()
        ),
    )


def consent_of(
    consents: Iterable[Consent], recipients: Sequence[str], purposes: Sequence[ConsentPurpose]
) -> YesNoUnknown:
    """What the adults said, in the order in which they said it.

    Of each adult's answers the newest to the first recipient and purpose that they spoke of counts: an answer about
    the professional by name before one about the role, an answer about the purpose before a wider one. One adult's
    "no" outweighs another's "yes" (P28). Not known where nobody was asked.
    """
    said: dict[int, dict[tuple[str, str], bool]] = {}
    for row in consents:
        said.setdefault(row.person_id, {})[(row.recipient, row.purpose)] = row.given
    asked = [(recipient, purpose) for recipient in recipients for purpose in purposes]
    answers: list[bool] = []
    for own in said.values():
        answers += [own[question] for question in asked if question in own][:1]
    if not answers:
        return UNKNOWN
    return YES if all(answers) else NO
