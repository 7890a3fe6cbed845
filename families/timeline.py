"""What families themselves put on a family's timeline."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from families.models import Agreement, Alert, Consent, Disagreement, Family, FamilyMember, Loss, MovedEntry, Override
from families.presenters.consent import purpose_words
from families.presenters.contact import recipient_names
from families.presenters.family import (
    agreement_entry,
    alert_entries,
    consent_entry,
    loss_entries,
    moved_entry,
    opened_entry,
)
from families.presenters.names import names_in
from families.presenters.protecting import disagreement_entries, override_entries
from families.registry import DatedEntry
from families.selectors import professionals_of
from pitservice.accounts.viewer import Viewer


def record_entries(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """The record opened, what adults said, who disagrees, overrides, alerts, losses, what was moved; nine queries."""
    names = names_in(list(FamilyMember.objects.visible_to(viewer).filter(family=family).select_related("person")))
    recipients = recipient_names(professionals_of(family))
    found = [opened_entry(family)]
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
    return found
