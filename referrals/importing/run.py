"""Importing a file: each row in a transaction of its own, so that a crash leaves whole rows and a rerun completes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.configuration.models import RiskItem
from pitservice.configuration.selectors import risk_list_of
from pitservice.db.actor import Actor
from pitservice.db.constraints import sentence_for
from pitservice.db.errors import Refused
from referrals.actions import receive
from referrals.importing import reading
from referrals.importing.columns import NEEDED, Col
from referrals.importing.rows import Row, has_adult, received_on, submission_of
from referrals.models import Referral


@dataclass
class Tally:
    """How many rows ended up how; the three add up to all of them."""

    rows: int = 0
    received: int = 0
    there: int = 0
    reported: int = 0

    def __str__(self) -> str:
        return f"rows {self.rows}: received {self.received}, already there {self.there}, reported {self.reported}"


def import_file(*, content: bytes, team: Team, report: Callable[[str], None], by: Actor) -> Tally:
    """Import every row, and report by row and column what is wrong (P3).

    Running it twice imports nothing twice. No clock, letter, text or receipt starts. Refused: not such a sheet.
    """
    edition = risk_list_of(team.pk)
    items: Sequence[RiskItem] = list(edition.items.all()) if edition else []
    tally = Tally()
    for number, cells in read(content):
        row = Row(number=number, cells=cells, today=timezone.localdate(), items=items)
        tally.rows += 1
        outcome = import_row(row=row, team=team, by=by)
        setattr(tally, outcome, getattr(tally, outcome) + 1)
        if outcome != "there":
            kept = "The row was not imported." if outcome == "reported" else "Kept as sent."
            for column, why, _ in row.problems:
                report(f"row {number}, {column}: {why}. {kept}")
    return tally


def import_row(*, row: Row, team: Team, by: Actor) -> str:
    """One row: "received", "there" (imported before), or "reported" (kept out, with why in its problems)."""
    if Referral.objects.filter(team=team, submission_hash=row.digest).exists():
        return "there"
    received = received_on(row)
    adult = has_adult(row)
    if received is None or not adult or _reference_is_taken(row, team):
        return "reported"
    try:
        with transaction.atomic():
            receive(team=team, submission=submission_of(row, received), by=by)
    except IntegrityError as error:  # the same file imported twice at the same moment
        if sentence_for(error) is None:
            raise
        return "there"
    return "received"


def _reference_is_taken(row: Row, team: Team) -> bool:
    """Another row under the same reference is not taken for a new referral, nor does it change the first."""
    reference = row.text(Col.REFERENCE)
    if not reference:
        return False
    other = Referral.objects.filter(team=team, sheet_reference=reference).first()
    if other is None:
        return False
    row.note(
        Col.REFERENCE, f"is the reference of referral {other.key} already: give this row one of its own", stops=True
    )
    return True


def read(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their numbers in the sheet (the heading is row 1), each by heading; empty lines are passed over."""
    lines = reading.lines_of(content)
    _, headings = next(lines, (1, []))
    names = reading.headings_of(headings)
    missing = [str(column) for column in NEEDED if column not in names]
    if missing:
        raise Refused(f"This is not a referrals sheet: it has no column “{'”, “'.join(missing)}”.")
    for number, line in lines:
        yield number, reading.by_heading(headings, line)
