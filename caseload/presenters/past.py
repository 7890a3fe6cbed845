"""How a caseload of a past day reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from caseload.enums import EPISODE_COLOURS, EpisodeState
from caseload.presenters.past_work import href_on
from caseload.presenters.words import episode_tag
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
