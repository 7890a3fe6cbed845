"""Gaps in the work with families: who answers for them is the lead practitioner, or whoever saw the family."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from caseload.enums import NOT_AGREED, SEEN, AllocationRole, AppointmentState, AttendanceStatus, EpisodeState
from caseload.models import Allocation, Appointment, Attendance, Ending, Episode, EpisodeBaby, EpisodeReferral, Session
from caseload.selectors.work import UNDER_WAY
from families.enums import FATHER_ROLES, ProfessionalRole
from families.models import Approach, FamilyMember, FamilyProfessional
from families.selectors import loss_stands
from measures.models import Score
from pitservice.configuration.enums import Ethnicity
from pitservice.ui.dates import day
from reporting.enums import DataKind
from reporting.gaps import Gap, Kind
from reporting.indicators.base import Line, london_day

Rows = Callable[[], Any]
#: A birth is entered, or a loss, within so many days of the expected date.
LATE_BIRTH = timedelta(days=28)
#: Babies live who were born so long before they were expected, and none who was born earlier.
EARLY_BIRTH = timedelta(weeks=18)
#: Work in which so many sessions took place has a measure.
_SESSIONS = 3


def _lead(episode: str) -> Subquery:
    """The lead practitioner now, or the last one."""
    rows = Allocation.objects.filter(episode=OuterRef(episode), role=AllocationRole.LEAD)
    return Subquery(rows.order_by(F("ends_on").desc(nulls_first=True), "-pk").values("user_id")[:1])


def _babies() -> Any:
    """Living babies in open work in which no loss stands (P22)."""
    found = EpisodeBaby.objects.exclude(episode__state=EpisodeState.CLOSED).filter(
        ~loss_stands("episode__family"), until__isnull=True, person__lost=False, person__died_on__isnull=True
    )
    return found.annotate(who=_lead("episode"))


def _open_work() -> Any:
    return Episode.objects.exclude(state=EpisodeState.CLOSED).filter(~loss_stands()).annotate(who=_lead("pk"))


def outcomes_missing() -> Any:
    """Appointments that are over, of which nobody said what came of them."""
    over = Appointment.objects.filter(state=AppointmentState.BOOKED, ends__lt=Now())
    return over.annotate(who=F("practitioner_id"), day=london_day("starts"))


def ethnicity_missing() -> Any:
    """Babies whose ethnic group nobody has asked about; "not stated" is an answer."""
    return _babies().filter(person__ethnicity=Ethnicity.UNKNOWN, person__date_of_birth__isnull=False)


def birth_missing() -> Any:
    """Babies who should have been born four weeks ago, with neither a birth nor a loss recorded."""
    late = timezone.localdate() - LATE_BIRTH
    return _babies().filter(person__date_of_birth__isnull=True, person__expected_date__lt=late)


def father_missing() -> Any:
    """Work where nobody recorded a father or partner, nor why there is none to ask (P26)."""
    known = FamilyMember.objects.filter(family=OuterRef("family"), role__in=FATHER_ROLES, ends_on__isnull=True)
    answered = Approach.objects.filter(family=OuterRef("family"))
    return _open_work().filter(~Exists(known), ~Exists(answered))


def professional_missing(role: ProfessionalRole) -> Any:
    """Work where the family's health visitor, or GP, is not known."""
    known = FamilyProfessional.objects.filter(family=OuterRef("family"), role=role, ends_on__isnull=True)
    return _open_work().filter(~Exists(known))


def measure_missing() -> Any:
    """Work with three sessions and no measure since it began."""
    third = Session.objects.filter(episode=OuterRef("pk")).standing().exclude(kind__in=NOT_AGREED).order_by("pk")
    measured = Score.objects.filter(family=OuterRef("family"), taken_on__gte=OuterRef("opened_on"))
    found = _open_work().filter(~Exists(measured), state__in=UNDER_WAY)
    return found.annotate(third=Subquery(third.values("pk")[_SESSIONS - 1 : _SESSIONS])).filter(third__isnull=False)


def nobody_came() -> Any:
    """Appointments attended, at which each person was marked as not there."""
    marked = Attendance.objects.filter(appointment=OuterRef("pk"))
    came = marked.filter(status__in=(AttendanceStatus.CAME, AttendanceStatus.LATE))
    return Appointment.objects.filter(Exists(marked), ~Exists(came), state__in=SEEN).annotate(
        who=F("practitioner_id"), day=london_day("starts")
    )


def seen_ahead() -> Any:
    """Appointments with an outcome that have not begun."""
    settled = (*SEEN, AppointmentState.NOT_ATTENDED, AppointmentState.NO_ACCESS, AppointmentState.LATE_NOT_SEEN)
    return Appointment.objects.filter(state__in=settled, starts__gt=Now()).annotate(
        who=F("practitioner_id"), day=london_day("starts")
    )


def seen_before_referral() -> Any:
    """Sessions before the first referral of their work was received."""
    first = EpisodeReferral.objects.filter(episode=OuterRef("episode")).order_by("referral__local_date")
    found = Session.objects.standing().annotate(received=Subquery(first.values("referral__local_date")[:1]))
    return found.filter(local_date__lt=F("received")).annotate(who=F("practitioner_id"))


def seen_after_ending() -> Any:
    """Endings dated before a session of their work, other than a follow-up."""
    later = Session.objects.filter(episode=OuterRef("episode"), local_date__gt=OuterRef("ended_on")).standing()
    return Ending.objects.filter(Exists(later.exclude(kind__in=NOT_AGREED))).annotate(who=_lead("episode"))


def born_unlikely() -> Any:
    """Babies recorded as born over four weeks after, or over 18 weeks before, they were expected."""
    expected = F("person__expected_date")
    late = Q(person__date_of_birth__gt=expected + Value(LATE_BIRTH))
    early = Q(person__date_of_birth__lt=expected - Value(EARLY_BIRTH))
    return _babies().filter(late | early)


def _of_family(name: str) -> Any:
    """The address of a page about the family of the row's piece of work."""
    return lambda row: reverse(name, args=[row.episode.family.key])


def _work(name: str) -> Any:
    """The address of a page about the family of a piece of work."""
    return lambda row: reverse(name, args=[row.family.key])


def _baby(name: str) -> Any:
    return lambda row: reverse(name, args=[row.episode.family.key, row.person.key])


def _appointment(row: Appointment) -> str:
    return reverse("caseload:appointment", args=[row.key])


def _of_appointment(words: str) -> Any:
    return lambda row: Line(row.day, f"{row.get_kind_display()}: {words}", row.episode.family)


def _of_baby(words: str) -> Any:
    """The baby by name, with the dates that are known."""

    def line(row: Any) -> Line:
        on = row.person.date_of_birth or row.person.expected_date
        return Line(on, f"{row.person.name}: {words}", row.episode.family)

    return line


def _of_work(words: str) -> Any:
    return lambda row: Line(row.opened_on, words, row.family)


def _babies_where(key: str, kind: Kind, name: str, why: str, every: Rows, put_right: str, words: str) -> Gap:
    return Gap(
        *(key, kind, name, ("baby", "babies"), why, every, _of_baby(words), _baby(put_right)),
        order=("episode__family__title", "pk"),
        about=DataKind.BABIES,
        related=("episode__family", "person"),
    )


def _work_where(
    key: str, name: str, why: str, every: Rows, put_right: str, words: str, about: DataKind = DataKind.AROUND
) -> Gap:
    return Gap(
        *(key, Kind.MISSING, name, ("piece of work", "pieces of work"), why, every, _of_work(words), _work(put_right)),
        order=("opened_on", "pk"),
        about=about,
        related=("family",),
    )


def _appointments_where(key: str, kind: Kind, name: str, why: str, every: Rows, words: str) -> Gap:
    return Gap(
        *(key, kind, name, ("appointment", "appointments"), why, every, _of_appointment(words), _appointment),
        order=("starts", "pk"),
        about=DataKind.ATTENDANCE,
        related=("episode__family",),
    )


GAPS = (
    _appointments_where(
        *("outcome", Kind.MISSING, "Appointment without an outcome"),
        "Until somebody says what came of it, it counts neither as seen nor as missed.",
        outcomes_missing,
        "no outcome",
    ),
    _babies_where(
        *("birth", Kind.MISSING, "Birth not recorded"),
        "The expected date was over four weeks ago. Record the birth; where there was a loss, record that instead.",
        *(birth_missing, "families:birth", "expected, no birth recorded"),
    ),
    _babies_where(
        *("ethnicity", Kind.MISSING, "Ethnic group of the baby not recorded"),
        "Ask the parents; “not stated” is an answer too.",
        *(ethnicity_missing, "families:change_person", "ethnic group not recorded"),
    ),
    _work_where(
        "father",
        "No father or partner, and no word why",
        "Say who he is, or why nobody is asked: that it is unsafe, or that the mother asked us not to, is an answer.",
        father_missing,
        "families:approach",
        "nobody recorded, nor why",
    ),
    _work_where(
        *("health-visitor", "Health visitor not known"),
        "A self-referral is told to the health visitor where the family agrees.",
        lambda: professional_missing(ProfessionalRole.HEALTH_VISITOR),
        *("families:add_professional", "no health visitor recorded"),
    ),
    _work_where(
        *("gp", "GP not known"),
        "A self-referral is told to the GP where the family agrees.",
        lambda: professional_missing(ProfessionalRole.GP),
        *("families:add_professional", "no GP recorded"),
    ),
    _work_where(
        "measure",
        "Three sessions and no measure",
        "Work without a first measure can never be paired, and counts as “no measure” when it ends.",
        measure_missing,
        "measures:board",
        "no measure since the work began",
        DataKind.MEASURES,
    ),
    _appointments_where(
        *("nobody-came", Kind.CONTRADICTORY, "Attended, and nobody was there"),
        "The outcome says that the family was seen; everybody on it is marked as absent.",
        nobody_came,
        "attended, with everybody absent",
    ),
    _appointments_where(
        *("ahead", Kind.CONTRADICTORY, "An outcome before its time"),
        "It has an outcome and has not begun.",
        seen_ahead,
        "has an outcome, and lies ahead",
    ),
    Gap(
        *("before-referral", Kind.CONTRADICTORY, "Seen before the referral", ("session", "sessions")),
        "The session is dated before the first referral of its work was received, so no wait can be worked out.",
        seen_before_referral,
        lambda row: Line(row.local_date, f"Session, referred on {day(row.received)}", row.episode.family),
        lambda row: reverse("caseload:appointment", args=[row.appointment.key]),
        order=("started", "pk"),
        about=DataKind.DATES,
        related=("episode__family", "appointment"),
    ),
    Gap(
        *("after-ending", Kind.CONTRADICTORY, "Seen after the ending", ("ending", "endings")),
        "The ending is dated before a session of its work that is no follow-up.",
        seen_after_ending,
        lambda row: Line(row.ended_on, "Ended, with a later session", row.episode.family),
        lambda row: reverse("caseload:episode", args=[row.episode.key]),
        order=("-ended_on", "pk"),
        about=DataKind.DATES,
        related=("episode__family",),
    ),
    _babies_where(
        *("born", Kind.CONTRADICTORY, "Birth and expected date far apart"),
        "The baby was born over four weeks after, or over 18 weeks before, the day it was expected.",
        *(born_unlikely, "families:change_person", "birth and expected date far apart"),
    ),
)
