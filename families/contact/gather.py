"""Reading the facts of a family, and of numbers and addresses across the whole organisation (P20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from families.contact.facts import Adult, Facts, Outsider, Point
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

_NOT_ENGLISH = ("", "english")


def unsafe_anywhere(normals: Iterable[str]) -> set[str]:
    """Which of these numbers and addresses are unsafe, stopped, or a restricted person's anywhere (P20).

    Looks across teams on purpose; answers only the texts that were asked about.
    """
    restricted = Alert.objects.filter(kind=AlertKind.RESTRICTED_PERSON, lifted_at=None, person=OuterRef("person"))
    bad = Q(safe=YesNoUnknown.NO) | Q(opted_out_at__isnull=False) | Q(Exists(restricted))
    return set(ContactPoint.objects.filter(bad, normal__in=set(normals) - {""}).values_list("normal", flat=True))


def family_facts(family_id: int) -> Facts:
    """The facts about a family as they are now. A constant number of queries, whatever its size."""
    family = Family.objects.get(pk=family_id)
    settings = settings_of(family.team_id)
    today = timezone.localdate()
    members = list(
        FamilyMember.objects.filter(family=family, ends_on__isnull=True).select_related("person").order_by("pk")
    )
    alerts = list(Alert.objects.filter(family=family, lifted_at=None))
    restricted = {alert.person_id for alert in alerts if alert.kind == AlertKind.RESTRICTED_PERSON}
    return Facts(
        about=f"family:{family.pk}",
        team_id=family.team_id,
        family_id=family.pk,
        adults=_adults(family, members, restricted, today),
        outsiders=_outsiders(family),
        loss=Loss.objects.filter(family=family, lifted_at=None, undone_at=None).exists(),
        overdue=any(_is_overdue(member.person, today) for member in members if member.role == FamilyRole.BABY),
        read_first=any(alert.kind == AlertKind.READ_FIRST for alert in alerts),
        unsafe_home=any(alert.kind == AlertKind.UNSAFE_ADDRESS for alert in alerts),
        texts_from=settings.texts_from,
        texts_until=settings.texts_until,
    )


def _is_overdue(person: Person, today: date) -> bool:
    return (
        person.is_unborn
        and person.died_on is None
        and person.expected_date is not None
        and person.expected_date < today
    )


def _adults(family: Family, members: list[FamilyMember], restricted: set[int | None], today: date) -> tuple[Adult, ...]:
    carers = [member for member in members if member.role in CARING_ROLES]
    agreements = {row.person_id: row for row in Agreement.objects.filter(family=family)}
    needs = Need.objects.filter(family=family, kind=NeedKind.READING_LANGUAGE, ended_at=None)
    reads = {need.person_id: need.text for need in needs if need.text.strip().lower() not in _NOT_ENGLISH}
    points = _points(family, restricted, today)
    return tuple(
        Adult(
            ref=f"person:{member.person_id}",
            name=member.person.name,
            role=member.role,
            knows=YesNoUnknown(_answer(agreements.get(member.person_id), "knows")),
            agrees=YesNoUnknown(_answer(agreements.get(member.person_id), "agrees")),
            restricted=member.person_id in restricted,
            died=member.person.died_on is not None,
            reads=reads.get(member.person_id, ""),
            points=points.get(member.person_id, ()),
        )
        for member in carers
    )


def _answer(agreement: Agreement | None, field: str) -> str:
    return getattr(agreement, field) if agreement else YesNoUnknown.UNKNOWN


def _points(family: Family, restricted: set[int | None], today: date) -> dict[int, tuple[Point, ...]]:
    """Points in force, by person, each compared with the restricted persons' here and with everybody's anywhere."""
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    rows = list(ContactPoint.objects.filter(in_force, family=family).order_by("-preferred", "pk"))
    theirs = {row.normal for row in rows if row.person_id in restricted}
    elsewhere = unsafe_anywhere(row.normal for row in rows)
    found: dict[int, tuple[Point, ...]] = {}
    for row in rows:
        point = Point(
            ref=f"point:{row.pk}",
            kind=PointKind(row.kind),
            value=f"{row.value}\n{row.postcode}".strip(),
            normal=row.normal,
            safe=YesNoUnknown(row.safe),
            may_text=YesNoUnknown(row.may_text),
            shared_with=row.shared_with,
            preferred=row.preferred,
            opted_out=row.opted_out_at is not None,
            returned=row.returned_on is not None,
            unsafe_elsewhere=row.normal in elsewhere,
            restricted_here=row.normal in theirs,
        )
        found[row.person_id] = (*found.get(row.person_id, ()), point)
    return found


def _outsiders(family: Family) -> tuple[Outsider, ...]:
    today = timezone.localdate()
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    rows = FamilyProfessional.objects.filter(in_force, family=family).select_related("professional__organisation")
    consents = _consents_in_force(family)
    return tuple(_outsider(row, consents) for row in rows.order_by("pk"))


def _outsider(row: FamilyProfessional, consents: dict[str, bool]) -> Outsider:
    professional = row.professional
    said = consents.get(professional.key, consents.get(row.role))
    consent = YesNoUnknown.UNKNOWN if said is None else YesNoUnknown.YES if said else YesNoUnknown.NO
    organisation = professional.organisation
    address = professional.address or (organisation.address if organisation else "")
    points = [
        (PointKind.ADDRESS, address),
        (PointKind.EMAIL, professional.email),
        (PointKind.LANDLINE, professional.phone),
    ]
    return Outsider(
        ref=f"professional:{professional.pk}",
        name=professional.name,
        role=ProfessionalRole(row.role),
        organisation=organisation.name if organisation else "",
        referred=row.role == ProfessionalRole.REFERRER,
        consent=consent,
        points=tuple(
            Point(ref=f"professional:{professional.pk}:{kind}", kind=kind, value=value, normal=value)
            for kind, value in points
            if value
        ),
    )


def _consents_in_force(family: Family) -> dict[str, bool]:
    """The last answer for each recipient; one adult's "no" outweighs another's "yes" (P28)."""
    last: dict[tuple[int, str], bool] = {}
    purposes = (ConsentPurpose.SHARE, ConsentPurpose.INFORM)
    for row in Consent.objects.filter(family=family, purpose__in=purposes):
        last[(row.person_id, row.recipient)] = row.given
    answers: dict[str, bool] = {}
    for (_, recipient), given in last.items():
        answers[recipient] = answers.get(recipient, True) and given
    return answers
