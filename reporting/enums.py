"""States of a commissioner report."""

from __future__ import annotations

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable


class Direction(TextChoices):
    """Which way a target points."""

    AT_LEAST = "at_least", "At least"
    AT_MOST = "at_most", "At most"


class ReportState(TextChoices):
    """Where a report is."""

    PREVIEW = "preview", "Preview"
    MAKING = "making", "Being made"
    FROZEN = "frozen", "Frozen"


R = ReportState
REPORT_MOVES = MoveTable(
    noun="report",
    states=ReportState,
    starts=(R.PREVIEW,),
    allowed={R.PREVIEW: frozenset({R.MAKING}), R.MAKING: frozenset({R.FROZEN, R.PREVIEW})},
)
