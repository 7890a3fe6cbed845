"""Words, states and allowed moves of the work with a family (design §4)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


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


class AttemptOutcome(TextChoices):
    """What came of an attempt to reach somebody."""

    SPOKE = "spoke", "Spoke to them"
    MESSAGE_LEFT = "message_left", "Left a message"
    NO_ANSWER = "no_answer", "No answer"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    WRITTEN = "written", "Wrote"
    NOT_SAFE = "not_safe", "Not safe to speak then"


class EnquiryAnswer(TextChoices):
    """What the referrer answers to a question before the first contact (P64)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "They are not sure"


class Introduces(TextChoices):
    """Who introduces us to the family (P64)."""

    IN_PERSON = "in_person", "The referrer, at the first meeting"
    BEFORE = "before", "The referrer, who speaks to them before we do"
    OTHER = "other", "Somebody else whom the family knows"
    NOBODY = "nobody", "Nobody: we make contact ourselves"


class EnquiryStanding(TextChoices):
    """How far the enquiry of the referrer is (P64)."""

    NOT_NEEDED = "not_needed", "Nobody else referred"
    TO_ASK = "to_ask", "Ask the referrer first"
    ASKED = "asked", "Referrer asked, answers to come"
    WORRY = "worry", "Referrer’s answers to settle"
    CLEAR = "clear", "Referrer asked"
    LEFT_OUT = "left_out", "Gone on without asking the referrer"


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


class AttendanceStatus(TextChoices):
    """Whether one invited person came."""

    CAME = "came", "Was there"
    LATE = "late", "Came late"
    ABSENT = "absent", "Was not there"


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


class NoteState(TextChoices):
    """A note. What a trainee signed or added waits for the co-signature of their supervisor (P7)."""

    DRAFT = "draft", "Draft"
    TO_COSIGN = "cosign", "To co-sign"
    SIGNED = "signed", "Signed"


N = NoteState

#: Its words stand: whoever reads notes reads them, and nobody changes them.
STANDS = frozenset({N.TO_COSIGN, N.SIGNED})

NOTE_COLOURS: Mapping[str, Colour] = {N.DRAFT: Colour.YELLOW, N.TO_COSIGN: Colour.BLUE, N.SIGNED: Colour.GREEN}
NOTE_MOVES = MoveTable(
    noun="note",
    states=NoteState,
    starts=(N.DRAFT,),
    allowed={
        N.DRAFT: frozenset({N.SIGNED, N.TO_COSIGN}),
        N.TO_COSIGN: frozenset({N.SIGNED, N.DRAFT}),  # co-signed; sent back, or taken back by its author
        N.SIGNED: frozenset({N.DRAFT, N.TO_COSIGN}),  # the author's signature taken back; a trainee's addendum
    },
)


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
