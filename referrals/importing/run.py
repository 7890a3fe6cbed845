"""Importing a file at once, without a person before the screen: for `manage.py import_referrals` and the demo.

It is the same import as in the browser, seen there afterwards, and can be undone there. Nobody has answered the
comments: their rows come in all the same, and every outgoing word waits until somebody has read them (P3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pitservice.accounts.models import Team
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.files.store import digest
from referrals.actions.importing.beginning import name_columns, start_import
from referrals.actions.importing.taking import UNANSWERED_TOO, take_in
from referrals.enums import ImportState, Standing
from referrals.importing import reading
from referrals.importing.checking import NOT_USED, first_mapping
from referrals.importing.columns import NEEDED
from referrals.importing.working import go_on
from referrals.models import Import, ImportRow
from referrals.selectors.imports import remembered


@dataclass
class Tally:
    """How many rows ended up how; the three add up to all of them."""

    rows: int = 0
    received: int = 0
    there: int = 0
    reported: int = 0

    def __str__(self) -> str:
        return f"rows {self.rows}: received {self.received}, already there {self.there}, reported {self.reported}"


def import_file(*, content: bytes, name: str, team: Team, report: Callable[[str], None], by: Actor) -> Tally:
    """Import every row, and report by row and column what is wrong (P3).

    Running it twice imports nothing twice; one that was interrupted goes on where it was. No clock, letter, text or
    receipt starts. Refused: not such a sheet.
    """
    sheet = _unfinished(content, team) or _begun(content, name, team, by)
    _go_on(sheet, by)
    if sheet.state == ImportState.REFUSED:
        raise Refused(sheet.note)
    if sheet.state == ImportState.REVIEW:
        sheet = take_in(sheet=sheet, in_background=False, unanswered_too=True, by=by)
        _go_on(sheet, by)
    return _told(sheet, report)


def _unfinished(content: bytes, team: Team) -> Import | None:
    """The same file whose import was interrupted before it was through."""
    begun = [ImportState.READING, ImportState.REVIEW, ImportState.TAKING_IN]
    mine = Import.objects.filter(team=team, sha256=digest(content), state__in=begun, job=None)
    return mine.select_related("team").order_by("-pk").first()


def _begun(content: bytes, name: str, team: Team, by: Actor) -> Import:
    _, heading = next(reading.lines_of(content), (1, []))
    headings = reading.headings_of(heading)
    known = first_mapping(headings, remembered(team))
    missing = [str(column) for column in NEEDED if column not in known.values()]
    if missing:
        raise Refused(f"This is not a referrals sheet: it has no column “{'”, “'.join(missing)}”.")
    sheet = start_import(team=team, name=name, content=content, by=by)
    mapping = {heading: known.get(heading, NOT_USED) for heading in sheet.headings}
    return name_columns(sheet=sheet, mapping=mapping, in_background=False, by=by)


def _go_on(sheet: Import, by: Actor) -> None:
    go_on(sheet=sheet, going_on=lambda: True, told=lambda *_: None, standings=UNANSWERED_TOO, by=by)
    sheet.refresh_from_db()


def _told(sheet: Import, report: Callable[[str], None]) -> Tally:
    tally = Tally()
    for row in ImportRow.objects.filter(sheet=sheet).defer("cells").order_by("number"):
        outcome = {Standing.TAKEN_IN: "received", Standing.HERE: "there"}.get(Standing(row.standing), "reported")
        tally.rows += 1
        setattr(tally, outcome, getattr(tally, outcome) + 1)
        if outcome != "there":
            kept = "The row was not imported." if outcome == "reported" else "Kept as sent."
            for column, why, _ in row.problems:
                report(f"row {row.number}, {column}: {why}. {kept}")
    return tally
