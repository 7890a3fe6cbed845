"""Words and states of an import and its rows."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


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
