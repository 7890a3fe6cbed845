"""Safeguarding on the family's timeline: each entry carries its row, so that it can be put right (P25, P32)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from families.enums import SharingBasis
from families.models import Concern, Family, ProtectionStatus, Sharing, SocialCareReferral
from families.presenters.family import at_day
from families.presenters.safeguarding import Names, concern_title, consent_words
from families.registry import DatedEntry
from pitservice.ui import dates
from pitservice.ui.components import Entry

KIND = "Safeguarding"


def concern_entries(row: Concern, names: Names) -> list[DatedEntry]:
    """A concern, and what came of it."""
    href = reverse("families:concern", args=[row.family.key, row.key])
    found = [_entry(row.happened_on, concern_title(row, names), row.words, about=row, href=href)]
    if row.closed_at:
        title = f"Concern of {dates.day(row.happened_on)} closed"
        found.append(_entry(row.closed_at, title, row.outcome, about=row, href=href))
    return found


def referral_entries(row: SocialCareReferral) -> list[DatedEntry]:
    """Referred, chased, escalated, answered. It stands or is struck with the concern that it belongs to."""
    found = [
        _entry(moment, f"Referred to {row.to_whom} {how}", about=row.concern)
        for moment, how in ((row.phoned_on, "by phone"), (row.written_on, "in writing"))
        if moment
    ]
    if row.chased_on:
        found.append(_entry(row.chased_on, f"{row.to_whom} chased", about=row.concern))
    if row.escalated_on:
        found.append(_entry(row.escalated_on, f"Escalated to {row.escalated_to}", about=row.concern))
    if row.acknowledged_on:
        found.append(_entry(row.acknowledged_on, f"{row.to_whom} answered", row.decision, about=row.concern))
    return found


def status_entries(row: ProtectionStatus, names: Names) -> list[DatedEntry]:
    """A child's standing with children's social care began, and ended."""
    what = f"{names.get(row.person_id, 'A child')}: {row.get_kind_display()}"
    found = [_entry(row.starts_on, what, row.category, about=row)]
    if row.ends_on:
        found.append(_entry(row.ends_on, f"{what} ended", about=row))
    return found


def sharing_entry(row: Sharing, family: Family) -> DatedEntry:
    """What was shared or kept back, with whom and why."""
    lines = [row.what, SharingBasis(row.basis).label, row.why, *consent_words(row.consent)]
    href = reverse("families:safeguarding", args=[family.key])
    return _entry(row.decided_on, str(row), *lines, about=row, href=href)


def _entry(day: date | datetime, title: str, *lines: str, about: Model, href: str = "") -> DatedEntry:
    at = day if isinstance(day, datetime) else at_day(day, timezone.now())
    when = dates.weekday(timezone.localtime(at).date())
    return DatedEntry(at, Entry(when, title, href, lines=[line for line in lines if line], kind=KIND), about)
