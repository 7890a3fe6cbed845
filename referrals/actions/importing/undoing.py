"""An import is undone as a whole, while nothing has happened to the referrals that came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models, transaction

from pitservice.audit.actions import record
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from referrals.actions.importing.beginning import queue_work
from referrals.actions.importing.reading import Progress, write_rows
from referrals.enums import ImportState, ReferralState, Standing
from referrals.models import Import, ImportRow, PossibleMatch, Referral, ReferredPerson
from referrals.selectors.undoing import touched

#: So many referrals are undone in one transaction: what has happened to them since is asked of all together.
TOGETHER = 20
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
    for start in range(0, len(ids), TOGETHER):
        undo_together(ids=ids[start : start + TOGETHER], by=actor)
        told(min(done + start + TOGETHER, done + len(ids)), done + len(ids))
        if start + TOGETHER < len(ids) and not going_on():
            return False
    return True


@transaction.atomic
def undo_together(*, ids: Sequence[int], by: Actor) -> int:
    """A few referrals back to their rows: nothing of them stands in any list, and the rows can be taken in again.

    A referral keeps its reference and its moves, so that whoever has it reads what became of it. One to which something
    happened in the meantime stays as it is. Returns how many went back.
    """
    rows = ImportRow.objects.filter(pk__in=ids, standing=Standing.TAKEN_IN).order_by("pk")
    held = Referral.objects.filter(import_rows__in=rows).order_by("pk").select_for_update(of=("self",))
    referrals = {one.pk: one for one in held}
    stay = touched(rows)
    going = [row for row in rows.select_for_update(of=("self",)) if row.number not in stay and row.referral_id]
    gone = [row.referral_id for row in going]
    PossibleMatch.objects.filter(referral__in=gone).delete()
    ReferredPerson.objects.filter(referral__in=gone).delete()
    for row in going:
        referral = referrals[row.referral_id or 0]
        advance(referral, ReferralState.UNDONE, by=by, **_emptied())
        record("referrals.undo_row", referral, by=by, row=row.pk)
        row.referral, row.taken_version, row.standing = None, None, Standing.UNREAD
    write_rows(going, ["referral", "taken_version", "standing"])
    return len(going)


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
