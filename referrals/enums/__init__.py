"""Words, states and allowed moves of referrals."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from pitservice.configuration.enums import WaitingOrder
from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour
from referrals.enums.importing import (
    IMPORT_COLOURS,
    IMPORT_MOVES,
    OPEN_TO_CORRECTION,
    STANDING_COLOURS,
    WORKING_STATES,
    CommentAnswer,
    ImportState,
    RowMatch,
    Standing,
)
from referrals.enums.waiting import (
    ALARMING,
    PRIORITY_COLOURS,
    SUPPORT_ANSWERS,
    SUPPORT_COLOURS,
    WAITING_COLOURS,
    WAITING_MOVES,
    CallOutcome,
    Change,
    LeftWhy,
    Side,
    Support,
    ToldHow,
    TriagePriority,
    WaitingState,
    Where,
)


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

__all__ = [
    "ADULT_ROLES",
    "ALARMING",
    "IMPORT_COLOURS",
    "IMPORT_MOVES",
    "OPEN_STATES",
    "OPEN_TO_CORRECTION",
    "PRIORITY_COLOURS",
    "REFERRAL_MOVES",
    "STANDING_COLOURS",
    "STATE_COLOURS",
    "SUPPORT_ANSWERS",
    "SUPPORT_COLOURS",
    "UNDECIDED_STATES",
    "WAITING_COLOURS",
    "WAITING_MOVES",
    "WORKING_STATES",
    "AskedBy",
    "CallOutcome",
    "Change",
    "ChangeAnswer",
    "ChangeKind",
    "CommentAnswer",
    "Entrance",
    "ImportState",
    "LeadSaid",
    "LeftWhy",
    "MatchAnswer",
    "OtherCarers",
    "Outcome",
    "PartyRole",
    "Recommendation",
    "ReferralState",
    "RowMatch",
    "Show",
    "Side",
    "Standing",
    "Support",
    "ToldBy",
    "ToldHow",
    "TriagePriority",
    "WaitingOrder",
    "WaitingState",
    "Where",
    "WithdrawnBy",
]
