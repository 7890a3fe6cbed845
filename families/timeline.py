"""What families themselves put on a family's timeline."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from families.models import (
    Agreement,
    Alert,
    Approach,
    Competence,
    Consent,
    Disagreement,
    Family,
    FamilyMember,
    FormerName,
    Loss,
    MovedEntry,
    Override,
)
from families.names import known_names, names_in
from families.presenters.consent import purpose_words
from families.presenters.contact import recipient_names
from families.presenters.family import (
    agreement_entry,
    alert_entries,
    birth_entry,
    consent_entry,
    loss_entries,
    moved_entry,
    opened_entry,
)
from families.presenters.fathers import approach_entry
from families.presenters.person import competence_entry, former_name_entry
from families.presenters.protecting import disagreement_entries, override_entries
from families.registry import DatedEntry, TimelineSource
from families.selectors import known_members, professionals_of
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer


def begun(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:  # noqa: ARG001 - as every source
    """That the record was opened, and births of babies who were expected."""
    members = known_members(family)
    return [opened_entry(family), *births(members, names_in(members))]


def agreements(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What adults said of the referral."""
    names = known_names(family)
    return [agreement_entry(row, names) for row in Agreement.objects.visible_to(viewer).filter(family=family)]


def consents(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What each adult allows."""
    names, recipients = known_names(family), recipient_names(professionals_of(family))
    rows = Consent.objects.visible_to(viewer).filter(family=family)
    return [consent_entry(row, names, purpose_words(row, recipients)) for row in rows]


def alerts(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Raised and lifted."""
    names = known_names(family)
    rows = Alert.objects.visible_to(viewer).filter(family=family).order_by("pk")
    return [entry for row in rows for entry in alert_entries(row, names)]


def moved(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What was moved to the record whose it is (P25)."""
    return [moved_entry(row) for row in MovedEntry.objects.visible_to(viewer).filter(family=family).order_by("pk")]


def losses(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Losses, and how the work went on (P22)."""
    names = known_names(family)
    rows = Loss.objects.visible_to(viewer).filter(family=family).select_related("person").order_by("pk")
    return [entry for row in rows for entry in loss_entries(row, names)]


def disagreements(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Who objects, and what was settled."""
    names = known_names(family)
    rows = Disagreement.objects.visible_to(viewer).filter(family=family).order_by("pk")
    return [entry for row in rows for entry in disagreement_entries(row, names)]


def overrides(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What was told against a no, and why."""
    rows = Override.objects.visible_to(viewer).filter(family=family).select_related("professional").order_by("pk")
    return [entry for row in rows for entry in override_entries(row, timezone.now())]


def approaches(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Fathers and partners who were asked, or why not."""
    names = known_names(family)
    rows = Approach.objects.visible_to(viewer).filter(family=family).select_related("person")
    return [approach_entry(row, names) for row in rows]


def competences(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Whether a young parent decides alone."""
    names = known_names(family)
    return [competence_entry(row, names) for row in Competence.objects.visible_to(viewer).filter(family=family)]


def former_names(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What somebody was called before."""
    names = known_names(family)
    rows = FormerName.objects.visible_to(viewer).filter(person__in=list(names)).order_by("pk")
    return [former_name_entry(row, names) for row in rows]


def births(members: Sequence[FamilyMember], names: dict[int, str]) -> list[DatedEntry]:
    """Births of babies who were expected, each once, however often they belonged to the family."""
    people = {member.person_id: member.person for member in members}
    return [
        birth_entry(person, names[person.pk])
        for person in people.values()
        if person.date_of_birth is not None and person.expected_date is not None and not person.lost
    ]


SOURCES = (
    TimelineSource("Record", Permission.SEE_FAMILIES, Family, begun, path="pk"),
    TimelineSource("Record", Permission.SEE_FAMILIES, Agreement, agreements),
    TimelineSource("Record", Permission.SEE_FAMILIES, Consent, consents),
    TimelineSource("Record", Permission.SEE_FAMILIES, Alert, alerts),
    TimelineSource("Record", Permission.SEE_FAMILIES, MovedEntry, moved),
    TimelineSource("Record", Permission.SEE_FAMILIES, Loss, losses),
    TimelineSource("Record", Permission.SEE_FAMILIES, Disagreement, disagreements),
    TimelineSource("Record", Permission.SEE_FAMILIES, Override, overrides),
    TimelineSource("Record", Permission.SEE_FAMILIES, Approach, approaches),
    TimelineSource("Record", Permission.SEE_FAMILIES, Competence, competences),
    TimelineSource("Record", Permission.SEE_FAMILIES, FormerName, former_names, path="person__memberships__family"),
)
