"""What the work puts on a family's timeline. Notes stand there by their title alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from caseload.models import Appointment, Attendance, ContactAttempt, Episode, EpisodeMove, FollowUp, Note, WorkAgreement
from caseload.presenters import timeline as presenting
from caseload.selectors.note import reads_notes_of
from families.models import Family
from families.names import known_names
from families.registry import DatedEntry, TimelineSource
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer

_PATH = "episode__family"


def moves(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Work opened, begun, ended."""
    episodes = Episode.objects.visible_to(viewer).filter(family=family)
    made = EpisodeMove.objects.filter(subject__in=episodes).select_related("subject").order_by("at", "pk")
    return [presenting.move(one) for one in made]


def attempts(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Attempts to reach them."""
    names = known_names(family)
    rows = ContactAttempt.objects.visible_to(viewer).filter(episode__family=family).select_related("person")
    return [presenting.attempt(row, names) for row in rows.order_by("-made", "-pk")]


def appointments(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Appointments, who came, and that a note was signed; two queries."""
    names, reads = known_names(family), reads_notes_of(family, viewer.user)
    came: Any = Prefetch("attendances", Attendance.objects.select_related("person").order_by("pk"))
    rows = Appointment.objects.visible_to(viewer).filter(episode__family=family).prefetch_related(came)
    whole = rows.select_related("session__note", "group_session__group").order_by("-starts", "-pk")
    return [entry for one in whole for entry in presenting.appointment(one, names, reads=reads)]


def records(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Assessment records that were signed."""
    reads = reads_notes_of(family, viewer.user)
    rows = Note.objects.visible_to(viewer).filter(episode__family=family, session=None)
    return [entry for note in rows.order_by("pk") for entry in presenting.record(note, reads=reads)]


def agreements(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What was agreed with the family."""
    rows = WorkAgreement.objects.visible_to(viewer).filter(episode__family=family).select_related("episode")
    return [presenting.agreed(row) for row in rows.order_by("-agreed_on", "-pk")]


def follow_ups(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What came of follow-ups."""
    rows = FollowUp.objects.visible_to(viewer).filter(episode__family=family)
    return [entry for row in rows.order_by("due_on", "pk") for entry in presenting.follow_up(row)]


SOURCES = (
    TimelineSource("Work", Permission.SEE_CASELOAD, Episode, moves),
    TimelineSource("Work", Permission.SEE_CASELOAD, ContactAttempt, attempts, _PATH),
    TimelineSource("Work", Permission.SEE_CASELOAD, Appointment, appointments, _PATH),
    TimelineSource("Work", Permission.SEE_CASELOAD, Note, records, _PATH),
    TimelineSource("Work", Permission.SEE_CASELOAD, WorkAgreement, agreements, _PATH),
    TimelineSource("Work", Permission.SEE_CASELOAD, FollowUp, follow_ups, _PATH),
)
