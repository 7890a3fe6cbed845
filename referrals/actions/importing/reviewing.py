"""A person corrects a row, answers what its comment means for contact, or leaves it out (P3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from referrals.actions.importing.reading import Known, Sheet, look_at_rows
from referrals.enums import OPEN_TO_CORRECTION, CommentAnswer, ImportState, Standing
from referrals.models import Import, ImportRow

#: In a sheet of more rows likeness to other rows stays as it was found: nobody waits that long for one correction.
AT_ONCE = 1_000
#: Answers that mean the same whoever the row names; only these are given to other rows with the same words.
FOR_ALL = frozenset({CommentAnswer.NOTHING, CommentAnswer.LETTERS})


@transaction.atomic
def correct_row(
    *, row: ImportRow, corrected: Mapping[str, str], left_out: bool, seen: int | None = None, by: Actor
) -> ImportRow:
    """Keep what was typed in place of cells, by our column, whatever it is, and look at the row anew.

    The cells as they were sent stay beside it. Rows that it was like, or is like now, are looked at with it.
    """
    row = _open(row, seen)
    row.corrected, row.left_out = dict(corrected), left_out
    row.corrected_at, row.corrected_by = timezone.now(), by
    row.save(update_fields=["corrected", "left_out", "corrected_at", "corrected_by"])
    _look_again(row, by)
    record("referrals.correct_row", row, by=by, columns=sorted(corrected), left_out=left_out)
    return row


@transaction.atomic
def answer_comment(
    *,
    row: ImportRow,
    answers: Sequence[str],
    note: str = "",
    same_words_too: bool = False,
    seen: int | None = None,
    by: Actor,
) -> int:
    """A person has read what a row's comment says, and says what it means; returns for how many rows (P3).

    `same_words_too` gives the answer to every row of the sheet that says exactly the same and has none yet. That is
    only possible for what means the same whoever the row names.
    """
    row = _open(row, seen)
    if not row.comment:
        raise Refused("This row has no comment to answer.")
    rows = [row]
    if same_words_too:
        if not set(answers) <= FOR_ALL:
            raise Refused("Whose number, or who must not learn of it, is answered row by row.")
        same = ImportRow.objects.filter(sheet=row.sheet, comment=row.comment, answered_at=None).exclude(pk=row.pk)
        same = same.filter(standing__in=[Standing.PROBLEM, Standing.COMMENT]).order_by("pk")
        rows += same.select_for_update(of=("self",))
    for one in rows:
        one.answers, one.answer_note = list(answers), note.strip()[:300]
        one.answered_at, one.answered_by = timezone.now(), by
        if one.standing == Standing.COMMENT:
            one.standing = Standing.READY
    ImportRow.objects.bulk_update(rows, ["answers", "answer_note", "answered_at", "answered_by", "standing"])
    record("referrals.answer_comment", row, by=by, answers=list(answers), rows=len(rows))
    return len(rows)


def _look_again(row: ImportRow, by: Actor) -> None:
    sheet, before = row.sheet, {number for number, _ in row.alike}
    known = Known.of(Sheet.of(sheet)) if sheet.rows.count() <= AT_ONCE else None
    look_at_rows(sheet=sheet, rows=[row], known=known, by=by)
    others = before | {number for number, _ in row.alike}
    if known is not None and others:
        waiting = sheet.rows.filter(number__in=others).exclude(standing=Standing.TAKEN_IN)
        look_at_rows(sheet=sheet, rows=list(waiting.select_related("referral")), known=known, by=by)


def _open(row: ImportRow, seen: int | None) -> ImportRow:
    """The row, locked, of a sheet that is open to correction; not one that is a referral already."""
    sheet = Import.objects.select_for_update().select_related("team").defer("content").get(pk=row.sheet_id)
    row = lock(row, seen=seen)
    row.sheet = sheet
    if sheet.state not in OPEN_TO_CORRECTION:
        said = ImportState(sheet.state).label.lower()
        raise Refused(f"This import is “{said}”: wait until that is over. What you typed is still here.")
    if row.standing == Standing.TAKEN_IN:
        raise Refused("This row is a referral by now. Change the referral instead.")
    return row
