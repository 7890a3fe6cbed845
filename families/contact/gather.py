"""Reading the facts of a family: a constant number of queries, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

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
from pitservice.configuration.secure import domains_in
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
    today = timezone.localdate()
    family = Family.objects.annotate(**_standing()).get(pk=family_id)
    if family.merged_into_id is not None:
        return facts_of_record(surviving_family(family.pk))
    settings = settings_of(family.team_id)
    members = list(FamilyMember.objects.filter(family=family, ends_on=None).select_related("person").order_by("pk"))
    alerts = list(Alert.objects.filter(family=family, lifted_at=None))
    restricted = {alert.person_id for alert in alerts if alert.kind == AlertKind.RESTRICTED_PERSON}
    record = Record(today, members, restricted, *_points_of(family, today))
    return Facts(
        about=f"family:{family.pk}",
        team_id=family.team_id,
        family_id=family.pk,
        adults=_adults(family, record),
        outsiders=_outsiders(family, record.restricted_normals, today),
        loss=family.loss_stands,  # type: ignore[attr-defined]  # annotated
        overdue=any(_is_overdue(member.person, today) for member in members if member.role == FamilyRole.BABY),
        read_first=any(alert.kind == AlertKind.READ_FIRST for alert in alerts),
        unsafe_home=any(alert.kind == AlertKind.UNSAFE_ADDRESS for alert in alerts),
        care_changed=family.care_changed,  # type: ignore[attr-defined]  # annotated
        disagreement=family.disagreement,  # type: ignore[attr-defined]  # annotated
        young_parent=any(is_young_parent(member, today) for member in members),
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


def _points_of(family: Family, today: date) -> tuple[list[ContactPoint], list[tuple[int, int]], list[ContactPoint]]:
    """Points in force; (point, person from whom it is secret); points anywhere of those people (P24)."""
    of_family = Q(contactpoint__family=family)
    secrets = list(ContactPoint.secret_from.through.objects.filter(of_family).values_list("contactpoint", "person"))
    shut_out = Q(person__in={person for _, person in secrets})
    rows = ContactPoint.objects.filter(Q(family=family) | shut_out, _in_force(today)).order_by("-preferred", "pk")
    found = list(rows)
    return [row for row in found if row.family_id == family.pk], secrets, found


def _in_force(today: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=today)


def _is_overdue(person: Person, today: date) -> bool:
    """The expected date is past, and neither a birth nor a loss is recorded (P22)."""
    expected = person.expected_date
    return person.is_unborn and not person.lost and expected is not None and expected < today


def _adults(family: Family, record: Record) -> tuple[Adult, ...]:
    agreements = {row.person_id: row for row in standing(Agreement.objects.filter(family=family))}
    competences = {row.person_id: row for row in Competence.objects.filter(family=family)}
    needs = list(Need.objects.filter(family=family, ended_at=None).order_by("pk"))
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


def _outsiders(family: Family, theirs: set[str], today: date) -> tuple[Outsider, ...]:
    rows = FamilyProfessional.objects.filter(_in_force(today), family=family)
    links = rows.select_related("professional__organisation").order_by("pk")
    said = Consent.objects.filter(family=family, purpose__in=(ConsentPurpose.SHARE, ConsentPurpose.INFORM))
    consents = list(standing(said))
    overrides = Override.objects.filter(family=family, ended_at=None)
    set_aside = {row.professional_id: row.until for row in overrides.order_by("until")}
    parts: dict[int, list[FamilyProfessional]] = {}
    for link in links:
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
