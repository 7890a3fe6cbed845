"""Report: one quarter's figures for a commissioner."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import state_needs
from pitservice.db.history import tracked
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from pitservice.files.models import StoredFile
from reporting.enums import REPORT_MOVES, ReportState


@tracked()
class Report(Record):
    """A commissioner report: the period, the figures once frozen, and the files made from them (REP-1)."""

    MOVES: ClassVar[MoveTable] = REPORT_MOVES

    title = models.CharField(max_length=200)
    commissioner = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.PREVIEW)
    narrative = models.TextField(blank=True)
    figures = models.JSONField(null=True)
    definitions_edition = models.PositiveSmallIntegerField(default=1)
    pdf = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    csv = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            state_needs(
                [ReportState.FROZEN],
                "figures",
                "pdf",
                "csv",
                name="report_frozen",
                sentence="A frozen report has its figures and files.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="report_period",
                violation_error_message="The period must end on or after the day it starts.",
            ),
        )

    def __str__(self) -> str:
        return self.title


class ReportMove(Move):
    """One change of a report's state."""

    subject = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="moves")
