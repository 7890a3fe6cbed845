"""Reading the facts of families: a constant number of queries, whatever their size and however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from families.contact.everywhere import compared, unsafe_anywhere
from families.contact.facts import Adult, Facts, Outsider, Point
from families.contact.normal import normal_point
from families.contact.record import Record, is_under, is_young_parent
from families.entries import standing
from families.enums import (
    CARING_ROLES,
    AlertKind,
    ConsentPurpose,
    FamilyRole,
    NeedKind,
    Place,
    PointKind,
    ProfessionalRole,
)
from families.merged import surviving_family
from families.models import (
    Agreement,
    Alert,
    CareChange,
    Competence,
    Consent,
    ContactPoint,
    Disagreement,
    Family,
    FamilyMember,
    FamilyProfessional,
    Loss,
    Need,
    Override,
    Person,
)
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.secure import domains_in
from pitservice.configuration.selectors import settings_of_teams

__all__ = ["compared", "family_facts", "unsafe_anywhere"]

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
_ENGLISH = ("", "english")
_FORMATS = (NeedKind.FORMAT, NeedKind.LITERACY)


class _OfFamily(Protocol):
    """A row that is one family's."""

    family_id: int


R = TypeVar("R", bound=_OfFamily)


def family_facts(family_id: int) -> Facts:
    """The facts about a family as they are now, with every number and address compared everywhere (P1, P20)."""
    return compared(facts_of_record(family_id))


def facts_of_record(family_id: int) -> Facts:
    """The same before the comparison; KeyError where there is no such family."""
    return facts_of_records([family_id])[family_id]


def facts_of_records(family_ids: Iterable[int]) -> dict[int, Facts]:
    """The same for many, by the ids asked for: as many queries as for one.

    A record that was merged answers as the one that stays. What does not exist is left out.
    """
    families = _families(set(family_ids))
    stays = {pk: surviving_family(pk) if family.merged_into_id else pk for pk, family in families.items()}
    families |= _families(set(stays.values()) - set(families))
    read = _read([families[pk] for pk in set(stays.values())])
    return {asked: _facts(families[pk], read) for asked, pk in stays.items()}


def _families(ids: set[int]) -> dict[int, Family]:
    """With what stands about them; nothing is asked about none."""
    return Family.objects.annotate(**_standing()).in_bulk(ids)


@dataclass(frozen=True)
class _Read:
    """The rows of many families, by family; settings by team."""

    today: date
    settings: Mapping[int, TeamSettings]
    records: Mapping[int, Record]
    alerts: Mapping[int, Sequence[Alert]]
    agreements: Mapping[int, Sequence[Agreement]]
    competences: Mapping[int, Sequence[Competence]]
    needs: Mapping[int, Sequence[Need]]
    links: Mapping[int, Sequence[FamilyProfessional]]
    consents: Mapping[int, Sequence[Consent]]
    overrides: Mapping[int, Sequence[Override]]


def _read(families: Sequence[Family]) -> _Read:
    """Everything that is looked at, each kind of row in one query for all of them."""
    today, theirs = timezone.localdate(), Q(family__in=[family.pk for family in families])
    alerts = _by_family(Alert.objects.filter(theirs, lifted_at=None))
    said = Consent.objects.filter(theirs, purpose__in=(ConsentPurpose.SHARE, ConsentPurpose.INFORM))
    links = FamilyProfessional.objects.filter(_in_force(today), theirs)
    return _Read(
        today=today,
        settings=settings_of_teams({family.team_id for family in families}),
        records=_records(families, alerts, today),
        alerts=alerts,
        agreements=_by_family(standing(Agreement.objects.filter(theirs))),
        competences=_by_family(Competence.objects.filter(theirs)),
        needs=_by_family(Need.objects.filter(theirs, ended_at=None).order_by("pk")),
        links=_by_family(links.select_related("professional__organisation").order_by("pk")),
        consents=_by_family(standing(said)),
        overrides=_by_family(Override.objects.filter(theirs, ended_at=None).order_by("until")),
    )


def _by_family(rows: Iterable[R]) -> dict[int, list[R]]:
    """Rows by their family, in their order; a family without any has none."""
    found: defaultdict[int, list[R]] = defaultdict(list)
    for row in rows:
        found[row.family_id].append(row)
    return found


def _facts(family: Family, read: _Read) -> Facts:
    settings, record, alerts = read.settings[family.team_id], read.records[family.pk], read.alerts[family.pk]
    return Facts(
        about=f"family:{family.pk}",
        team_id=family.team_id,
        family_id=family.pk,
        adults=_adults(family, record, read),
        outsiders=_outsiders(family, record.restricted_normals, read),
        loss=family.loss_stands,  # type: ignore[attr-defined]  # annotated
        overdue=any(_is_overdue(member.person, read.today) for member in record.members if _is_baby(member)),
        read_first=any(alert.kind == AlertKind.READ_FIRST for alert in alerts),
        unsafe_home=any(alert.kind == AlertKind.UNSAFE_ADDRESS for alert in alerts),
        care_changed=family.care_changed,  # type: ignore[attr-defined]  # annotated
        disagreement=family.disagreement,  # type: ignore[attr-defined]  # annotated
        young_parent=any(is_young_parent(member, read.today) for member in record.members),
        baby_in_hospital=record.baby_in_hospital,
        texts_from=settings.texts_from,
        texts_until=settings.texts_until,
        secure_domains=domains_in(settings.secure_domains),
    )


def _standing() -> dict[str, Exists]:
    """What stands about a family, or about anybody who is in it now: losses and changes of care (P22, P24, P28)."""
    members = FamilyMember.objects.filter(family=OuterRef(OuterRef("pk")), ends_on=None).values("person")
    concerned = Q(family=OuterRef("pk")) | Q(person__in=members)
    return {
        "loss_stands": Exists(Loss.objects.filter(concerned, lifted_at=None, undone_at=None)),
        "care_changed": Exists(CareChange.objects.filter(concerned, settled_at=None)),
        "disagreement": Exists(Disagreement.objects.filter(family=OuterRef("pk"), settled_at=None)),
    }


def _records(families: Sequence[Family], alerts: Mapping[int, Sequence[Alert]], today: date) -> dict[int, Record]:
    """Who is in each family, and its points, with those that people whom something is kept from have anywhere (P24)."""
    theirs = [family.pk for family in families]
    members = FamilyMember.objects.filter(family__in=theirs, ends_on=None).select_related("person").order_by("pk")
    in_it = _by_family(members)
    secrets = _secrets(theirs)
    shut_out = {person for pairs in secrets.values() for _, person in pairs}
    concerned = Q(family__in=theirs) | Q(person__in=shut_out)
    points = list(ContactPoint.objects.filter(concerned, _in_force(today)).order_by("-preferred", "pk"))
    own, of_shut_out = _by_family(points), [point for point in points if point.person_id in shut_out]
    found = {}
    for pk in theirs:
        hidden_from = {person for _, person in secrets[pk]}
        others = [point for point in of_shut_out if point.person_id in hidden_from and point.family_id != pk]
        restricted = {alert.person_id for alert in alerts[pk] if alert.kind == AlertKind.RESTRICTED_PERSON}
        found[pk] = Record(today, in_it[pk], restricted, own[pk], secrets[pk], [*own[pk], *others])
    return found


def _secrets(family_ids: Sequence[int]) -> Mapping[int, Sequence[tuple[int, int]]]:
    """By family: a point of theirs, and a person from whom it is secret (P24)."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = ContactPoint.secret_from.through.objects.filter(contactpoint__family__in=family_ids)
    for family, point, person in rows.values_list("contactpoint__family", "contactpoint", "person"):
        found[family].append((point, person))
    return found


def _in_force(today: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=today)


def _is_overdue(person: Person, today: date) -> bool:
    """The expected date is past, and neither a birth nor a loss is recorded (P22)."""
    expected = person.expected_date
    return person.is_unborn and not person.lost and expected is not None and expected < today


def _is_baby(member: FamilyMember) -> bool:
    return member.role == FamilyRole.BABY


def _adults(family: Family, record: Record, read: _Read) -> tuple[Adult, ...]:
    agreements = {row.person_id: row for row in read.agreements[family.pk]}
    competences = {row.person_id: row for row in read.competences[family.pk]}
    needs = read.needs[family.pk]
    found = []
    for member in record.members:
        if member.role not in CARING_ROLES:
            continue
        person = member.person
        agreement, competence = agreements.get(person.pk), competences.get(person.pk)
        own_needs = [need for need in needs if need.person_id == person.pk]
        found.append(
            Adult(
                ref=f"person:{person.pk}",
                name=person.name,
                role=member.role,
                knows=YesNoUnknown(agreement.knows) if agreement else UNKNOWN,
                agrees=YesNoUnknown(agreement.agrees) if agreement else UNKNOWN,
                restricted=person.pk in record.restricted,
                died=person.lost or person.died_on is not None,
                reads=_reads(own_needs),
                formats="; ".join(need.text for need in own_needs if need.kind in _FORMATS),
                home_with_restricted=record.home_with_restricted(member),
                under_18=is_under(18, person.date_of_birth, record.today),
                under_16=is_under(16, person.date_of_birth, record.today),
                competent=YesNoUnknown(competence.competent) if competence else UNKNOWN,
                home_with_grandparent=record.home_with_grandparent(member),
                in_prison=any(row.place == Place.PRISON for row in record.points_of(person.pk)),
                must_not_read=record.must_not_read(person.pk),
                points=tuple(record.point(row, member) for row in record.points_of(person.pk)),
            )
        )
    return tuple(found)


def _reads(needs: Iterable[Need]) -> str:
    """The language they read, else the one they need an interpreter for; empty for English (P46)."""
    said = {need.kind: need.text for need in needs}
    language = said.get(NeedKind.READING_LANGUAGE, said.get(NeedKind.INTERPRETER, ""))
    return "" if language.strip().lower() in _ENGLISH else language


def _outsiders(family: Family, theirs: set[str], read: _Read) -> tuple[Outsider, ...]:
    consents = read.consents[family.pk]
    set_aside = {row.professional_id: row.until for row in read.overrides[family.pk]}
    parts: dict[int, list[FamilyProfessional]] = {}
    for link in read.links[family.pk]:
        parts.setdefault(link.professional_id, []).append(link)
    return tuple(_outsider(own, consents, theirs, set_aside.get(pk)) for pk, own in parts.items())


def _outsider(
    links: Sequence[FamilyProfessional], consents: Sequence[Consent], theirs: set[str], set_aside_until: datetime | None
) -> Outsider:
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
        set_aside_until=set_aside_until,
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
