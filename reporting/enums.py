"""Kinds of data, ways of targets, states of reports and exports."""

from __future__ import annotations

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable


class DataKind(TextChoices):
    """Kinds of data that somebody enters, checks and analyses; each gap of `reporting.gaps` is about exactly one."""

    BABIES = "babies", "Babies: birth and ethnic group"
    AROUND = "around", "Fathers, partners and professionals"
    ATTENDANCE = "attendance", "Appointments and attendance"
    DATES = "dates", "Dates of referral, work and ending"
    MEASURES = "measures", "Outcome measures"


class Direction(TextChoices):
    """Which way a target points."""

    AT_LEAST = "at_least", "At least"
    AT_MOST = "at_most", "At most"


class ExportKind(TextChoices):
    """What a file of rows is made for."""

    NATIONAL = "national", "Tables shaped like the Mental Health Services Data Set"
    FOUNDATION = "foundation", "Anonymised families, for the Parent-Infant Foundation"


class ExportState(TextChoices):
    """Where a file of rows is."""

    MAKING = "making", "Being made"
    MADE = "made", "Made"
    NOT_MADE = "not_made", "Not made"


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

E = ExportState
EXPORT_MOVES = MoveTable(
    noun="file",
    states=ExportState,
    starts=(E.MAKING,),
    allowed={E.MAKING: frozenset({E.MADE, E.NOT_MADE})},
)
