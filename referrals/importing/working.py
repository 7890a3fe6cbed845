"""The job that goes on with an import, whatever state it is in: reading, taking in, undoing. Safe to run twice.

Each row is kept, looked at, taken in or undone whole, so a worker that dies leaves whole rows; whoever claims the job
next goes on with the first that is left. After a minute it gives the job back, so that others get their turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.jobs.actions import progress
from pitservice.jobs.models import Job
from pitservice.jobs.registry import Unfinished
from referrals.actions.importing.reading import Progress, end_reading, keep_rows, look_through, refuse_import
from referrals.actions.importing.taking import ANSWERED, end_taking, take_rows
from referrals.actions.importing.undoing import end_undoing, undo_rows
from referrals.enums import ImportState
from referrals.models import Import

#: So long a worker is kept at one import before others get a turn.
SLICE = 60


def work(job: Job) -> str:
    """Handler of import jobs; the closing note says what was done."""
    sheet = Import.objects.select_related("team").defer("content").get(pk=job.payload["sheet"])
    by, ends = Actor.system("imports"), time.monotonic() + SLICE

    def told(done: int, total: int) -> None:
        progress(job=job, done=done, total=total, by=by)

    if not go_on(sheet=sheet, going_on=lambda: time.monotonic() < ends, told=told, by=by):
        raise Unfinished
    return "Done."


def go_on(
    *,
    sheet: Import,
    going_on: Callable[[], bool],
    told: Progress,
    standings: tuple[str, ...] = ANSWERED,
    by: Actor,
) -> bool:
    """Do what the sheet's state asks for, as far as `going_on` lets it; returns whether that is done."""
    if sheet.state == ImportState.READING:
        return _read(sheet, going_on, told, by)
    if sheet.state == ImportState.TAKING_IN:
        done = take_rows(sheet=sheet, going_on=going_on, told=told, standings=standings)
        if done:
            end_taking(sheet=sheet, by=by)
        return done
    if sheet.state == ImportState.UNDOING:
        done = undo_rows(sheet=sheet, going_on=going_on, told=told)
        done = done and look_through(sheet=sheet, going_on=going_on, told=told, by=by)
        if done:
            end_undoing(sheet=sheet, by=by)
        return done
    return True


def _read(sheet: Import, going_on: Callable[[], bool], told: Progress, by: Actor) -> bool:
    try:
        keep_rows(sheet=sheet, by=by)
    except Refused as refusal:
        refuse_import(sheet=sheet, why=refusal.sentence, by=by)
        return True
    done = look_through(sheet=sheet, going_on=going_on, told=told, by=by)
    if done:
        end_reading(sheet=sheet, by=by)
    return done
