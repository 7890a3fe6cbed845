"""What a colleague's calendar programme is given (P61)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from caseload.enums import CANCELLED
from caseload.grouping import GroupSessionState
from caseload.models import Appointment, ClinicSlot, GroupSession
from caseload.rules import FEED
from caseload.selectors.clinic import slots_in_diary
from caseload.selectors.diary import Whose, diary
from caseload.selectors.groups import group_sessions
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.links.models import Link

BACK, AHEAD = timedelta(days=31), timedelta(days=183)


def feed_of(user: User, today: date) -> QuerySet[Appointment]:
    """Their appointments from a month ago to half a year ahead, of families they may see now; none cancelled."""
    viewer = Viewer.of(user, Permission.RECORD_SESSIONS)
    return diary(viewer, Whose(user), today - BACK, (BACK + AHEAD).days).exclude(state__in=CANCELLED)


def group_feed_of(user: User, today: date) -> QuerySet[GroupSession]:
    """The group sessions they facilitate, over the same days; none called off (P72)."""
    viewer = Viewer.of(user, Permission.RECORD_SESSIONS)
    found = group_sessions(viewer, Whose(user), today - BACK, (BACK + AHEAD).days)
    return found.exclude(state=GroupSessionState.CALLED_OFF)


def slot_feed_of(user: User, today: date) -> QuerySet[ClinicSlot]:
    """What is free of their assessment clinics and still to come; one that a family has is their appointment."""
    viewer = Viewer.of(user, Permission.RECORD_SESSIONS)
    return slots_in_diary(viewer, Whose(user), today, AHEAD.days)


def feed_since(user: User) -> datetime | None:
    """When the address that is open now was made; None without one."""
    open_ones = Link.objects.filter(purpose=FEED, subject_key=user.key, used_at=None, expires_on__gt=timezone.now())
    return open_ones.order_by("-pk").values_list("created_at", flat=True).first()


def feed_reader(subject_key: str) -> User | None:
    """The colleague whose calendar it is, while they work with families here."""
    user = User.objects.filter(key=subject_key, is_active=True).first()
    return user if user is not None and Viewer.of(user, Permission.RECORD_SESSIONS).allowed else None
