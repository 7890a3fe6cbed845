"""States of a job."""

from __future__ import annotations

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable


class JobState(TextChoices):
    """Where a piece of background work is."""

    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


S = JobState
JOB_MOVES = MoveTable(
    noun="job",
    states=JobState,
    starts=(S.QUEUED,),
    allowed={
        S.QUEUED: frozenset({S.RUNNING}),
        S.RUNNING: frozenset({S.QUEUED, S.DONE, S.FAILED}),
        S.FAILED: frozenset({S.QUEUED}),
    },
)
