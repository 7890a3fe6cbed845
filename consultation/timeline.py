"""What consultations put on a family's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from consultation import minutes, supervising
from consultation import supervised as reading
from consultation.meetings import decided_about
from consultation.presenters import entry
from consultation.selectors import of_family
from families.models import Family
from families.registry import DatedEntry
from pitservice.accounts.viewer import Viewer


def timeline(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Consultations that name the family, for its timeline; anonymous ones never stand there (CNS-1)."""
    return [DatedEntry(_noon(one.held_on), entry(one)) for one in of_family(family, viewer)]


def discussed(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What team meetings decided about the family."""
    return [minutes.entry(one) for one in decided_about(family, viewer)]


def supervised(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What was decided about the family in supervision (P85)."""
    return [supervising.entry(one) for one in reading.decided_about(family, viewer)]


def _noon(day: date) -> datetime:
    """A consultation has a day and no time: it stands in the middle of that day."""
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
