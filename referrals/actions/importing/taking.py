"""Rows become referrals, each whole in a transaction of its own: whoever goes on after a crash goes on there (P3)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.constraints import sentence_for
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from referrals.actions.importing.beginning import queue_work
from referrals.actions.importing.reading import Progress, Sheet
from referrals.actions.receiving import name_father, read_warning, receive
from referrals.enums import CommentAnswer, ImportState, Standing
from referrals.importing.checking import FATHER, answers_all, as_stored, side_of, with_answers
from referrals.importing.columns import Col
from referrals.models import Import, ImportRow, Referral, ReferredPerson
from referrals.selectors.imports import reference_is_here, rows_known

#: So many rows are compared with the records together, and so often the page learns how far it is.
TOGETHER = 20
#: Rows that may be taken in: where a person sits before the screen, only those whose comment they answered.
ANSWERED, UNANSWERED_TOO = (Standing.READY,), (Standing.READY, Standing.COMMENT)


@transaction.atomic
def take_in(
    *,
    sheet: Import,
    in_background: bool = True,
    unanswered_too: bool = False,
    seen: int | None = None,
    by: Actor,
) -> Import:
    """Begin to make a referral of every row that is ready, as one change that can be undone (P3)."""
    sheet = lock(sheet, seen=seen)
    ready = sheet.rows.filter(standing__in=UNANSWERED_TOO if unanswered_too else ANSWERED)
    if not unanswered_too and not ready.exists():
        raise Refused("No row is ready to be taken in. Correct those with problems, or answer their comments, first.")
    advance(sheet, ImportState.TAKING_IN, by=by)
    record("referrals.take_in_import", sheet, by=by, rows=ready.count())
    return queue_work(sheet=sheet, title=f"Import of {sheet.name}", by=by) if in_background else sheet


def take_rows(
    *,
    sheet: Import,
    going_on: Callable[[], bool],
    told: Progress,
    standings: tuple[str, ...] = ANSWERED,
) -> bool:
    """Make a referral of one row after another as long as `going_on`; returns whether all are done."""
    about, actor = Sheet.of(sheet), Actor(ActorKind.IMPORT, sheet.key)
    ready = sheet.rows.filter(standing__in=standings).order_by("number")
    done = sheet.rows.filter(standing=Standing.TAKEN_IN).count()
    ids = list(ready.values_list("pk", flat=True))
    total = done + len(ids)
    for start in range(0, len(ids), TOGETHER):
        piece = ids[start : start + TOGETHER]
        known = rows_known(sheet, piece, about.today)
        for pk in piece:
            take_row(about=about, pk=pk, known_to_nobody=pk not in known, standings=standings, by=actor)
        told(min(done + start + TOGETHER, total), total)
        if start + TOGETHER < len(ids) and not going_on():
            return False
    return True


def take_row(
    *, about: Sheet, pk: int, known_to_nobody: bool = False, standings: tuple[str, ...] = ANSWERED, by: Actor
) -> ImportRow:
    """One row, whole or not at all; twice is once. What has come between keeps it out, with a sentence."""
    rows = ImportRow.objects.select_for_update(of=("self",))
    try:
        with transaction.atomic():
            row = rows.get(pk=pk)
            if row.standing in standings:
                _take(about, row, known_to_nobody, by)
    except IntegrityError as error:
        if sentence_for(error) is None:
            raise
        with transaction.atomic():
            row = rows.get(pk=pk)
            row.standing = Standing.HERE  # the same row came in by another import meanwhile
            row.save(update_fields=["standing"])
    return row


@transaction.atomic
def end_taking(*, sheet: Import, by: Actor) -> Import:
    """Every row that was ready is a referral: the import is done."""
    sheet = lock(sheet)
    if sheet.state == ImportState.TAKING_IN:
        advance(sheet, ImportState.DONE, by=by)
        record("referrals.end_taking", sheet, by=by, rows=sheet.rows.filter(standing=Standing.TAKEN_IN).count())
    return sheet


def _take(about: Sheet, row: ImportRow, known_to_nobody: bool, by: Actor) -> None:
    judged = about.judged(row)
    if row.reference:  # of two imports at once with the same reference the slower looks after the quicker is through
        Team.objects.select_for_update(no_key=True).get(pk=about.sheet.team_id)
    if reference_is_here(about.sheet.team, row.reference):
        judged.row.note(Col.REFERENCE, "became the reference of another referral meanwhile", stops=True)
    if judged.stops or judged.submission is None:
        row.standing, row.problems = Standing.PROBLEM, as_stored(judged.row.problems)
        row.save(update_fields=["standing", "problems"])
        return
    submission = with_answers(judged.submission, row.answers, row.answer_note)
    referral = receive(
        team=about.sheet.team, submission=submission, edition=about.edition, known_to_nobody=known_to_nobody, by=by
    )
    if row.answers:
        _settle_warning(row, referral, by)
        referral.refresh_from_db(fields=["version"])
    row.referral, row.taken_version, row.standing = referral, referral.version, Standing.TAKEN_IN
    row.save(update_fields=["referral", "taken_version", "standing"])


def _settle_warning(row: ImportRow, referral: Referral, by: Actor) -> None:
    """What was answered holds from the first moment; where something else is to be kept in mind, it is read again."""
    people = list(referral.people.all())
    hidden = [party for party in people if f"{CommentAnswer.SOMEBODY}:{side_of(party)}" in row.answers]
    father = f"{CommentAnswer.SOMEBODY}:{FATHER}" in row.answers
    letters = CommentAnswer.LETTERS in row.answers
    if answers_all(row.answers, {side_of(party) for party in people}):
        read_warning(
            referral=referral,
            must_not_know=hidden,
            father_must_not_know=father,
            letters_unsafe=letters,
            by=row.answered_by or by,
        )
        return
    ReferredPerson.objects.filter(pk__in=[party.pk for party in hidden]).update(must_not_know=True)
    if father:
        name_father(referral, by)
    Referral.objects.filter(pk=referral.pk).update(letters_unsafe=letters)
