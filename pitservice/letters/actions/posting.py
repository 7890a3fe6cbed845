"""Printing letters together, and mail that came back (P40, P42, CON-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from families.actions import mark_returned
from families.models import ContactPoint
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from pitservice.files.actions import keep
from pitservice.files.letting_go import let_go
from pitservice.jobs.actions import progress, start
from pitservice.jobs.models import Job
from pitservice.letters.checking import problem
from pitservice.letters.enums import CopyState, Shape
from pitservice.letters.models import Copy, PrintRun
from pitservice.letters.printing import envelope_of, one_each, with_sheets

PRINT = "letters.print"
NOTHING = "There is no letter to print: somebody may have taken them a moment ago. Look at the list again."
_TYPES = {Shape.SHEETS: ("application/pdf", "pdf"), Shape.ENVELOPES: ("application/zip", "zip")}


@transaction.atomic
def start_run(*, copies: Sequence[Copy], shape: Shape, by: Actor) -> PrintRun:
    """Take these letters for printing, of one team: whichever somebody else took meanwhile stay with them."""
    ids = [copy.pk for copy in copies]
    waiting = Copy.objects.filter(pk__in=ids, state=CopyState.READY, run=None).order_by("not_before", "pk")
    free = list(waiting.select_for_update(of=("self",)))
    if not free:
        raise Refused(NOTHING)
    team = free[0].team
    run = PrintRun.objects.create(team=team, shape=shape, created_by=by)
    taken = Copy.objects.filter(pk__in=[copy.pk for copy in free if copy.team_id == team.pk])
    number = taken.update(run=run)
    _make_file(run, by)
    record("letters.start_run", run, by=by, copies=number, shape=str(shape))
    return run


@transaction.atomic
def print_again(*, run: PrintRun, seen: int | None = None, by: Actor) -> PrintRun:
    """Make the file anew, without what may not go any more or is posted; the run stays the same."""
    run = lock(run, seen=seen)
    if not run.copies.filter(state=CopyState.READY).exists():
        raise Refused("Every letter of this run is posted, or must not go. There is nothing to print.")
    stored, run.made, run.round = run.made, None, run.round + 1
    run.save(update_fields=["made", "round"])
    if stored is not None:
        stored.delete()
        transaction.on_commit(partial(let_go, stored.sha256))
    _make_file(run, by)
    record("letters.print_again", run, by=by)
    return run


@transaction.atomic
def give_back(*, run: PrintRun, seen: int | None = None, by: Actor) -> int:
    """Not posted after all: the letters wait to be printed again, with others. Returns how many."""
    run = lock(run, seen=seen)
    number = Copy.objects.filter(run=run, state=CopyState.READY).update(run=None)
    if not number:
        raise Refused("Every letter of this run is posted, or must not go.")
    forget_file(run)
    record("letters.give_back", run, by=by, copies=number)
    return number


def make_run(*, run: PrintRun, job: Job, by: Actor) -> str:
    """Make a run's file: every letter asked about once more, then put together (P1, CON-1).

    Safe to run again after a worker died: nothing is kept before the whole file is.
    """
    envelopes, holds = [], []
    copies = list(run.copies.filter(state=CopyState.READY).select_related("letter", "pdf").order_by("not_before", "pk"))
    for number, copy in enumerate(copies, start=1):
        if _may_go(run, copy, by):
            envelopes.append(envelope_of(copy))
            holds.append(copy.key)
        progress(job=job, done=number, total=len(copies), by=by)
    if not envelopes:
        return "None of these letters may go any more. Each says why."
    title = f"Letters to post, {run.key}"
    content = with_sheets(envelopes, title) if run.shape == Shape.SHEETS else one_each(envelopes)
    return _keep(run, content, holds, by)


@transaction.atomic
def came_back(*, copy: Copy, on: date, seen: int | None = None, by: Actor) -> Copy:
    """A posted letter came back: the address is marked wherever the contact rules ask, and a person sees to it."""
    copy = lock(copy, seen=seen)
    if copy.state != CopyState.POSTED:
        raise Refused("This letter was not posted, so it cannot have come back.")
    if copy.returned_on is not None:
        raise Refused("It is recorded already that this letter came back.")
    if on > timezone.localdate() or (copy.posted_at and on < timezone.localdate(copy.posted_at)):
        raise Refused("The day it came back must be today or in the past, and not before it was posted.")
    copy.returned_on = on
    copy.why = "It came back."
    copy.save(update_fields=["returned_on", "why"])
    kind, _, number = copy.point.partition(":")
    if kind == "point":
        point = ContactPoint.objects.filter(pk=int(number), returned_on=None).first()
        if point is not None:
            mark_returned(point=point, on=on, by=by)
    record("letters.came_back", copy, by=by, family_id=copy.letter.family_id)
    return copy


@transaction.atomic
def settle_returned(*, copy: Copy, how: str, seen: int | None = None, by: Actor) -> Copy:
    """Say what was done about a letter that came back: told otherwise, a new address, nothing more to do (P42)."""
    copy = lock(copy, seen=seen)
    if copy.returned_on is None or copy.settled_at is not None:
        raise Refused("Nothing about this letter waits for an answer.")
    if not how.strip():
        raise Refused("Enter what was done about it.")
    copy.settled_at, copy.settled_by = timezone.now(), by
    copy.why = how.strip()
    copy.save(update_fields=["settled_at", "settled_by", "why"])
    record("letters.settle_returned", copy, by=by, family_id=copy.letter.family_id, reason=how)
    return copy


def forget_file(run: PrintRun) -> None:
    """The file goes once no letter in it waits for the post: each copy keeps its own PDF, as it was sent."""
    run = lock(run)
    stored = run.made
    if stored is None or run.copies.filter(state=CopyState.READY).exists():
        return
    run.made = None
    run.save(update_fields=["made"])
    stored.delete()
    transaction.on_commit(partial(let_go, stored.sha256))


def _make_file(run: PrintRun, by: Actor) -> None:
    start(
        kind=PRINT,
        title="Letters to print",
        team=run.team,
        payload={"run": run.pk},
        dedupe_key=f"{PRINT}:{run.pk}:{run.round}",
        by=by,
    )


@transaction.atomic
def _may_go(run: PrintRun, copy: Copy, by: Actor) -> bool:
    """Asked at the moment of printing; what may not go is held and leaves the run."""
    copy = lock(copy)
    if copy.state != CopyState.READY or copy.run_id != run.pk:
        return False
    found = problem(copy, timezone.now())
    if found is None:
        return True
    advance(copy, found.state, by=by, reason=found.why, why=found.why, answer=found.answer, run=None)
    run = lock(run)
    run.taken_out = [*run.taken_out, copy.key]
    run.save(update_fields=["taken_out"])
    record("letters.taken_out", copy, by=by, family_id=copy.letter.family_id, state=str(found.state))
    return False


@transaction.atomic
def _keep(run: PrintRun, content: bytes, holds: Sequence[str], by: Actor) -> str:
    asked, run = run.round, lock(run)
    if run.made_id is not None or run.round != asked:
        return "The file was made already, or is being made anew."
    content_type, ending = _TYPES[Shape(run.shape)]
    name = f"letters-{run.key}.{ending}"
    run.made = keep(content=content, name=name, content_type=content_type, team=run.team, by=by)
    run.holds = list(holds)
    run.save(update_fields=["made", "holds"])
    record("letters.run_made", run, by=by, copies=len(holds), size=len(content))
    return f"{len(holds)} ready to print."
