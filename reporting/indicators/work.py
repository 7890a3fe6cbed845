"""Work with families: appointments and who was seen (domain.md §2.5, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from caseload.enums import ATTENDANCE_CODES, CANCELLED, SEEN, AppointmentState, AttendanceStatus
from caseload.models import Appointment, Attendance, Episode, Session
from families.enums import FamilyRole
from families.models import Family, FamilyMember
from pitservice.ui.words import inside
from reporting.indicators import babies
from reporting.indicators.base import Cut, Indicator, Line, Share, Theme, Within, by_month, london_day
from reporting.periods import Period

_A = AppointmentState
_DID_NOT_COME = frozenset({_A.LATE_NOT_SEEN, _A.NOT_ATTENDED, _A.NO_ACCESS})
_LENGTHS = (
    ("under-15", "Under 15 minutes"),
    ("15-29", "15 to 29 minutes"),
    ("30-59", "30 to 59 minutes"),
    ("60", "60 minutes or more"),
    ("no-length", "Length not recorded"),
)
_SETTLED = frozenset(SEEN | _DID_NOT_COME | CANCELLED)
#: Fathers, and partners of the mother or father, whoever gave birth.
FATHERS_AND_PARTNERS = (FamilyRole.FATHER, FamilyRole.OTHER_MOTHER, FamilyRole.STEP_PARENT, FamilyRole.PARTNER)


def appointments(every: Any, period: Period) -> Any:
    """Those of the period; one that was moved is counted where it was moved to."""
    start, end = period.moments
    return every.filter(starts__gte=start, starts__lt=end).exclude(state=_A.MOVED)


def families_seen(families: Any, period: Period) -> Any:
    """Those with at least one session in the period, each once."""
    sessions = Session.objects.filter(episode__family=OuterRef("pk"), local_date__range=period.days)
    sessions = sessions.standing()  # one whose appointment was corrected to "did not attend" is none
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
    same = {"team": OuterRef("team"), "family": OuterRef("family"), "person": OuterRef("person")}
    counted = fathers.filter(**same, pk__lt=OuterRef("pk"))
    return members.filter(Exists(there), ~Exists(counted), role__in=FATHERS_AND_PARTNERS)


def _attendance(_: Period) -> Sequence[tuple[str, str]]:
    labels = {**dict(_A.choices), _A.BOOKED: "No outcome recorded yet"}
    states = [_A.ATTENDED, _A.LATE_SEEN, _A.LATE_NOT_SEEN, _A.NOT_ATTENDED, _A.NO_ACCESS]
    states += [_A.CANCELLED_BY_FAMILY, _A.CANCELLED_BY_US, _A.BOOKED]
    return [(str(state), f"{labels[state]} (code {ATTENDANCE_CODES[state]})") for state in states]


def _length() -> Any:
    """The national bands of minutes (domain.md §2.5)."""
    return Case(
        When(~Q(state__in=SEEN), then=Value("not_held")),
        When(session__minutes__lt=15, then=Value("under-15")),
        When(session__minutes__lt=30, then=Value("15-29")),
        When(session__minutes__lt=60, then=Value("30-59")),
        When(session__minutes__gte=60, then=Value("60")),
        default=Value("no-length"),
        output_field=CharField(),
    )


def open_at_the_end(works: Any, period: Period) -> Any:
    """Those that were open at the end of the period's last day."""
    return works.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=period.ends_on), opened_on__lte=period.ends_on)


def works_with_seen(period: Period) -> Any:
    """Pieces of work, and whether somebody of the family was `met` by the end of the period."""
    met = Appointment.objects.filter(episode=OuterRef("pk"), state__in=SEEN, starts__lt=period.ends_before)
    return Episode.objects.annotate(met=Exists(met))


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
        "the sessions that took place. An appointment that was moved is counted once, where it was moved to. The "
        "shares seen and not brought are out of those that were not cancelled and have an outcome; the shares "
        "cancelled are out of all with an outcome."
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
            shares=(
                Share("Seen", frozenset(SEEN), frozenset(SEEN | _DID_NOT_COME)),
                Share("Did not attend or was not brought", _DID_NOT_COME, frozenset(SEEN | _DID_NOT_COME)),
                Share("Cancelled by the family", frozenset({_A.CANCELLED_BY_FAMILY}), _SETTLED),
                Share("Cancelled by the team", frozenset({_A.CANCELLED_BY_US}), _SETTLED),
            ),
            charted=True,
        ),
        by_month("day"),
        Cut(
            "length",
            "Sessions by length",
            _length(),
            lambda _: [*_LENGTHS, ("not_held", "No session")],
            within=Within("attendance", frozenset(SEEN), frozenset(key for key, _ in _LENGTHS)),
        ),
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
    cuts=(babies.by_ethnic_group(FamilyMember.objects.filter(family=OuterRef("pk"), role=FamilyRole.BABY)),),
)

CASELOAD = Indicator(
    key="caseload",
    name="Caseload at the end of the period",
    noun=("piece of work", "pieces of work"),
    theme=Theme.WORK,
    definition=(
        "Pieces of work that had begun by the last day of the period and had not ended by the end of it. The national "
        "caseload is those of whom somebody was seen at one or more attended appointments."
    ),
    date_rule="The end of the last day of the period, in London time.",
    every=works_with_seen,
    counted=open_at_the_end,
    line=lambda work: Line(work.opened_on, "Work open, " + ("seen" if work.met else "not seen yet"), work.family),
    order=("-opened_on", "-pk"),
    related=("family",),
    cuts=(
        Cut(
            "seen",
            "By whether the family was seen",
            Case(When(met=True, then=Value("seen")), default=Value("not_seen"), output_field=CharField()),
            lambda _: [("seen", "Seen"), ("not_seen", "Not seen yet")],
        ),
        babies.by_ethnic_group(babies.babies_of_work()),
    ),
    adds_up=False,
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
