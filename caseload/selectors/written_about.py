"""Sessions that a letter can be about, with the adults who were there (LET-1)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch

from caseload.enums import SEEN, AttendanceStatus
from caseload.models import Appointment, Attendance
from caseload.times import local_day
from families.enums import CARING_ROLES
from families.models import Family, FamilyMember
from pitservice.accounts.viewer import Viewer
from pitservice.letters.registry import Occasion
from pitservice.ui import dates

#: As many of the newest as one chooses from.
SHOWN = 10


def sessions_to_write_about(family: Family, viewer: Viewer) -> Sequence[Occasion]:
    """The newest sessions at which an adult of the family was, newest first; three queries."""
    adults = set(
        FamilyMember.objects.filter(family=family, ends_on=None, role__in=CARING_ROLES).values_list("person", flat=True)
    )
    came = Attendance.objects.exclude(status=AttendanceStatus.ABSENT).filter(person__in=adults).order_by("pk")
    seen = Appointment.objects.visible_to(viewer).filter(episode__family=family, state__in=SEEN, attendances__in=came)
    newest = (
        seen.distinct()
        .order_by("-starts", "-pk")
        .prefetch_related(Prefetch("attendances", came.select_related("person"), to_attr="came"))
    )
    return [_occasion(appointment) for appointment in newest[:SHOWN]]


def _occasion(appointment: Appointment) -> Occasion:
    there: list[Attendance] = appointment.came  # type: ignore[attr-defined]  # prefetched above
    names = ", ".join(row.person.name for row in there)
    return Occasion(
        ref=f"appointment:{appointment.key}",
        title=f"{appointment.get_kind_display()}, {dates.moment(appointment.starts)}: {names}",
        when=dates.day(local_day(appointment.starts)),
        attended=[f"person:{row.person_id}" for row in there],
    )
