"""Reading jobs."""

from __future__ import annotations

from pitservice.accounts.viewer import TeamQuerySet, Viewer
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job


def running(viewer: Viewer) -> TeamQuerySet[Job]:
    """What this person started and has not ended, newest first."""
    mine = Job.objects.visible_to(viewer).filter(created_by=viewer.actor)
    return mine.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).order_by("-created_at", "-pk")


def failed(viewer: Viewer) -> TeamQuerySet[Job]:
    """What failed in the viewer's teams and waits for a person, newest first."""
    return Job.objects.visible_to(viewer).filter(state=JobState.FAILED).order_by("-created_at", "-pk")
