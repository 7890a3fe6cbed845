"""Words, states and allowed moves of the work with a family (design §4)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import TextChoices

from caseload.enums.appointments import (
    APPOINTMENT_COLOURS,
    APPOINTMENT_MOVES,
    ATTENDANCE_CODES,
    CANCELLED,
    FOLLOWS,
    GIVEN_UP,
    MECHANISM_CODES,
    NOT_AGREED,
    NOT_BROUGHT,
    OUTCOMES,
    SEEN,
    AppointmentKind,
    AppointmentState,
    AskedBy,
    AttendanceStatus,
    InterpreterAnswer,
    InterpreterGender,
    Place,
    Scope,
)
from caseload.enums.engaging import (
    AttemptOutcome,
    EnquiryAnswer,
    EnquiryStanding,
    Introduces,
)
from caseload.enums.notes import (
    NOTE_COLOURS,
    NOTE_MOVES,
    STANDS,
    NoteState,
)
from caseload.enums.referrers import STANDING_INVITATION, UNSPOKEN, HowAsked, InviteStep
from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour

__all__ = [
    "APPOINTMENT_COLOURS",
    "APPOINTMENT_MOVES",
    "ATTENDANCE_CODES",
    "CANCELLED",
    "END_CODES",
    "EPISODE_COLOURS",
    "EPISODE_MOVES",
    "FOLLOWS",
    "FOLLOW_UP_COLOURS",
    "FOLLOW_UP_MOVES",
    "GIVEN_UP",
    "MECHANISM_CODES",
    "MEETING_COLOURS",
    "MEETING_MOVES",
    "NOTE_COLOURS",
    "NOTE_MOVES",
    "NOT_AGREED",
    "NOT_BROUGHT",
    "OUTCOMES",
    "PLANNED_CHECKS",
    "PLANNED_ENDS",
    "RHYTHM_SLOTS",
    "SEEN",
    "STANDING_COLOURS",
    "STANDING_INVITATION",
    "STANDS",
    "UNPLANNED_CHECKS",
    "UNPLANNED_ENDS",
    "UNSPOKEN",
    "WEEKDAYS",
    "AgreementAnswer",
    "AllocationRole",
    "AppointmentKind",
    "AppointmentState",
    "AskedBy",
    "AttemptOutcome",
    "AttendanceStatus",
    "CheckAnswer",
    "EndCheck",
    "EndReason",
    "EnquiryAnswer",
    "EnquiryStanding",
    "EpisodeState",
    "FirstWord",
    "FollowUpState",
    "HowAsked",
    "InterpreterAnswer",
    "InterpreterGender",
    "Introduces",
    "InviteStep",
    "IssueAnswer",
    "MeetingState",
    "NoteState",
    "Place",
    "Rhythm",
    "Scope",
    "Standing",
]


class EpisodeState(TextChoices):
    """Where a piece of work is."""

    ENGAGING = "engaging", "Engaging"
    ASSESSMENT = "assessment", "Assessment"
    INTERVENTION = "intervention", "Intervention"
    ENDING = "ending", "Ending"
    CLOSED = "closed", "Closed"


E = EpisodeState

EPISODE_COLOURS: Mapping[str, Colour] = {
    E.ENGAGING: Colour.YELLOW,
    E.ASSESSMENT: Colour.BLUE,
    E.INTERVENTION: Colour.BLUE,
    E.ENDING: Colour.BLUE,
    E.CLOSED: Colour.GREEN,
}
EPISODE_MOVES = MoveTable(
    noun="piece of work",
    states=EpisodeState,
    starts=(E.ENGAGING,),
    allowed={
        E.ENGAGING: frozenset({E.ASSESSMENT, E.CLOSED}),
        E.ASSESSMENT: frozenset({E.INTERVENTION, E.ENDING, E.CLOSED}),
        E.INTERVENTION: frozenset({E.ENDING, E.CLOSED}),
        E.ENDING: frozenset({E.INTERVENTION, E.CLOSED}),
    },
)


class EndReason(TextChoices):
    """Why a piece of work ended (design §4, P67)."""

    COMPLETED = "completed", "Work completed"
    COULD_NOT_ENGAGE = "could_not_engage", "Could not engage, returned to referrer"
    MOVED = "moved", "Moved away"
    DECLINED = "declined", "Declined further work"
    ENDED_BY_US = "ended_by_us", "Ended by us"
    OTHER_CARERS = "other_carers", "Baby no longer with these carers"
    PAST_AGE = "past_age", "Past our age range"
    TRANSFERRED = "transferred", "Transferred to another service"
    DIED = "died", "Death of a baby, parent or carer"
    OTHER = "other", "Other"


#: Ends that come as they were planned, with goodbyes said; the others have a checklist and a letter of their own (P67).
PLANNED_ENDS = (
    EndReason.COMPLETED,
    EndReason.TRANSFERRED,
    EndReason.PAST_AGE,
    EndReason.MOVED,
    EndReason.ENDED_BY_US,
    EndReason.OTHER,
)
UNPLANNED_ENDS = (
    EndReason.COULD_NOT_ENGAGE,
    EndReason.DECLINED,
    EndReason.MOVED,
    EndReason.OTHER_CARERS,
    EndReason.ENDED_BY_US,
    EndReason.TRANSFERRED,
    EndReason.DIED,
    EndReason.OTHER,
)


class EndCheck(TextChoices):
    """What is looked at before work ends: the first five at a planned ending, the others at an unplanned one (P67)."""

    NOTES = "notes", "Every note is written and signed"
    MEASURES = "measures", "Measures are done at the start and at the end"
    GOALS = "goals", "Goals are rated"
    LETTERS = "letters", "Letters are sent"
    PROFESSIONALS = "professionals", "Professionals are told, as consent allows"
    SAFETY = "safety", "The baby’s safety was thought about with somebody, and that is written down"
    WAY_BACK = "way_back", "The family knows how to come back"
    HELD_BY = "held_by", "Somebody else knows that we have stopped, and goes on seeing the family"


PLANNED_CHECKS = (EndCheck.NOTES, EndCheck.MEASURES, EndCheck.GOALS, EndCheck.LETTERS, EndCheck.PROFESSIONALS)
UNPLANNED_CHECKS = (EndCheck.SAFETY, EndCheck.HELD_BY, EndCheck.NOTES, EndCheck.PROFESSIONALS, EndCheck.WAY_BACK)


class CheckAnswer(TextChoices):
    """Whether one line of the checklist is done."""

    DONE = "done", "Done"
    LEFT = "left", "Still to do"
    NOT_NEEDED = "not_needed", "Does not apply"


class Rhythm(TextChoices):
    """How often a family is seen; it decides how much of a week their work takes (CAP-1)."""

    WEEKLY = "weekly", "Weekly"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Monthly"


#: Slots a week by rhythm (domain.md §7.3).
RHYTHM_SLOTS: Mapping[str, Decimal] = {
    Rhythm.WEEKLY: Decimal(1),
    Rhythm.FORTNIGHTLY: Decimal("0.5"),
    Rhythm.MONTHLY: Decimal("0.25"),
}


class IssueAnswer(TextChoices):
    """What was answered to something new that came up late in the work (P66)."""

    WITHIN = "within", "Taken on within the agreed sessions"
    MORE = "more", "Taken on with more sessions"
    ELSEWHERE = "elsewhere", "Another service is better placed"
    NOT_NOW = "not_now", "Not taken on now"


class AgreementAnswer(TextChoices):
    """What one adult says to the work that is offered (P65)."""

    AGREES = "agrees", "Agrees"
    IN_PART = "in_part", "Agrees in part"
    THINKING = "thinking", "Wants to think about it"
    DECLINES = "declines", "Does not agree"


#: REFERRAL CLOSURE REASON (domain.md §4.3, labels unverified there).
END_CODES: Mapping[str, str] = {
    EndReason.COMPLETED: "02",
    EndReason.COULD_NOT_ENGAGE: "05",
    EndReason.MOVED: "03",
    EndReason.DECLINED: "07",
    EndReason.ENDED_BY_US: "04",
    EndReason.OTHER_CARERS: "04",
    EndReason.PAST_AGE: "04",
    EndReason.TRANSFERRED: "08",
    EndReason.DIED: "06",
    EndReason.OTHER: "04",
}


class AllocationRole(TextChoices):
    """A colleague's part in a piece of work."""

    LEAD = "lead", "Lead practitioner"
    CO_WORKER = "co_worker", "Co-worker"
    KEYWORKER = "keyworker", "Keyworker"


class Standing(TextChoices):
    """Whether a colleague is here on a day (P5)."""

    HERE = "here", "Works"
    AWAY = "away", "Away"
    NOT_WORKING = "not_working", "Does not work that day"
    CLOSED = "closed", "Closed"
    LEFT = "left", "Has left"


#: Days of the week as working days count them: Monday is 0.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STANDING_COLOURS: Mapping[str, Colour] = {
    Standing.HERE: Colour.GREEN,
    Standing.AWAY: Colour.YELLOW,
    Standing.NOT_WORKING: Colour.GREY,
    Standing.CLOSED: Colour.WHITE,
    Standing.LEFT: Colour.RED,
}


class FollowUpState(TextChoices):
    """A follow-up on closed work (FUP-1)."""

    DUE = "due", "Due"
    DONE = "done", "Done"
    NOT_REACHED = "not_reached", "Could not be reached"
    NOT_WANTED = "not_wanted", "Not wanted"


F = FollowUpState

FOLLOW_UP_COLOURS: Mapping[str, Colour] = {
    F.DUE: Colour.YELLOW,
    F.DONE: Colour.GREEN,
    F.NOT_REACHED: Colour.GREY,
    F.NOT_WANTED: Colour.WHITE,
}
FOLLOW_UP_MOVES = MoveTable(
    noun="follow-up",
    states=FollowUpState,
    starts=(F.DUE,),
    allowed={F.DUE: frozenset({F.DONE, F.NOT_REACHED, F.NOT_WANTED}), F.NOT_REACHED: frozenset({F.DONE})},
)


class MeetingState(TextChoices):
    """An allocation meeting."""

    OPEN = "open", "Under way"
    FINISHED = "finished", "Finished"
    CALLED_OFF = "called_off", "Called off"


M = MeetingState

MEETING_COLOURS: Mapping[str, Colour] = {M.OPEN: Colour.BLUE, M.FINISHED: Colour.GREEN, M.CALLED_OFF: Colour.GREY}
MEETING_MOVES = MoveTable(
    noun="meeting",
    states=MeetingState,
    starts=(M.OPEN,),
    allowed={M.OPEN: frozenset({M.FINISHED, M.CALLED_OFF})},
)


class FirstWord(TextChoices):
    """How a family hears first that somebody has time for them, once a meeting is finished (CON-2)."""

    CALL = "call", "The lead rings them"
    TEXT = "text", "A text to each adult"


class Passed(TextChoices):
    """What becomes of a piece of work when its colleague hands their caseload over."""

    GIVEN = "given", "Given to a colleague"
    STAYS = "stays", "Stays for now"
    ENDED = "ended", "Their part ended"


class TellOfChange(TextChoices):
    """How families hear that somebody else comes from now on."""

    IN_PERSON = "person", "They hear it in person: nothing is sent now"
    TEXT = "text", "A text to each adult who is invited to an appointment that changes hands"
