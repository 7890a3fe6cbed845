"""Words, states and allowed moves of referrals."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from pitservice.configuration.enums import WaitingOrder as WaitingOrder
from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


class Entrance(TextChoices):
    """How a referral came in."""

    PROFESSIONAL = "professional", "Professional's form"
    FAMILY = "family", "Family's own form"
    STAFF = "staff", "Entered by the team"
    IMPORT = "import", "Imported"
    CONSULTATION = "consultation", "Out of a consultation"


class ReferralState(TextChoices):
    """Where a referral is (design §4)."""

    RECEIVED = "received", "To decide"
    AWAITING_INFORMATION = "awaiting_information", "Waiting for information"
    TEAM_REVIEW = "team_review", "Team review"
    WAITING = "waiting", "On the waiting list"
    ALLOCATED = "allocated", "Allocated"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RECORDED_BEFORE = "recorded_before", "Recorded before"
    UNDONE = "undone", "Import undone"


S = ReferralState

#: How each state is tagged: the word comes first, the colour second (pages.md).
STATE_COLOURS: Mapping[str, Colour] = {
    S.RECEIVED: Colour.BLUE,
    S.AWAITING_INFORMATION: Colour.GREY,
    S.TEAM_REVIEW: Colour.BLUE,
    S.WAITING: Colour.GREY,
    S.ALLOCATED: Colour.GREEN,
    S.NOT_ACCEPTED: Colour.GREEN,
    S.WITHDRAWN: Colour.GREEN,
    S.RECORDED_BEFORE: Colour.WHITE,
    S.UNDONE: Colour.WHITE,
}

#: States in which somebody still has something to decide or to do; the clock of SCR-2 runs in the first three.
OPEN_STATES = (S.RECEIVED, S.AWAITING_INFORMATION, S.TEAM_REVIEW, S.WAITING)
UNDECIDED_STATES = (S.RECEIVED, S.AWAITING_INFORMATION, S.TEAM_REVIEW)


class Show(TextChoices):
    """The lists of the inbox; each count opens its own."""

    ALL = "", "Everybody’s"
    MINE = "mine", "Mine"
    NOBODYS = "nobodys", "Nobody’s yet"
    LATE = "late", "Late"
    TODAY = "today", "Due today"
    INFORMATION = "information", "Waiting for information"
    REVIEW = "review", "Team review"
    ASIDE = "aside", "Put aside"


_OUTCOMES = frozenset({S.WAITING, S.ALLOCATED, S.NOT_ACCEPTED})

REFERRAL_MOVES = MoveTable(
    noun="referral",
    states=ReferralState,
    starts=(S.RECEIVED, S.RECORDED_BEFORE),
    allowed={
        # Undone: it came by an import that was taken back as a whole.
        S.RECEIVED: _OUTCOMES | {S.AWAITING_INFORMATION, S.TEAM_REVIEW, S.WITHDRAWN, S.UNDONE},
        S.AWAITING_INFORMATION: frozenset({S.RECEIVED, S.WITHDRAWN}),
        S.TEAM_REVIEW: _OUTCOMES | {S.RECEIVED, S.WITHDRAWN},
        # Back to received: taken back within the hold-back.
        S.WAITING: frozenset({S.ALLOCATED, S.NOT_ACCEPTED, S.WITHDRAWN, S.RECEIVED}),
        S.ALLOCATED: frozenset({S.RECEIVED}),
        S.NOT_ACCEPTED: frozenset({S.RECEIVED}),
        S.WITHDRAWN: frozenset({S.RECEIVED}),
        S.RECORDED_BEFORE: frozenset({S.RECEIVED, S.UNDONE}),
    },
)


class Outcome(TextChoices):
    """What a person decided."""

    WAITING_LIST = "waiting_list", "Accept to the waiting list"
    ALLOCATE = "allocate", "Accept and allocate now"
    NOT_ACCEPTED = "not_accepted", "Not for us"
    MORE_INFORMATION = "more_information", "Ask for more information"
    TEAM_REVIEW = "team_review", "Team review"
    WITHDRAWN = "withdrawn", "Withdrawn: no longer wanted"

    @property
    def past(self) -> str:
        """The same looked back on: "Accepted to the waiting list"."""
        return _DECIDED[self]


_DECIDED = {
    Outcome.WAITING_LIST: "Accepted to the waiting list",
    Outcome.ALLOCATE: "Accepted and allocated",
    Outcome.NOT_ACCEPTED: "Not accepted",
    Outcome.MORE_INFORMATION: "More information asked for",
    Outcome.TEAM_REVIEW: "Left to a review by the team",
    Outcome.WITHDRAWN: "Withdrawn",
}


class WithdrawnBy(TextChoices):
    """Who no longer wants a referral."""

    FAMILY = "family", "The family"
    REFERRER = "referrer", "The referrer"


class AskedBy(TextChoices):
    """How more information is asked for."""

    LETTER = "letter", "A letter"
    EMAIL = "email", "An e-mail"


class Recommendation(TextChoices):
    """What a colleague recommends in a review by the team."""

    ACCEPT = "accept", "Take the family on"
    NOT_ACCEPT = "not_accept", "Not for us"
    ASK_MORE = "ask_more", "Ask for more information"
    UNSURE = "unsure", "Not sure"


class ToldBy(TextChoices):
    """From whom a family hears that the team is not the right place for it (P13)."""

    TEAM = "team", "We write to them"
    REFERRER = "referrer", "The referrer tells them"


class MatchAnswer(TextChoices):
    """Whether a referral is about a record that it may be about, as a person answered (P10, P16)."""

    SAME = "same", "The same family"
    ANOTHER_BABY = "another_baby", "The same family, another baby"
    NOT_SAME = "not_same", "Not the same family"


class ChangeKind(TextChoices):
    """What a referrer proposes after sending (P11)."""

    ANSWER = "answer", "An answer"
    PERSON = "person", "Somebody to add"
    FILE = "file", "A file to add"
    WITHDRAWAL = "withdrawal", "To withdraw"


class ChangeAnswer(TextChoices):
    """What a person made of it."""

    ACCEPTED = "accepted", "Accepted"
    SET_ASIDE = "set_aside", "Set aside"


class LeadSaid(TextChoices):
    """What the lead of another team said about a family that may be theirs (P10)."""

    KNOWS = "knows", "They know the family"
    KNOWS_NOT = "knows_not", "They do not know the family"
    NO_ANSWER = "no_answer", "No answer yet"


class PartyRole(TextChoices):
    """Who somebody named in a referral is."""

    BABY = "baby", "Baby"
    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    OTHER_MOTHER = "other_mother", "Other mother"
    STEP_PARENT = "step_parent", "Step-parent"
    PARTNER = "partner", "Parent's partner"
    CARER = "carer", "Carer"
    SIBLING = "sibling", "Brother or sister"


class OtherCarers(TextChoices):
    """Whether there is a father, partner or other carer who is not named; every answer is complete but one (P26)."""

    NAMED = "yes", "Named"
    NONE = "no", "There is none"
    UNKNOWN = "unknown", "Not known"
    UNSAFE = "unsafe", "Not asked: it would not be safe"
    UNSAID = "unsaid", "The parent would rather not say"


#: Roles of adults who care for the baby; each is asked for, and each knows and agrees for themselves (P2).
ADULT_ROLES = frozenset(set(PartyRole) - {PartyRole.BABY, PartyRole.SIBLING})


class Support(TextChoices):
    """Whether a service goes on supporting the family while it waits (WL-2)."""

    AS_BEFORE = "as_before", "As before"
    LESS = "less", "Less than before"
    STOPPED = "stopped", "Stopped"
    ASKED = "asked", "Asked, no answer yet"
    NOT_ASKED = "not_asked", "Not asked yet"


#: What a service can answer.
SUPPORT_ANSWERS = (Support.AS_BEFORE, Support.LESS, Support.STOPPED)
#: Less is an alarm as much as stopped (P14).
ALARMING = (Support.LESS, Support.STOPPED)
SUPPORT_COLOURS: Mapping[str, Colour] = {
    Support.AS_BEFORE: Colour.GREEN,
    Support.LESS: Colour.RED,
    Support.STOPPED: Colour.RED,
    Support.ASKED: Colour.GREY,
    Support.NOT_ASKED: Colour.GREY,
}


class TriagePriority(TextChoices):
    """What a triage contact found; the value orders the list."""

    URGENT = "1", "Urgent"
    SOON = "2", "Soon"
    ROUTINE = "3", "Routine"


PRIORITY_COLOURS: Mapping[str, Colour] = {
    TriagePriority.URGENT: Colour.RED,
    TriagePriority.SOON: Colour.YELLOW,
    TriagePriority.ROUTINE: Colour.WHITE,
}


class CallOutcome(TextChoices):
    """What came of ringing a waiting family."""

    SPOKE = "spoke", "Spoke to them"
    NO_ANSWER = "no_answer", "No answer"
    CALL_BACK = "call_back", "Not a good moment: ring again"
    WRONG = "wrong", "The number does not work"


class LeftWhy(TextChoices):
    """Why a family leaves the waiting list without having been allocated."""

    ELSEWHERE = "elsewhere", "Accepted by another service"
    DECLINED = "declined", "The family does not want it at the moment"
    NOT_NEEDED = "not_needed", "No longer needed"
    MOVED = "moved", "Moved away"
    NO_CONTACT = "no_contact", "Could not be reached"
    AGE = "age", "Past our age range"
    OTHER = "other", "Another reason"


class ToldHow(TextChoices):
    """How a waiting family was told something, other than by a letter or text of ours."""

    CALL = "call", "By phone"
    IN_PERSON = "in_person", "In person"
    THROUGH = "through", "Through a professional"


class Change(TextChoices):
    """How things are, compared with the referral."""

    BETTER = "better", "Better than in the referral"
    SAME = "same", "Much the same"
    WORSE = "worse", "Worse than in the referral"


class WaitingState(TextChoices):
    """A place on the waiting list."""

    WAITING = "waiting", "Waiting"
    ALLOCATED = "allocated", "Allocated"
    LEFT = "left", "Left the list"
    TAKEN_BACK = "taken_back", "Taken back"


WAITING_COLOURS: Mapping[str, Colour] = {
    WaitingState.WAITING: Colour.GREY,
    WaitingState.ALLOCATED: Colour.GREEN,
    WaitingState.LEFT: Colour.GREEN,
    WaitingState.TAKEN_BACK: Colour.GREEN,
}

WAITING_MOVES = MoveTable(
    noun="place on the waiting list",
    states=WaitingState,
    starts=(WaitingState.WAITING,),
    allowed={WaitingState.WAITING: frozenset({WaitingState.ALLOCATED, WaitingState.LEFT, WaitingState.TAKEN_BACK})},
)


class ImportState(TextChoices):
    """Where the import of a sheet is."""

    COLUMNS = "columns", "Columns to name"
    READING = "reading", "Being read"
    REVIEW = "review", "Under review"
    TAKING_IN = "taking_in", "Being taken in"
    DONE = "done", "Taken in"
    UNDOING = "undoing", "Being undone"
    REFUSED = "refused", "Could not be read"
    DISCARDED = "discarded", "Discarded"


I = ImportState  # noqa: E741 - as S above

IMPORT_COLOURS: Mapping[str, Colour] = {
    I.COLUMNS: Colour.YELLOW,
    I.READING: Colour.BLUE,
    I.REVIEW: Colour.YELLOW,
    I.TAKING_IN: Colour.BLUE,
    I.DONE: Colour.GREEN,
    I.UNDOING: Colour.BLUE,
    I.REFUSED: Colour.RED,
    I.DISCARDED: Colour.WHITE,
}

#: States in which a worker is at it, and nobody else may change anything.
WORKING_STATES = (I.READING, I.TAKING_IN, I.UNDOING)
#: States in which rows can be corrected.
OPEN_TO_CORRECTION = (I.REVIEW, I.DONE)

IMPORT_MOVES = MoveTable(
    noun="import",
    states=ImportState,
    starts=(I.COLUMNS,),
    allowed={
        I.COLUMNS: frozenset({I.READING, I.DISCARDED}),
        I.READING: frozenset({I.REVIEW, I.REFUSED}),
        I.REVIEW: frozenset({I.READING, I.TAKING_IN, I.DISCARDED}),
        I.TAKING_IN: frozenset({I.DONE}),
        # Taking in again: rows that were put right since.
        I.DONE: frozenset({I.TAKING_IN, I.UNDOING}),
        I.UNDOING: frozenset({I.REVIEW}),
    },
)


class Standing(TextChoices):
    """What stands between a row of a sheet and its being a referral."""

    UNREAD = "unread", "Not looked at yet"
    PROBLEM = "problem", "Problem"
    COMMENT = "comment", "Comment to answer"
    READY = "ready", "Ready"
    HERE = "here", "Here already"
    LEFT_OUT = "left_out", "Left out"
    TAKEN_IN = "taken_in", "Taken in"


STANDING_COLOURS: Mapping[str, Colour] = {
    Standing.UNREAD: Colour.GREY,
    Standing.PROBLEM: Colour.RED,
    Standing.COMMENT: Colour.YELLOW,
    Standing.READY: Colour.BLUE,
    Standing.HERE: Colour.WHITE,
    Standing.LEFT_OUT: Colour.WHITE,
    Standing.TAKEN_IN: Colour.GREEN,
}


class RowMatch(TextChoices):
    """What a row may be about besides somebody new; of a record in hiding it says no more than whom to ask (P10)."""

    RECORD = "record", "Possible match"
    REFERRAL = "referral", "Like a referral"
    SHEET = "sheet", "Like another row"
    ELSEWHERE = "elsewhere", "Ask another team"
    GUARDIAN = "guardian", "Ask the guardian"


class CommentAnswer(TextChoices):
    """What a person, having read a comment, says that it means for contact (P3)."""

    NOTHING = "nothing", "Nothing that changes who may be contacted, or where"
    LETTERS = "letters", "Letters must not go to the home address"
    NUMBER = "number", "A telephone number is not safe"
    SOMEBODY = "somebody", "Somebody must not learn of the work"
    OTHER = "other", "Something else must be kept in mind"
