"""Words, states and allowed moves of appointments, with their national codes (domain.md §4.3)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


class AppointmentKind(TextChoices):
    """What an appointment is for. That it is by telephone or video is its place."""

    FIRST = "first", "First appointment"
    ASSESSMENT = "assessment", "Assessment"
    INTERVENTION = "intervention", "Intervention"
    REVIEW = "review", "Review"
    ENDING = "ending", "Ending"
    FOLLOW_UP = "follow_up", "Follow-up"
    GROUP = "group", "Group"
    JOINT_VISIT = "joint_visit", "Joint visit"
    CONSULTATION = "consultation", "Consultation with professionals"


#: What follows a kind that is not followed by its like.
FOLLOWS: Mapping[str, AppointmentKind] = {
    AppointmentKind.FIRST: AppointmentKind.ASSESSMENT,
    AppointmentKind.REVIEW: AppointmentKind.INTERVENTION,
}


class AskedBy(TextChoices):
    """Who asked for another time."""

    FAMILY = "family", "The family"
    US = "us", "We did"
    INTERPRETER = "interpreter", "The interpreter"
    OTHER = "other", "Another service, or somebody else"


class Scope(TextChoices):
    """How much of a series is changed."""

    THIS = "this", "Only this one"
    LATER = "later", "This one and those after it"
    ALL = "all", "All that are still to come"


#: Kinds that use up none of the agreed sessions (END-1).
NOT_AGREED = frozenset({AppointmentKind.FOLLOW_UP, AppointmentKind.CONSULTATION})


class Place(TextChoices):
    """Where, and so by which mechanism (CONSULTATION MECHANISM, domain.md §4.3)."""

    HOME = "home", "Home visit"
    CLINIC = "clinic", "Clinic room"
    COMMUNITY = "community", "Community place"
    TELEPHONE = "telephone", "Telephone"
    VIDEO = "video", "Video"


MECHANISM_CODES: Mapping[str, str] = {
    Place.HOME: "01",
    Place.CLINIC: "01",
    Place.COMMUNITY: "01",
    Place.TELEPHONE: "02",
    Place.VIDEO: "11",
}


class AppointmentState(TextChoices):
    """Whether it happened (design §4)."""

    BOOKED = "booked", "Booked"
    MOVED = "moved", "Moved"
    ATTENDED = "attended", "Attended"
    LATE_SEEN = "late_seen", "Late and seen"
    LATE_NOT_SEEN = "late_not_seen", "Late, not seen"
    NOT_ATTENDED = "not_attended", "Did not attend / was not brought"
    CANCELLED_BY_FAMILY = "cancelled_by_family", "Cancelled by family"
    CANCELLED_BY_US = "cancelled_by_us", "Cancelled by us"
    NO_ACCESS = "no_access", "No access (home visit)"


A = AppointmentState

#: Outcomes of an appointment that stood; a wrong one can be corrected to another.
OUTCOMES = frozenset({A.ATTENDED, A.LATE_SEEN, A.LATE_NOT_SEEN, A.NOT_ATTENDED, A.NO_ACCESS})
SEEN = frozenset({A.ATTENDED, A.LATE_SEEN})
#: Nobody was seen though it stood: a baby does not miss an appointment, it is not brought.
NOT_BROUGHT = frozenset({A.NOT_ATTENDED, A.NO_ACCESS})
CANCELLED = frozenset({A.CANCELLED_BY_FAMILY, A.CANCELLED_BY_US})
#: It keeps no place in a group and no slot of a clinic any more. In one order, for the constraints.
GIVEN_UP = (A.MOVED, *sorted(CANCELLED))

APPOINTMENT_COLOURS: Mapping[str, Colour] = {
    A.BOOKED: Colour.BLUE,
    A.MOVED: Colour.WHITE,
    A.ATTENDED: Colour.GREEN,
    A.LATE_SEEN: Colour.GREEN,
    A.LATE_NOT_SEEN: Colour.YELLOW,
    A.NOT_ATTENDED: Colour.YELLOW,
    A.CANCELLED_BY_FAMILY: Colour.GREY,
    A.CANCELLED_BY_US: Colour.GREY,
    A.NO_ACCESS: Colour.YELLOW,
}

APPOINTMENT_MOVES = MoveTable(
    noun="appointment",
    states=AppointmentState,
    starts=(A.BOOKED,),
    allowed={
        A.BOOKED: OUTCOMES | CANCELLED | {A.MOVED},
        **{outcome: (OUTCOMES | CANCELLED) - {outcome} for outcome in OUTCOMES},
        **{cancelled: (OUTCOMES | CANCELLED) - {cancelled} for cancelled in CANCELLED},
        A.CANCELLED_BY_US: OUTCOMES | {A.CANCELLED_BY_FAMILY, A.BOOKED},  # the undo of a cleared day (P69)
    },
)

#: ATTENDANCE STATUS (domain.md §4.3).
ATTENDANCE_CODES: Mapping[str, str] = {
    A.BOOKED: "0",
    A.MOVED: "0",
    A.ATTENDED: "5",
    A.LATE_SEEN: "6",
    A.LATE_NOT_SEEN: "7",
    A.NOT_ATTENDED: "3",
    A.NO_ACCESS: "3",
    A.CANCELLED_BY_FAMILY: "2",
    A.CANCELLED_BY_US: "4",
}


class InterpreterGender(TextChoices):
    """Whom the family asked for (P68)."""

    WOMAN = "woman", "A woman"
    MAN = "man", "A man"


class InterpreterAnswer(TextChoices):
    """What was arranged with the interpreter of an appointment (P68)."""

    CONFIRMED = "confirmed", "They confirmed that they come"
    MOVED = "moved", "They come at the new time"
    CANCELLED = "cancelled", "They are cancelled"
    NAMED = "named", "Changed"


class AttendanceStatus(TextChoices):
    """Whether one invited person came."""

    CAME = "came", "Was there"
    LATE = "late", "Came late"
    ABSENT = "absent", "Was not there"
