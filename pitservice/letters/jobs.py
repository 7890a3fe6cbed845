"""The jobs that make a copy's PDF, and one file of several letters (`pitservice.jobs`)."""

from __future__ import annotations

from pitservice.db.actor import Actor
from pitservice.jobs.models import Job
from pitservice.letters import actions
from pitservice.letters.actions.making import NOT_MADE, fail
from pitservice.letters.models import Copy, PrintRun

BY = Actor.system("letters.render")


def render(job: Job) -> str:
    """Make the copy that the job names."""
    return actions.make(copy=_copy_of(job), by=BY)


def not_rendered(job: Job) -> None:
    """After the last try, whether it failed or its worker was killed: the copy says so, and a person is shown it."""
    fail(copy=_copy_of(job), why=NOT_MADE.format(tries=job.attempts), by=BY)


def _copy_of(job: Job) -> Copy:
    return Copy.objects.select_related("letter", "team").get(pk=job.payload["copy"])


def print_run(job: Job) -> str:
    """Make the file of the letters that the job names; when a worker died, the next one begins again."""
    run = PrintRun.objects.select_related("team").get(pk=job.payload["run"])
    return actions.make_run(run=run, job=job, by=Actor.system("letters.print"))
