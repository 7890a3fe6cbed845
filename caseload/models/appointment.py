"""Appointment, Slot (where double booking is refused), Invitation and Attendance for each person."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from caseload.enums import (
    APPOINTMENT_MOVES,
    GIVEN_UP,
    SEEN,
    AppointmentKind,
    AppointmentState,
    AskedBy,
    AttendanceStatus,
    InterpreterGender,
    Place,
)
from caseload.interpreting import Interpreter
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from families.models import Person
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import no_overlap
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record, TeamOwned
from pitservice.db.transitions import MoveTable

M = TypeVar("M", bound=models.Model)
#: Somebody of the family was seen. In one order, or every process would name another index.
_WAS_SEEN = Q(state__in=sorted(SEEN))


@tracked()
class Room(Record):
    """A room that can be booked."""

    name = models.CharField(max_length=100)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "name"), name="room_once", violation_error_message="This room exists already."
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Series(Record):
    """What appointments booked together have in common: a label. Each of them is a row of its own.

    `left_out` says which days were passed over at booking, and why.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="series")
    weeks = models.PositiveSmallIntegerField()  # from one to the next
    left_out = models.TextField(blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = (
            models.CheckConstraint(
                condition=Q(weeks__range=(1, 4)),
                name="series_weeks",
                violation_error_message="A series is every week, or every two, three or four weeks.",
            ),
        )

    def __str__(self) -> str:
        return f"Every {self.weeks} weeks"


@tracked()
class Appointment(Record):
    """One occurrence. Moving it ends this row as `moved` and makes a new one that points back, with who asked."""

    MOVES: ClassVar[MoveTable] = APPOINTMENT_MOVES

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=14, choices=AppointmentKind)
    state = models.CharField(max_length=20, choices=AppointmentState, default=AppointmentState.BOOKED)
    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=12, choices=Place)
    where = models.CharField(max_length=200, blank=True)
    interpreter_language = models.CharField(max_length=120, blank=True)  # no interpreter comes where this is empty
    interpreter_dialect = models.CharField(max_length=60, blank=True)
    interpreter_gender = models.CharField(
        max_length=5, choices=InterpreterGender, blank=True
    )  # asked for by the family
    interpreter_agency = models.CharField(max_length=120, blank=True)
    interpreter_name = models.CharField(max_length=100, blank=True)
    student = models.ForeignKey(
        "Student", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments", editable=False
    )
    moved_from = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to")
    asked_by = models.CharField(max_length=12, choices=AskedBy, blank=True)  # for this time instead of the earlier one
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments", editable=False
    )
    #: A family's place in a group: its time is the session's, which alone takes slots (P72).
    group_session = models.ForeignKey(
        "GroupSession", null=True, blank=True, on_delete=models.PROTECT, related_name="places", editable=False
    )
    #: The slot of an assessment clinic that the family was given with it; once it is moved or cancelled, another's.
    clinic_slot = models.ForeignKey(
        "ClinicSlot", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments", editable=False
    )

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="appointment_times",
                violation_error_message="The appointment must end after it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(interpreter_language="")
                | Q(interpreter_dialect="", interpreter_gender="", interpreter_agency="", interpreter_name=""),
                name="appointment_interpreter",
                violation_error_message="Say which language the interpreter speaks.",
            ),
            models.CheckConstraint(
                condition=Q(asked_by="") | Q(moved_from__isnull=False),
                name="appointment_asked_by",
                violation_error_message="Only an appointment that was moved says who asked for it.",
            ),
            models.UniqueConstraint(
                fields=("group_session", "episode"),
                condition=Q(group_session__isnull=False) & ~Q(state__in=GIVEN_UP),
                name="group_place_once",
                violation_error_message="This family has a place in this session of the group already.",
            ),
            models.UniqueConstraint(
                fields=("clinic_slot",),
                condition=Q(clinic_slot__isnull=False) & ~Q(state__in=GIVEN_UP),
                name="clinic_slot_once",
                violation_error_message="A family has this assessment clinic slot already. Choose another slot.",
            ),
        )
        indexes = (
            models.Index(fields=("practitioner", "starts"), name="appointment_diary"),
            # Counted without a look at the rows themselves: a year of a team, and what of a piece of work was attended.
            models.Index(fields=("team", "starts"), include=("id", "state"), name="appointment_counted"),
            models.Index(fields=("episode", "starts", "id"), condition=_WAS_SEEN, name="appointment_seen"),
            models.Index(fields=("id",), condition=_WAS_SEEN, name="appointment_seen_by_id"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def interpreter(self) -> Interpreter:
        """Who interprets; false where nobody does (P68)."""
        return Interpreter(
            self.interpreter_language,
            self.interpreter_dialect,
            self.interpreter_gender,
            self.interpreter_agency,
            self.interpreter_name,
        )


class AppointmentMove(Move):
    """One change of an appointment's state; a correction leaves both rows."""

    subject = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="moves")


def _taken_by(column: str) -> Q:
    """By this and by nothing else."""
    return Q(**{f"{one}__isnull": one != column for one in ("appointment", "group_session", "clinic_slot")})


class SlotQuerySet(FamilyScopedQuerySet["Slot"]):
    """Visible with the family of what takes them; of a group's session or a free clinic slot, to its team."""

    family_path = "appointment__episode__family"


@tracked()
class Slot(TeamOwned):
    """Time taken of a practitioner or a room; `live` while what takes it stands. The database refuses two at once."""

    appointment = models.ForeignKey(Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="slots")
    group_session = models.ForeignKey(
        "GroupSession", null=True, blank=True, on_delete=models.PROTECT, related_name="slots"
    )
    clinic_slot = models.ForeignKey("ClinicSlot", null=True, blank=True, on_delete=models.PROTECT, related_name="slots")
    practitioner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="slots")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="slots")
    during = DateTimeRangeField()
    live = models.BooleanField(default=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(practitioner__isnull=False, room__isnull=True)
                | Q(practitioner__isnull=True, room__isnull=False),
                name="slot_of_one",
                violation_error_message="A slot is a practitioner's or a room's.",
            ),
            models.CheckConstraint(
                condition=_taken_by("appointment") | _taken_by("group_session") | _taken_by("clinic_slot"),
                name="slot_for_one",
                violation_error_message="A slot is an appointment's, a group session's or an assessment clinic's.",
            ),
            no_overlap(
                "practitioner",
                during="during",
                name="slot_practitioner_once",
                sentence="This practitioner has another appointment at that time.",
                when=Q(live=True, practitioner__isnull=False),
            ),
            no_overlap(
                "room",
                during="during",
                name="slot_room_once",
                sentence="This room is taken at that time.",
                when=Q(live=True, room__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.during)


class OfAppointmentQuerySet(FamilyScopedQuerySet[M]):
    """Visible with their appointment's family."""

    family_path = "appointment__episode__family"


@tracked()
class Invitation(Record):
    """Somebody invited to an appointment: reminders go to invited adults and to nobody else (P45, REM-1)."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfAppointmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("appointment", "person"),
                name="invitation_once",
                violation_error_message="This person is invited already.",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class Attendance(Record):
    """Whether one person was there, and how late."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=AttendanceStatus)
    late_minutes = models.PositiveSmallIntegerField(default=0)

    objects = OfAppointmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("appointment", "person"),
                include=("status",),
                name="attendance_once",
                violation_error_message="This person's attendance is recorded already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"
