"""The rows of a sheet are kept as they were sent, then looked at one by one. Both may die at any row and go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.configuration.models import RiskItem, RiskList
from pitservice.configuration.selectors import risk_list_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from referrals.enums import ImportState, RowMatch, Standing
from referrals.importing import reading
from referrals.importing.checking import Judged, as_stored, judge, row_of, story_of
from referrals.importing.columns import Col
from referrals.importing.rows import people_of
from referrals.matching.blocks import Index
from referrals.models import Import, ImportRow
from referrals.selectors import imports as selectors

#: Rows that are written together.
CHUNK = 200
Progress = Callable[[int, int], None]
_OWN = "give this row one of its own, or leave it out"
_LOOKED_AT = (
    *("digest", "reference", "standing", "problems", "match", "alike", "unsettled", "comment"),
    *("answers", "answer_note", "answered_at", "answered_by"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What looking at a row needs to know of its sheet, read once."""

    sheet: Import
    today: date
    edition: RiskList | None
    items: Sequence[RiskItem]

    @classmethod
    def of(cls, sheet: Import) -> Sheet:
        """As it is today."""
        edition = risk_list_of(sheet.team_id)
        return cls(sheet, timezone.localdate(), edition, list(edition.items.all()) if edition else [])

    def judged(self, kept: ImportRow) -> Judged:
        """One of its rows, understood."""
        return judge(row_of(kept, self.sheet, today=self.today, items=self.items))


@transaction.atomic
def keep_rows(*, sheet: Import, by: Actor) -> int:
    """Keep every row of the file as it was sent; the file itself then goes. Refused where it cannot be read."""
    sheet = lock(sheet)
    if sheet.content is None:
        return 0
    made: list[ImportRow] = []
    kept = 0
    lines = reading.lines_of(bytes(sheet.content))
    next(lines, None)
    for number, line in lines:
        made.append(ImportRow(sheet=sheet, team_id=sheet.team_id, number=number, cells=line, created_by=by))
        if len(made) == CHUNK:
            kept += len(ImportRow.objects.bulk_create(made))
            made.clear()
    kept += len(ImportRow.objects.bulk_create(made))
    if not kept:
        raise Refused("The sheet has a heading and no rows.")
    sheet.content = None
    sheet.save(update_fields=["content"])
    record("referrals.keep_rows", sheet, by=by, rows=kept)
    return kept


@transaction.atomic
def refuse_import(*, sheet: Import, why: str, by: Actor) -> Import:
    """The file could not be read after all: it is put away with the sentence that says why."""
    sheet = lock(sheet)
    advance(sheet, ImportState.REFUSED, by=by, note=why, content=None)
    record("referrals.refuse_import", sheet, by=by)
    return sheet


@transaction.atomic
def look_at_rows(*, sheet: Import, rows: Sequence[ImportRow], known: Known | None = None, by: Actor) -> None:
    """Say of each row what is wrong, whether it is here already, what must be read, and whom it may be about (P3, P10).

    `known` is what the whole sheet says of its rows; without it (one row that was corrected) likeness to other rows
    stays as it was.
    """
    about = Sheet.of(sheet)
    judged = [(row, about.judged(row)) for row in rows]
    for row, understood in judged:
        row.digest, row.reference = understood.row.digest, understood.row.text(Col.REFERENCE)[:120]
        _read_anew(row, understood.comment)
    here = selectors.hashes_here(sheet.team, [row.digest for row in rows])
    doubles = _doubles(sheet, [row for row in rows if row.digest not in here], known)
    stories = [story_of(row.number, understood.people) for row, understood in judged]
    likely = selectors.records_like(stories)
    for (row, understood), story in zip(judged, stories, strict=True):
        if why := doubles.get(row.number):
            understood.row.note(Col.REFERENCE, why, stops=True)
        row.problems = as_stored(understood.row.problems)
        row.match = selectors.match_of(sheet.team_id, likely.get(story.ref, []))
        is_here = row.digest in here
        waiting = known.unsettled if known else selectors.unsettled(sheet.team, story)
        row.unsettled = [] if is_here else selectors.referrals_alike(story, waiting)
        if known is not None:
            row.alike = selectors.rows_alike(story, known.index)
        row.match = row.match or _likeness(row)
        row.standing = _standing(row, understood, here=is_here or _stands_twice(row, known))
    write_rows(rows, _LOOKED_AT)
    record("referrals.look_at_rows", sheet, by=by, rows=len(rows))


def write_rows(rows: Sequence[ImportRow], columns: Sequence[str]) -> None:
    """Rows that are there already, in one statement that costs a fraction of `bulk_update` (measured: a tenth)."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)


@dataclass(frozen=True, slots=True)
class Known:
    """All rows of a sheet: their accounts, and the first row with each digest; and what waits here to be settled."""

    index: Index
    first: dict[str, int]
    unsettled: Index

    @classmethod
    def of(cls, about: Sheet) -> Known:
        """Read every row once."""
        index, first = Index(), dict[str, int]()
        rows = about.sheet.rows.filter(left_out=False).only("sheet", "number", "cells", "corrected").order_by("number")
        for kept in rows.iterator(chunk_size=1000):
            row = row_of(kept, about.sheet, today=about.today, items=())
            index.add(story_of(kept.number, people_of(row)))
            first.setdefault(row.digest, kept.number)
        return cls(index, first, selectors.unsettled(about.sheet.team))


def look_through(*, sheet: Import, going_on: Callable[[], bool], told: Progress, by: Actor) -> bool:
    """Look at every row that nobody has looked at, in pieces, as long as `going_on`; returns whether all are done."""
    waiting = sheet.rows.filter(standing=Standing.UNREAD).order_by("number")
    total, left = sheet.rows.count(), waiting.count()
    _keep_references(sheet, waiting.iterator(chunk_size=1000))
    known = Known.of(Sheet.of(sheet)) if left else None
    while rows := list(waiting.select_related("referral")[:CHUNK]):
        look_at_rows(sheet=sheet, rows=rows, known=known, by=by)
        left -= len(rows)
        told(total - left, total)
        if not going_on():
            break
    return not waiting.exists()


@transaction.atomic
def end_reading(*, sheet: Import, by: Actor) -> Import:
    """Every row was looked at: the sheet is open to review."""
    sheet = lock(sheet)
    if sheet.state == ImportState.READING:
        advance(sheet, ImportState.REVIEW, by=by)
        record("referrals.end_reading", sheet, by=by)
    return sheet


def _keep_references(sheet: Import, waiting: Iterable[ImportRow]) -> None:
    """Know every row's reference before the first is looked at, so that a double is seen wherever it stands."""
    about = Sheet.of(sheet)
    changed = []
    for kept in waiting:
        reference = row_of(kept, sheet, today=about.today, items=()).text(Col.REFERENCE)[:120]
        if reference != kept.reference:
            kept.reference = reference
            changed.append(kept)
    ImportRow.objects.bulk_update(changed, ["reference"], batch_size=1000)


def _read_anew(row: ImportRow, comment: str) -> None:
    """An answer is an answer to these words: where the sheet now says something else, it must be given again (P3)."""
    if row.comment != comment:
        row.comment, row.answers, row.answer_note, row.answered_at, row.answered_by = comment, [], "", None, None


def _doubles(sheet: Import, rows: Sequence[ImportRow], known: Known | None) -> dict[int, str]:
    """By number, which rows have a reference that is another's."""
    references = [row.reference for row in rows]
    here = selectors.references_here(sheet.team, references)
    within = selectors.row_numbers_of(sheet, references)
    found = {}
    for row in rows:
        if not row.reference:
            continue
        if row.reference in here:
            key = here[row.reference]
            called = f"referral {key}" if key else "a referral that is here"
            found[row.number] = f"is the reference of {called} already: {_OWN}"
        elif (first := within.get(row.reference, [row.number])[0]) < row.number and not _stands_twice(row, known):
            found[row.number] = f"is the reference of row {first} too: {_OWN}"
    return found


def _likeness(row: ImportRow) -> str:
    if row.unsettled:
        return RowMatch.REFERRAL
    return RowMatch.SHEET if row.alike else ""


def _stands_twice(row: ImportRow, known: Known | None) -> bool:
    return known is not None and known.first.get(row.digest, row.number) < row.number


def _standing(row: ImportRow, understood: Judged, *, here: bool) -> str:
    if row.left_out:
        return Standing.LEFT_OUT
    if here:
        return Standing.HERE
    if understood.stops:
        return Standing.PROBLEM
    return Standing.COMMENT if row.comment and row.answered_at is None else Standing.READY
