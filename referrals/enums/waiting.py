"""Words and states of the waiting list, its holding checks and calls."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


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


class Where(TextChoices):
    """Where a person moves a waiting family (WL-1)."""

    FIRST = "first", "First in every order"
    BESIDE = "beside", "Beside another family"
    BACK = "back", "Back where the orders put it"


class Side(TextChoices):
    """On which side of another family."""

    BEFORE = "before", "Just before it"
    AFTER = "after", "Just after it"


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
