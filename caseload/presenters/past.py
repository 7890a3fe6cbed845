"""How a caseload, and lists of what waited, read of a past day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import EPISODE_COLOURS, EpisodeState
from caseload.presenters.past_work import href_on
from caseload.presenters.words import episode_tag, follow_up_tag
from caseload.times import local_day
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Tag

COLUMNS = (
    Column("Family"),
    Column("Lead then"),
    Column("State then"),
    Column("Opened"),
    Column("Sessions until then", numeric=True),
    Column("State now"),
)


def row(record: Any, day: date) -> list[Cell]:
    """One piece of work as it stood at the end of a day; `record` comes with what `selectors.past.stood_on` adds."""
    then = EpisodeState(record.state_then)
    return [
        Cell(record.family.title, href_on(record, day)),
        Cell(record.lead_then or "Nobody"),
        Cell(tags=[Tag(str(then.label), EPISODE_COLOURS[then])]),
        Cell(dates.day(record.opened_on)),
        Cell(str(record.sessions_then), numeric=True),
        Cell(tags=[episode_tag(record)]),
    ]


#: Said under a list of what waited on a past day.
THEN = "As it was written down by the end of that day. Only families that you may see today are on it."
FIRST_CONTACTS = (Column("Family"), Column("Lead then"), Column("Opened"), Column("What came of it since"))
FOLLOW_UPS = (Column("Family"), Column("Due then"), Column("Work ended"), Column("What came of it since"))


def first_contact_row(record: Any, day: date) -> list[Cell]:
    """A family nobody had tried to reach, as far as was written down; from `selectors.past.first_contacts_stood`."""
    return [
        Cell(record.family.title, href_on(record, day)),
        Cell(record.lead_then or "Nobody"),
        Cell(dates.day(record.opened_on)),
        _contact_since(record),
    ]


def _contact_since(record: Any) -> Cell:
    """The first attempt with when it was logged, when something was booked, and the state now."""
    tried = record.tried_at
    hint = f"First booked {dates.moment(record.booked_at)}" if record.booked_at else ""
    if tried is None:
        return Cell("No attempt logged", tags=[episode_tag(record)], hint=hint)
    late = local_day(tried) != local_day(record.logged_at)
    logged = f", logged {dates.moment(record.logged_at)}" if late else ""
    return Cell(f"First tried {dates.moment(tried)}{logged}", tags=[episode_tag(record)], hint=hint)


def follow_up_row(record: Any, today: date) -> list[Cell]:
    """A follow-up that was due; from `selectors.past.follow_ups_stood`."""
    closed = record.episode.closed_on
    done = f"On {dates.weekday(record.done_on)}" if record.done_on else "Nothing yet"
    return [
        Cell(record.episode.family.title, reverse("caseload:follow_up", args=[record.key])),
        Cell(dates.day(record.due_then)),
        Cell(dates.day(closed) if closed else ""),
        Cell(done, tags=[follow_up_tag(record, today)]),
    ]
