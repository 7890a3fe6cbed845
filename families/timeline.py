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
from families.names import names_in
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
from families.registry import DatedEntry
from families.selectors import professionals_of
from pitservice.accounts.viewer import Viewer


def record_entries(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Opened, what adults said, who disagrees, overrides, alerts, losses, fathers asked, moved, names, a young
    parent's competence; twelve queries.
    """
    members = list(FamilyMember.objects.visible_to(viewer).filter(family=family).select_related("person"))
    names = names_in(members)
    recipients = recipient_names(professionals_of(family))
    found = [opened_entry(family), *births(members, names)]
    found += [agreement_entry(row, names) for row in Agreement.objects.visible_to(viewer).filter(family=family)]
    for consent in Consent.objects.visible_to(viewer).filter(family=family):
        found.append(consent_entry(consent, names, purpose_words(consent, recipients)))
    for alert in Alert.objects.visible_to(viewer).filter(family=family).order_by("pk"):
        found += alert_entries(alert, names)
    found += [moved_entry(row) for row in MovedEntry.objects.visible_to(viewer).filter(family=family).order_by("pk")]
    for loss in Loss.objects.visible_to(viewer).filter(family=family).select_related("person").order_by("pk"):
        found += loss_entries(loss, names)
    for disagreement in Disagreement.objects.visible_to(viewer).filter(family=family).order_by("pk"):
        found += disagreement_entries(disagreement, names)
    overrides = Override.objects.visible_to(viewer).filter(family=family).select_related("professional")
    for override in overrides.order_by("pk"):
        found += override_entries(override, timezone.now())
    rows = Approach.objects.visible_to(viewer).filter(family=family).select_related("person")
    found += [approach_entry(row, names) for row in rows]
    findings = Competence.objects.visible_to(viewer).filter(family=family)
    found += [competence_entry(row, names) for row in findings]
    former = FormerName.objects.visible_to(viewer).filter(person__in=list(names)).order_by("pk")
    return [*found, *(former_name_entry(row, names) for row in former)]


def births(members: Sequence[FamilyMember], names: dict[int, str]) -> list[DatedEntry]:
    """Births of babies who were expected, each once, however often they belonged to the family."""
    people = {member.person_id: member.person for member in members}
    return [
        birth_entry(person, names[person.pk])
        for person in people.values()
        if person.date_of_birth is not None and person.expected_date is not None and not person.lost
    ]
