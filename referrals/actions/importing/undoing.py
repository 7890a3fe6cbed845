"""An import is undone as a whole, while nothing has happened to the referrals that came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models, transaction

from pitservice.audit.actions import record
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from referrals.actions.importing.beginning import queue_work
from referrals.actions.importing.reading import Progress
from referrals.enums import ImportState, ReferralState, Standing
from referrals.models import Import, ImportRow, PossibleMatch, Referral, ReferredPerson
from referrals.selectors.undoing import touched

#: Columns of words that an undone referral keeps. What was sent stays with it for ever (the database sees to it), on no
#: list; everything made of it goes.
_KEPT = frozenset(
    {
        "submission_hash",
        "key",
        "state",
        "source",
        "entrance",
        "keeps_support",
        "tell_health_visitor",
        "tell_gp",
        "working",
    }
)


@transaction.atomic
def undo_import(*, sheet: Import, in_background: bool = True, seen: int | None = None, by: Actor) -> Import:
    """Begin to take every referral of an import back; refused where something has happened to one since."""
    sheet = lock(sheet, seen=seen)
    taken = sheet.rows.filter(standing=Standing.TAKEN_IN)
    if not taken.exists():
        raise Refused("No row of this sheet is a referral, so there is nothing to undo.")
    if found := touched(taken):
        those = "one of its referrals" if len(found) == 1 else f"{len(found):,} of its referrals"
        raise Refused(f"Something has happened to {those} since, so the import stays. The page says which and what.")
    advance(sheet, ImportState.UNDOING, by=by)
    record("referrals.undo_import", sheet, by=by, rows=taken.count())
    return queue_work(sheet=sheet, title=f"Undoing {sheet.name}", by=by) if in_background else sheet


def undo_rows(*, sheet: Import, going_on: Callable[[], bool], told: Progress) -> bool:
    """Take one referral after another back as long as `going_on`; returns whether all were looked at."""
    taken = sheet.rows.filter(standing=Standing.TAKEN_IN).order_by("number")
    ids = list(taken.values_list("pk", flat=True))
    done = sheet.rows.filter(standing=Standing.UNREAD).count()
    actor = Actor(ActorKind.IMPORT, sheet.key)
    for number, pk in enumerate(ids, start=1):
        undo_row(pk=pk, by=actor)
        if number % 20 == 0 or number == len(ids):
            told(done + number, done + len(ids))
            if number < len(ids) and not going_on():
                return False
    return True


@transaction.atomic
def undo_row(*, pk: int, by: Actor) -> ImportRow:
    """One referral back to its row: nothing of it stands in any list, and the row can be taken in again.

    The referral keeps its reference and its moves, so that whoever has it reads what became of it. One to which
    something happened in the meantime stays as it is.
    """
    row = ImportRow.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.standing != Standing.TAKEN_IN or row.referral is None:
        return row
    referral = lock(row.referral)
    if touched(ImportRow.objects.filter(pk=pk)):
        return row
    PossibleMatch.objects.filter(referral=referral).delete()
    ReferredPerson.objects.filter(referral=referral).delete()
    advance(referral, ReferralState.UNDONE, by=by, **_emptied())
    row.referral, row.taken_version, row.standing = None, None, Standing.UNREAD
    row.save(update_fields=["referral", "taken_version", "standing"])
    record("referrals.undo_row", referral, by=by, row=row.pk)
    return row


@transaction.atomic
def end_undoing(*, sheet: Import, by: Actor) -> Import:
    """Everything that could be taken back was: the sheet is open to review again."""
    sheet = lock(sheet)
    if sheet.state == ImportState.UNDOING:
        advance(sheet, ImportState.REVIEW, by=by)
        record("referrals.end_undoing", sheet, by=by, stayed=sheet.rows.filter(standing=Standing.TAKEN_IN).count())
    return sheet


def _emptied() -> dict[str, Any]:
    """Values that say nothing of a family, by column."""
    found: dict[str, Any] = {"unread": {}, "referrer_ticks": [], "past_outcome_on": None}
    for column in Referral._meta.concrete_fields:
        words = isinstance(column, (models.CharField, models.TextField)) and column.blank
        if words and column.name not in _KEPT:
            found[column.name] = ""
    return found
