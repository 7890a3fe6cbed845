"""Work with families: appointments, who was seen, endings, follow-ups (domain.md §2.5, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef

from caseload.enums import ATTENDANCE_CODES, SEEN, AppointmentState, AttendanceStatus, EndReason, FollowUpState
from caseload.models import Appointment, Attendance, Ending, FollowUp, Session
from families.enums import FamilyRole
from families.models import Family, FamilyMember
from pitservice.ui.words import inside
from reporting.indicators.base import Cut, Indicator, Line, Share, Theme, by_month, london_day
from reporting.periods import Period

_A = AppointmentState
_DID_NOT_COME = frozenset({_A.LATE_NOT_SEEN, _A.NOT_ATTENDED, _A.NO_ACCESS})
#: Fathers, and partners of the mother or father, whoever gave birth.
FATHERS_AND_PARTNERS = (FamilyRole.FATHER, FamilyRole.OTHER_MOTHER, FamilyRole.STEP_PARENT, FamilyRole.PARTNER)


def appointments(every: Any, period: Period) -> Any:
    """Those of the period; one that was moved is counted where it was moved to."""
    start, end = period.moments
    return every.filter(starts__gte=start, starts__lt=end).exclude(state=_A.MOVED)


def families_seen(families: Any, period: Period) -> Any:
    """Those with at least one session in the period, each once."""
    sessions = Session.objects.filter(episode__family=OuterRef("pk"), local_date__range=period.days)
    return families.filter(Exists(sessions))


def fathers_and_partners_seen(members: Any, period: Period) -> Any:
    """Fathers and partners who were there at an attended appointment of their family's, each once for each family."""
    start, end = period.moments
    there = Attendance.objects.filter(
        person=OuterRef("person"),
        status__in=(AttendanceStatus.CAME, AttendanceStatus.LATE),
        appointment__episode__family=OuterRef("family"),
        appointment__state__in=SEEN,
        appointment__starts__gte=start,
        appointment__starts__lt=end,
    )
    fathers = FamilyMember.objects.filter(role__in=FATHERS_AND_PARTNERS)
    counted = fathers.filter(family=OuterRef("family"), person=OuterRef("person"), pk__lt=OuterRef("pk"))
    return members.filter(Exists(there), ~Exists(counted), role__in=FATHERS_AND_PARTNERS)


def ended(endings: Any, period: Period) -> Any:
    """Those of the period."""
    return endings.filter(ended_on__range=period.days)


def done(follow_ups: Any, period: Period) -> Any:
    """Those done in the period."""
    return follow_ups.filter(state=FollowUpState.DONE, done_on__range=period.days)


def _attendance(_: Period) -> Sequence[tuple[str, str]]:
    labels = {**dict(_A.choices), _A.BOOKED: "No outcome recorded yet"}
    states = [_A.ATTENDED, _A.LATE_SEEN, _A.LATE_NOT_SEEN, _A.NOT_ATTENDED, _A.NO_ACCESS]
    states += [_A.CANCELLED_BY_FAMILY, _A.CANCELLED_BY_US, _A.BOOKED]
    return [(str(state), f"{labels[state]} (code {ATTENDANCE_CODES[state]})") for state in states]


def _appointment_line(appointment: Any) -> Line:
    said = f"{appointment.get_kind_display()}, {inside(appointment.get_state_display())}"
    return Line(appointment.day, said, appointment.episode.family)


APPOINTMENTS = Indicator(
    key="appointments",
    name="Sessions and appointments by attendance",
    noun=("appointment", "appointments"),
    theme=Theme.WORK,
    definition=(
        "Appointments by what came of them, with the national attendance code. Those attended, or late and seen, are "
        "the sessions that took place. An appointment that was moved is counted once, where it was moved to. The share "
        "seen is out of those that were not cancelled and have an outcome."
    ),
    date_rule="The day on which the appointment began, in London time.",
    every=lambda _: Appointment.objects.annotate(day=london_day("starts")),
    counted=appointments,
    line=_appointment_line,
    order=("-starts", "-pk"),
    related=("episode__family",),
    cuts=(
        Cut(
            "attendance",
            "By attendance",
            F("state"),
            _attendance,
            share=Share("Seen", frozenset(SEEN), frozenset(SEEN | _DID_NOT_COME)),
            charted=True,
        ),
        by_month("day"),
    ),
)

FAMILIES_SEEN = Indicator(
    key="families-seen",
    name="Families seen",
    noun=("family", "families"),
    theme=Theme.WORK,
    definition="Families with at least one session in the period, each counted once.",
    date_rule="The day on which the session began, in London time.",
    every=lambda _: Family.objects.all(),
    counted=families_seen,
    line=lambda family: Line(None, "Seen in the period", family),
    order=("title", "pk"),
)

FATHERS = Indicator(
    key="fathers-and-partners-seen",
    name="Fathers and partners seen",
    noun=("father or partner", "fathers and partners"),
    theme=Theme.WORK,
    definition=(
        "Fathers, other mothers, step-parents and partners who were there at one or more attended appointments of "
        "their family's, each counted once for each family."
    ),
    date_rule="The day on which the appointment began, in London time.",
    every=lambda _: FamilyMember.objects.all(),
    counted=fathers_and_partners_seen,
    line=lambda member: Line(None, f"{member.person.name}, {inside(member.get_role_display())}", member.family),
    order=("family__title", "pk"),
    related=("family", "person"),
)

ENDINGS = Indicator(
    key="endings",
    name="Endings by reason",
    noun=("ending", "endings"),
    theme=Theme.WORK,
    definition="Pieces of work that ended, each once, by the reason recorded.",
    date_rule="The day on which the work ended.",
    every=lambda _: Ending.objects.all(),
    counted=ended,
    line=lambda ending: Line(ending.ended_on, ending.get_reason_display(), ending.episode.family),
    order=("-ended_on", "-pk"),
    related=("episode__family",),
    cuts=(Cut("reason", "By reason", F("reason"), lambda _: EndReason.choices),),
)

FOLLOW_UPS = Indicator(
    key="follow-ups",
    name="Follow-ups done",
    noun=("follow-up", "follow-ups"),
    theme=Theme.WORK,
    definition="Follow-ups of closed work in which somebody of the family was reached, each once.",
    date_rule="The day on which the follow-up was done.",
    every=lambda _: FollowUp.objects.all(),
    counted=done,
    line=lambda follow_up: Line(follow_up.done_on, "Follow-up done", follow_up.episode.family),
    order=("-done_on", "-pk"),
    related=("episode__family",),
)
