"""How letters read: their copies, one that is being written, several that are printed together."""

from __future__ import annotations

from pitservice.letters.presenters.copies import (
    STATE_TAGS,
    as_sent,
    buttons,
    facts,
    pdf_link,
    sum_line,
    timeline_entry,
    title,
)
from pitservice.letters.presenters.monday import DEALS, REPLIES, cleared_words, clearing, replies, row
from pitservice.letters.presenters.printing import RUN_COLUMNS, copies_table, families_of, may_open, run_body, run_row
from pitservice.letters.presenters.writing import (
    LETTER_TAGS,
    WRITTEN_COLUMNS,
    answer,
    approved,
    being_written,
    letter_buttons,
    letter_copies,
    letter_facts,
    letter_words,
    role_of,
    whole_copies,
    written_row,
)

__all__ = [
    "DEALS",
    "LETTER_TAGS",
    "REPLIES",
    "RUN_COLUMNS",
    "STATE_TAGS",
    "WRITTEN_COLUMNS",
    "answer",
    "approved",
    "as_sent",
    "being_written",
    "buttons",
    "cleared_words",
    "clearing",
    "copies_table",
    "facts",
    "families_of",
    "letter_buttons",
    "letter_copies",
    "letter_facts",
    "letter_words",
    "may_open",
    "pdf_link",
    "replies",
    "role_of",
    "row",
    "run_body",
    "run_row",
    "sum_line",
    "timeline_entry",
    "title",
    "whole_copies",
    "written_row",
]
