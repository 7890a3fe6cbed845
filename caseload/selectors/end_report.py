"""Reports at the end of a piece of work that were written already."""

from __future__ import annotations

from django.db.models import QuerySet

from caseload.models import Episode
from pitservice.accounts.viewer import Viewer
from pitservice.letters.models import Letter


def report_prefix(episode: Episode) -> str:
    """With this begins the key of every letter that is such a report."""
    return f"episode:{episode.pk}:report:"


def reports_written(episode: Episode, viewer: Viewer) -> QuerySet[Letter]:
    """Each letter with its reader, the newest first."""
    found = Letter.objects.visible_to(viewer).filter(dedupe_key__startswith=report_prefix(episode))
    return found.prefetch_related("copies").order_by("-created_at", "-pk")
