"""Breaches, complaints about data, entries in the wrong record: opened from what they are about, closed by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from families.deadlines import breach_due
from families.enums import IncidentKind
from families.models import Family, Incident
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def open_incident(
    *,
    team: Team,
    kind: IncidentKind | str,
    words: str,
    known_on: datetime,
    family: Family | None = None,
    about: str = "",
    by: Actor,
) -> Incident:
    """Something went wrong with personal data. For a breach the 72 hours begin when somebody knew (P31).

    `about` is the label and key of the entry concerned ("letters.copy:K7M2Q9XTRD"), empty where it is no single one.
    """
    if family is not None and family.team_id != team.pk:
        raise Refused("This family belongs to another team.")
    if known_on > timezone.now():
        raise Refused("When it became known must be in the past.")
    if not words.strip():
        raise Refused("Enter what happened.")
    incident = Incident.objects.create(
        kind=kind,
        team=team,
        family=family,
        about=about,
        words=words.strip(),
        known_on=known_on,
        report_by=breach_due(known_on) if kind == IncidentKind.BREACH else None,
        created_by=by,
    )
    record("families.open_incident", incident, by=by, kind=str(kind))
    return incident


@transaction.atomic
def note_on_incident(
    *,
    incident: Incident,
    reported_on: datetime | None = None,
    people_told: str = "",
    seen: int | None = None,
    by: Actor,
) -> Incident:
    """When it was reported to the Information Commissioner, and who of those concerned was told what (P31)."""
    incident = _open(incident, seen)
    if reported_on is None and not people_told.strip():
        raise Refused("Enter when it was reported, or who was told.")
    if reported_on is not None and not incident.known_on <= reported_on <= timezone.now():
        raise Refused("When it was reported must be after it became known, and in the past.")
    incident.reported_on = reported_on or incident.reported_on
    incident.people_told = people_told.strip() or incident.people_told
    incident.save(update_fields=["reported_on", "people_told"])
    record("families.note_on_incident", incident, by=by, reported=incident.reported_on is not None)
    return incident


@transaction.atomic
def close_incident(*, incident: Incident, outcome: str, seen: int | None = None, by: Actor) -> Incident:
    """A person says what came of it; for a breach that was not reported, why not (P31)."""
    incident = _open(incident, seen)
    if not outcome.strip():
        raise Refused("Enter what came of it.")
    incident.outcome, incident.closed_at, incident.closed_by = outcome.strip(), timezone.now(), by
    incident.save(update_fields=["outcome", "closed_at", "closed_by"])
    record("families.close_incident", incident, by=by)
    return incident


def _open(incident: Incident, seen: int | None) -> Incident:
    incident = lock(incident, seen=seen)
    if incident.closed_at is not None:
        raise Refused("This has been closed already.")
    return incident
