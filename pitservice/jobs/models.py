"""Job and Heartbeat."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import state_needs
from pitservice.db.models import Created, Keyed, TeamOwned
from pitservice.db.transitions import MoveTable
from pitservice.jobs.enums import JOB_MOVES, JobState


class Job(Keyed, TeamOwned, Created):
    """One piece of background work. `payload` holds ids and codes; the worker that holds the lease may write to it.

    A worker that dies leaves its lease to run out; the next ring puts the job back in the queue, at most
    `max_attempts` times, then it stands in the failed list until a person starts it again.
    """

    MOVES: ClassVar[MoveTable] = JOB_MOVES

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    finished_on = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001 - many have none

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            state_needs(
                [JobState.RUNNING],
                "lease_until",
                name="job_running_has_lease",
                sentence="A running job has a lease.",
            ),
        )
        indexes = (
            models.Index(fields=("not_before",), name="job_queue", condition=models.Q(state__in=["queued", "running"])),
        )

    def __str__(self) -> str:
        return self.title


class Heartbeat(models.Model):
    """When the worker and beat last gave a sign of life."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
