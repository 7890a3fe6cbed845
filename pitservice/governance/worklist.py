"""What governance puts on the home page: background work that failed and waits for a person (P4)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from pitservice.accounts.viewer import Viewer
from pitservice.governance.selectors import failed_since
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.worklist import Item


def failed_jobs(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - every source is asked with the day
    """One item for each failed job of the viewer's teams; it leaves the list when somebody starts it again."""
    href = reverse("governance:jobs")
    return [
        Item(
            what="Background work failed",
            whose=job.title,
            action=Link("See why", href, hidden=job.title),
            mine=False,
            since=job.created_at,
            tag=Tag("Failed", Colour.RED),
        )
        for job in failed_since(viewer)
    ]
